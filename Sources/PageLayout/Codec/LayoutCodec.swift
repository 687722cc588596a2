// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ECC

/// Does what a ``PageLayout`` says, with raw pages in memory: checks, corrects, encodes, takes apart, puts together.
///
/// Raw pages are `rawPageSize` bytes, data and OOB as they lie on the chip, without the scrambler's key (see
/// ``scramble(_:pageInBlock:)``). Safe from several threads at once, each with a ``Workspace`` of its own.
public final class LayoutCodec: Sendable {
    public let layout: PageLayout
    let plans: [StepPlan]
    /// Bits of message and parity of each step.
    let stepBits: [Int]
    /// All steps at once, where they are alike, lie at even distances, and need no gathering.
    let uniform: Uniform?
    /// Whether an erased step is a code word.
    let erasedIsClean: Bool
    let scrambling: ScramblerKeys?

    struct Uniform: Sendable {
        var coder: StepCoder
        var message: Int
        var messageStride: Int
        var parity: Int
        var parityStride: Int
    }

    /// - Throws: ``LayoutError`` (`impossible`) when the code cannot be built.
    public init(_ layout: PageLayout) throws(LayoutError) {
        self.layout = layout
        stepBits = layout.steps.map { $0.messageBits + $0.parityBits }
        do throws(ECCError) {
            var plans: [StepPlan] = []
            for step in layout.steps { plans.append(try StepPlan(step, code: layout.code)) }
            self.plans = plans
        } catch {
            throw LayoutError(.impossible, layout.name, at: "code", error.message)
        }
        uniform = Self.uniform(plans)
        erasedIsClean = plans.first.map { Self.isCodeWordWhenErased($0, layout.order) } ?? true
        scrambling = layout.scrambler.map { ScramblerKeys($0, layout) }
    }

    private static func uniform(_ plans: [StepPlan]) -> Uniform? {
        guard let first = plans.first, let coder = first.coder, let start = first.direct else { return nil }
        let second = plans.count > 1 ? plans[1].direct : start
        guard let second else { return nil }
        let (messageStride, parityStride) = (second.message - start.message, second.parity - start.parity)
        for (i, plan) in plans.enumerated() {
            guard let direct = plan.direct, plan.messageBytes == first.messageBytes,
                direct.message == start.message + i * messageStride, direct.parity == start.parity + i * parityStride
            else { return nil }
        }
        return Uniform(
            coder: coder, message: start.message, messageStride: messageStride, parity: start.parity,
            parityStride: parityStride)
    }

    private static func isCodeWordWhenErased(_ plan: StepPlan, _ order: BitOrder) -> Bool {
        guard let coder = plan.coder else { return true }
        let end = plan.step.ranges.map(\.bytes.upperBound).max() ?? 0
        let room = ScratchRoom(message: plan.messageBytes, parity: plan.parityBytes, words: coder.differenceWords)
        return [UInt8](repeating: 0xFF, count: end).withUnsafeBytes { raw in
            guard let raw = raw.baseAddress else { return true }
            plan.gather(raw, message: room.message, parity: room.parity, order: order)
            return coder.check(
                messages: room.message, messageStride: 0, parity: room.parity, parityStride: 0, count: 1,
                differences: room.differences) == 0
        }
    }

    /// Whether the layout says where parity lies and how it is made.
    public var canCheck: Bool { layout.code.isKnown && !plans.isEmpty }
}
