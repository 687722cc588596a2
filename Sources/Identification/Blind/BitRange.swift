// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// Consecutive bits of a raw page (data and OOB as they lie on the chip).
///
/// Bits are counted from the page's first byte; inside a byte they are counted in the layout's bit order.
public struct BitRange: Hashable, Sendable {
    /// First bit, from the start of the raw page.
    public var start: Int
    /// Number of bits.
    public var count: Int

    public init(start: Int, count: Int) {
        self.start = start
        self.count = count
    }

    /// Whole bytes of the raw page.
    public init(byte: Int, bytes: Int) {
        self.init(start: byte * 8, count: bytes * 8)
    }

    public var end: Int { start + count }
    /// Whether it begins and ends between bytes.
    public var isWholeBytes: Bool { start % 8 == 0 && count % 8 == 0 }
    /// First byte that it touches, and the byte after the last one.
    public var bytes: Range<Int> { start / 8..<(end + 7) / 8 }

    public func contains(_ bit: Int) -> Bool { bit >= start && bit < end }

    /// What both have; nil when that is nothing.
    public func intersection(_ other: BitRange) -> BitRange? {
        let (low, high) = (max(start, other.start), min(end, other.end))
        return low < high ? BitRange(start: low, count: high - low) : nil
    }
}

extension BitRange: CustomStringConvertible {
    /// `2050+13` in bytes; with bits after a point where they matter: `2050.4+6.4`.
    public var description: String {
        func text(_ bits: Int) -> String { bits % 8 == 0 ? "\(bits / 8)" : "\(bits / 8).\(bits % 8)" }
        return "\(text(start))+\(text(count))"
    }
}

extension Array<BitRange> {
    /// Bits in all.
    public var bitCount: Int { reduce(0) { $0 + $1.count } }

    /// Neighbours that touch become one; the order stays.
    public func joined() -> [BitRange] {
        var out: [BitRange] = []
        for range in self where range.count > 0 {
            if let last = out.last, last.end == range.start {
                out[out.count - 1].count += range.count
            } else {
                out.append(range)
            }
        }
        return out
    }

    /// The bits of 0..<`size` that no range has, in ascending order.
    public func complement(in size: Int) -> [BitRange] {
        var out: [BitRange] = []
        var next = 0
        for range in sorted(by: { $0.start < $1.start }) {
            if range.start > next { out.append(BitRange(start: next, count: range.start - next)) }
            next = Swift.max(next, range.end)
        }
        if next < size { out.append(BitRange(start: next, count: size - next)) }
        return out
    }
}
