// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ECC

extension LayoutCodec {
    /// Looks at every step of a raw page and changes nothing; the outcomes are the workspace's.
    ///
    /// - Parameter raw: `rawPageSize` bytes.
    /// - Returns: whether every step is clean or erased without a flip.
    @discardableResult
    public func examine(_ raw: UnsafeRawPointer, pageInBlock: Int = 0, _ workspace: Workspace) -> Bool {
        // Nothing is written unless correction is asked for.
        run(UnsafeMutableRawPointer(mutating: raw), corrects: false, pageInBlock, workspace)
    }

    /// Corrects a raw page in place: message, parity, and erased steps whose bits have flipped.
    ///
    /// Uncorrectable steps stay as they are; the outcomes are the workspace's.
    ///
    /// - Parameter raw: `rawPageSize` bytes.
    /// - Returns: whether nothing had to be corrected.
    @discardableResult
    public func correct(_ raw: UnsafeMutableRawPointer, pageInBlock: Int = 0, _ workspace: Workspace) -> Bool {
        run(raw, corrects: true, pageInBlock, workspace)
    }

    private func run(
        _ raw: UnsafeMutableRawPointer, corrects: Bool, _ pageInBlock: Int, _ workspace: Workspace
    ) -> Bool {
        if let uniform {
            let differing = uniform.coder.check(
                messages: raw + uniform.message, messageStride: uniform.messageStride, parity: raw + uniform.parity,
                parityStride: uniform.parityStride, count: plans.count, differences: workspace.room.differences)
            if differing == 0, !erasedIsClean || !mayBeErased(raw, uniform) {
                for i in workspace.outcomes.indices { workspace.outcomes[i] = .clean }
                return true
            }
        }
        var isClean = true
        for i in plans.indices {
            if uniform != nil, !erasedIsClean, isZero(workspace, step: i) {
                workspace.outcomes[i] = .clean
                continue
            }
            let outcome = runStep(i, raw, corrects: corrects, pageInBlock, workspace)
            workspace.outcomes[i] = outcome
            if outcome.flips != 0 { isClean = false }
        }
        return isClean
    }

    /// Whether a step's difference is none.
    private func isZero(_ workspace: Workspace, step: Int) -> Bool {
        let words = workspace.room.differences + step * workspace.words
        return (0..<workspace.words).allSatisfy { words[$0] == 0 }
    }

    /// Whether a step of a uniform page begins as an erased one does.
    func mayBeErased(_ raw: UnsafeRawPointer, _ uniform: Uniform, _ steps: Range<Int>? = nil) -> Bool {
        for i in steps ?? plans.indices {
            let message = raw.load(fromByteOffset: uniform.message + i * uniform.messageStride, as: UInt8.self)
            let parity = raw.load(fromByteOffset: uniform.parity + i * uniform.parityStride, as: UInt8.self)
            if message == 0xFF, parity == 0xFF { return true }
        }
        return false
    }

    private func runStep(
        _ i: Int, _ raw: UnsafeMutableRawPointer, corrects: Bool, _ pageInBlock: Int, _ workspace: Workspace
    ) -> StepOutcome {
        let plan = plans[i]
        guard let coder = plan.coder else { return .clean }
        let room = workspace.room
        let differences = room.differences + i * workspace.words
        // One gathered step at a time; a uniform page's differences are there already.
        if uniform == nil {
            plan.gather(raw, message: room.message, parity: room.parity, order: layout.order)
            let differs = coder.check(
                messages: room.message, messageStride: 0, parity: room.parity, parityStride: 0, count: 1,
                differences: differences)
            if differs == 0 {
                return erasedIsClean && plan.zeros(raw, order: layout.order, limit: 0) == 0 ? .erased(flips: 0) : .clean
            }
        } else if isZero(workspace, step: i) {
            return erasedIsClean && plan.zeros(raw, order: layout.order, limit: 0) == 0 ? .erased(flips: 0) : .clean
        }
        let limit = max(1, layout.code.strength)
        let zeros = erasedFlips(plan, raw, pageInBlock, limit)
        if zeros <= limit {
            if corrects { plan.erase(raw, order: layout.order) }
            return .erased(flips: zeros)
        }
        if uniform != nil { plan.gather(raw, message: room.message, parity: room.parity, order: layout.order) }
        switch coder.correct(message: room.message, parity: room.parity, difference: differences, workspace.coders) {
        case .clean: return .clean
        case .uncorrectable: return .uncorrectable
        case .corrected(let bits):
            // A made up bit cannot be wrong: an error there is a word of another kind.
            guard madeUpBitsHold(plan, room.message) else { return .uncorrectable }
            if corrects {
                plan.scatter(message: room.message, parity: room.parity, to: raw, order: layout.order)
            }
            return .corrected(bits: bits)
        }
    }

    private func madeUpBitsHold(_ plan: StepPlan, _ message: UnsafeRawPointer) -> Bool {
        guard plan.messageMoves.reduce(0, { $0 + $1.count }) != plan.step.messageBits else { return true }
        var bit = plan.messageBytes * 8 - plan.step.messageBits
        for piece in plan.step.message {
            if case .constant(let value, let count) = piece {
                let zeros = BitCopy.zeros(message, at: bit, count: count, order: layout.order)
                guard zeros == (value ? 0 : count) else { return false }
            }
            bit += piece.count
        }
        return true
    }

    /// Zero bits of a step, as it is or as the chip holds it: an erased step of a scrambled page never saw the key.
    private func erasedFlips(
        _ plan: StepPlan, _ raw: UnsafeRawPointer, _ pageInBlock: Int, _ limit: Int
    ) -> Int {
        let zeros = plan.zeros(raw, order: layout.order, limit: limit)
        guard let scrambling else { return zeros }
        return min(zeros, scrambling.zerosOnChip(plan, raw, pageInBlock, order: layout.order))
    }
}
