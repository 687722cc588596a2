// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// What encoding does with a step.
public enum StepAction: Sendable, Hashable {
    /// Parity is made for its message.
    case encode
    /// It becomes what an erase leaves.
    case erase
    /// It stays as it is.
    case keep
}

extension LayoutCodec {
    /// Computes the parity of a raw page in place.
    ///
    /// - Parameters:
    ///   - raw: `rawPageSize` bytes.
    ///   - setsPads: gives the bits beside the parity the engine's value; else they stay.
    ///   - action: for each step.
    public func encode(
        _ raw: UnsafeMutableRawPointer, _ workspace: Workspace, setsPads: Bool, action: (Int) -> StepAction
    ) {
        let room = workspace.room
        for (i, plan) in plans.enumerated() {
            switch action(i) {
            case .keep: continue
            case .erase:
                plan.erase(raw, order: layout.order)
                continue
            case .encode: break
            }
            guard let coder = plan.coder else { continue }
            plan.gather(raw, message: room.message, parity: room.parity, order: layout.order)
            coder.encode(
                messages: room.message, messageStride: 0, parity: room.parity, parityStride: 0, count: 1)
            plan.scatter(message: nil, parity: room.parity, to: raw, order: layout.order)
            guard setsPads else { continue }
            for pad in plan.step.pads {
                BitCopy.fill(raw, at: pad.range.start, count: pad.range.count, with: pad.value, order: layout.order)
            }
        }
    }

    /// Whether a step's message is all ones.
    public func messageIsBlank(_ raw: UnsafeRawPointer, step: Int) -> Bool {
        plans[step].messageMoves.allSatisfy {
            BitCopy.zeros(raw, at: $0.raw, count: $0.count, order: layout.order) == 0
        }
    }

    /// Adds or takes away the scrambler's key, whichever the page needs; pages that were never programmed stay.
    ///
    /// - Parameter pageInBlock: which page of its block it is: the key depends on it.
    public func scramble(_ raw: UnsafeMutableRawPointer, pageInBlock: Int) {
        scrambling?.apply(raw, pageInBlock)
    }

    /// Makes the erased steps of a page that holds its key again as an erase leaves them: they never saw the key.
    public func eraseOnChip(_ raw: UnsafeMutableRawPointer, _ outcomes: [StepOutcome]) {
        for (plan, outcome) in zip(plans, outcomes) where outcome.isErased { plan.erase(raw, order: layout.order) }
    }

    /// The same for the steps that a page was encoded with as erased.
    func eraseOnChip(_ raw: UnsafeMutableRawPointer, where isErased: [Bool]) {
        for (plan, isErased) in zip(plans, isErased) where isErased { plan.erase(raw, order: layout.order) }
    }

    /// Makes the data of uncorrectable steps 0; bytes of OOB that changed places with data stay.
    public func blankData(_ raw: UnsafeMutableRawPointer, _ outcomes: [StepOutcome]) {
        for (step, outcome) in zip(layout.steps, outcomes) where outcome == .uncorrectable {
            for own in step.message.compactMap(\.range) {
                for range in layout.data.compactMap({ $0.intersection(own) }) {
                    BitCopy.fill(raw, at: range.start, count: range.count, with: false, order: layout.order)
                }
            }
        }
    }
}
