// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ECC

/// Bits in which one copy of a step differs from another, by direction.
public struct StepDifference: Sendable, Hashable {
    /// 0 in the first, 1 in the second.
    public var zeroToOne = 0
    /// 1 in the first, 0 in the second.
    public var oneToZero = 0

    public var bits: Int { zeroToOne + oneToZero }
}

extension LayoutCodec {
    /// Compares one step, message with parity and pads, in two raw pages.
    public func difference(_ step: Int, from a: UnsafeRawPointer, to b: UnsafeRawPointer) -> StepDifference {
        var sum = StepDifference()
        // Without an array of all ranges: it would be made anew for each step with an error.
        for piece in layout.steps[step].message {
            if let range = piece.range { add(range, a, b, &sum) }
        }
        for range in layout.steps[step].parity { add(range, a, b, &sum) }
        for pad in layout.steps[step].pads { add(pad.range, a, b, &sum) }
        return sum
    }

    private func add(_ range: BitRange, _ a: UnsafeRawPointer, _ b: UnsafeRawPointer, _ sum: inout StepDifference) {
        let bytes = range.bytes
        var byte = bytes.lowerBound
        while byte < bytes.upperBound {
            // Most of a step is the same.
            if byte + 8 <= bytes.upperBound,
                a.loadUnaligned(fromByteOffset: byte, as: UInt64.self)
                    == b.loadUnaligned(fromByteOffset: byte, as: UInt64.self)
            {
                byte += 8
                continue
            }
            defer { byte += 1 }
            let x = a.load(fromByteOffset: byte, as: UInt8.self)
            let y = b.load(fromByteOffset: byte, as: UInt8.self)
            guard x != y else { continue }
            let isEdge = byte == bytes.lowerBound || byte == bytes.upperBound - 1
            let mask = isEdge ? self.mask(of: range, in: byte) : 0xFF
            sum.zeroToOne += (~x & y & mask).nonzeroBitCount
            sum.oneToZero += (x & ~y & mask).nonzeroBitCount
        }
    }

    /// The bits of a range that lie in a byte of the raw page.
    private func mask(of range: BitRange, in byte: Int) -> UInt8 {
        (byte * 8..<byte * 8 + 8).reduce(0) { range.contains($1) ? $0 | layout.order.mask($1) : $0 }
    }

    /// Copies the bits of one step, parity and pads with it, from one raw page to another.
    func copyStep(_ step: Int, from source: UnsafeRawPointer, to target: UnsafeMutableRawPointer) {
        for range in layout.steps[step].ranges {
            BitCopy.copy(
                from: source, at: range.start, to: target, at: range.start, count: range.count, order: layout.order)
        }
    }
}
