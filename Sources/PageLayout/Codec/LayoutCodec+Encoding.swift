// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

extension LayoutCodec {
    /// Computes the parity of a raw page in place.
    ///
    /// - Parameters:
    ///   - raw: `rawPageSize` bytes.
    ///   - isErased: whether a step is to stay as an erase leaves it.
    ///   - setsPads: gives the bits beside the parity the engine's value; else they stay.
    public func encode(
        _ raw: UnsafeMutableRawPointer, _ workspace: Workspace, setsPads: Bool, isErased: (Int) -> Bool
    ) {
        let room = workspace.room
        for (i, plan) in plans.enumerated() {
            if isErased(i) {
                plan.erase(raw, order: layout.order)
                continue
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

    /// Makes a step as an erase leaves it.
    public func erase(_ raw: UnsafeMutableRawPointer, step: Int) { plans[step].erase(raw, order: layout.order) }
}
