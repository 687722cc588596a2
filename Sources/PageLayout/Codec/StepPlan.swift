// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ECC

/// How to get at one step's message and parity in a raw page.
struct StepPlan: Sendable {
    /// What the code takes and where it lies, as bits of the raw page and of the gathered bytes.
    struct Move: Sendable {
        var raw: Int
        var gathered: Int
        var count: Int
    }

    let coder: StepCoder?
    /// Byte offsets of message and parity in the raw page, where both can be used as they lie; else nil.
    let direct: (message: Int, parity: Int)?
    /// Bytes that a message takes when it is gathered, and where its parity does.
    let messageBytes: Int
    let parityBytes: Int
    let messageMoves: [Move]
    let parityMoves: [Move]
    /// Bits of the gathered message that the engine makes up as 1; those made up as 0 need nothing.
    let ones: [Range<Int>]
    let step: LayoutStep

    init(_ step: LayoutStep, code: LayoutCode) throws(ECCError) {
        self.step = step
        coder = try CoderCache.coder(code, messageBits: step.messageBits)
        messageBytes = (step.messageBits + 7) / 8
        parityBytes = max(coder?.parityBytes ?? 0, (step.parityBits + 7) / 8)
        // A message that is no multiple of 8 bits is right aligned, as the codes take it.
        var next = messageBytes * 8 - step.messageBits
        var moves: [Move] = []
        var ones: [Range<Int>] = []
        for piece in step.message {
            switch piece {
            case .data(let range), .oob(let range):
                moves.append(Move(raw: range.start, gathered: next, count: range.count))
            case .constant(true, let count): ones.append(next..<next + count)
            case .constant(false, _): break
            }
            next += piece.count
        }
        next = 0
        var parity: [Move] = []
        for range in step.parity.joined() {
            parity.append(Move(raw: range.start, gathered: next, count: range.count))
            next += range.count
        }
        messageMoves = StepPlan.joined(moves)
        parityMoves = parity
        self.ones = ones
        if messageMoves.count == 1, parity.count == 1, ones.isEmpty, messageMoves[0].raw % 8 == 0,
            messageMoves[0].count == step.messageBits, step.messageBits % 8 == 0, parity[0].raw % 8 == 0,
            parityBytes == (step.parityBits + 7) / 8
        {
            direct = (messageMoves[0].raw / 8, parity[0].raw / 8)
        } else {
            direct = nil
        }
    }

    private static func joined(_ moves: [Move]) -> [Move] {
        var out: [Move] = []
        for move in moves {
            if let last = out.last, last.raw + last.count == move.raw, last.gathered + last.count == move.gathered {
                out[out.count - 1].count += move.count
            } else {
                out.append(move)
            }
        }
        return out
    }

    /// Collects message and parity; bits that nothing fills are 0.
    func gather(
        _ raw: UnsafeRawPointer, message: UnsafeMutableRawPointer, parity: UnsafeMutableRawPointer, order: BitOrder
    ) {
        message.initializeMemory(as: UInt8.self, repeating: 0, count: messageBytes)
        parity.initializeMemory(as: UInt8.self, repeating: 0, count: parityBytes)
        for range in ones {
            BitCopy.fill(message, at: range.lowerBound, count: range.count, with: true, order: order)
        }
        for move in messageMoves {
            BitCopy.copy(from: raw, at: move.raw, to: message, at: move.gathered, count: move.count, order: order)
        }
        for move in parityMoves {
            BitCopy.copy(from: raw, at: move.raw, to: parity, at: move.gathered, count: move.count, order: order)
        }
    }

    /// Puts parity back to its place, and the message too where that is given.
    func scatter(
        message: UnsafeRawPointer?, parity: UnsafeRawPointer, to raw: UnsafeMutableRawPointer, order: BitOrder
    ) {
        if let message {
            for move in messageMoves {
                BitCopy.copy(from: message, at: move.gathered, to: raw, at: move.raw, count: move.count, order: order)
            }
        }
        for move in parityMoves {
            BitCopy.copy(from: parity, at: move.gathered, to: raw, at: move.raw, count: move.count, order: order)
        }
    }

    /// Zero bits of message and parity: what is not 1 of a step that was never programmed.
    ///
    /// - Parameter limit: past it nobody wants to know how many more there are.
    func zeros(_ raw: UnsafeRawPointer, order: BitOrder, limit: Int = .max) -> Int {
        var zeros = 0
        for move in messageMoves where zeros <= limit {
            zeros += BitCopy.zeros(raw, at: move.raw, count: move.count, order: order, limit: limit - zeros)
        }
        for move in parityMoves where zeros <= limit {
            zeros += BitCopy.zeros(raw, at: move.raw, count: move.count, order: order, limit: limit - zeros)
        }
        return zeros
    }

    /// Makes the step as an erase leaves it, pads included.
    func erase(_ raw: UnsafeMutableRawPointer, order: BitOrder) {
        for range in step.ranges { BitCopy.fill(raw, at: range.start, count: range.count, with: true, order: order) }
    }
}
