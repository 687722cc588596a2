// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ECC

/// A named stretch of a page.
public struct PagePart: Hashable, Sendable {
    /// nil for data.
    public var kind: OOBField.Kind?
    /// In bits, counted in the layout's order.
    public var range: BitRange
    /// The step that it belongs to; nil for none.
    public var step: Int?

    public init(_ kind: OOBField.Kind?, _ range: BitRange, step: Int? = nil) {
        self.kind = kind
        self.range = range
        self.step = step
    }
}

extension PageLayout {
    /// Where a bit of the raw page comes to lie when the page is taken apart.
    ///
    /// `byte` counts from the start of the page's data or OOB; `bit` is 0 for the byte's lowest.
    public enum Place: Hashable, Sendable {
        case data(byte: Int, bit: Int)
        case oob(byte: Int, bit: Int)
    }

    /// - Parameters:
    ///   - byte: of the raw page; nil is answered for one outside of it.
    ///   - bit: 0 for the byte's lowest.
    public func place(ofByte byte: Int, bit: Int) -> Place? {
        guard let k = (0..<8).first(where: { order.mask($0).trailingZeroBitCount == bit }) else { return nil }
        func place(_ k: Int) -> (byte: Int, bit: Int) { (k / 8, order.mask(k).trailingZeroBitCount) }
        if let own = Self.index(of: byte * 8 + k, in: data).map(place) { return .data(byte: own.byte, bit: own.bit) }
        return Self.index(of: byte * 8 + k, in: oob).map(place).map { .oob(byte: $0.byte, bit: $0.bit) }
    }

    private static func index(of bit: Int, in ranges: [BitRange]) -> Int? {
        var next = 0
        for range in ranges {
            if range.contains(bit) { return next + bit - range.start }
            next += range.count
        }
        return nil
    }

    /// The parts of the raw page: ascending, without gaps.
    public var rawParts: [PagePart] {
        var parts = fields.map { PagePart($0.kind, $0.range, step: $0.step) }
        for range in data {
            var own: [PagePart] = []
            for (i, step) in steps.enumerated() {
                own += step.ranges.compactMap { range.intersection($0) }.map { PagePart(nil, $0, step: i) }
            }
            let rest = own.map { BitRange(start: $0.range.start - range.start, count: $0.range.count) }
                .complement(in: range.count)
            parts += own + rest.map { PagePart(nil, BitRange(start: $0.start + range.start, count: $0.count)) }
        }
        return parts.sorted { $0.range.start < $1.range.start }.joined()
    }

    /// The parts of the OOB as the layout arranges it, which is ``oob``: ascending, without gaps.
    public var oobParts: [PagePart] {
        var parts: [PagePart] = []
        var next = 0
        for range in oob {
            for field in fields {
                guard let own = field.range.intersection(range) else { continue }
                let place = BitRange(start: next + own.start - range.start, count: own.count)
                parts.append(PagePart(field.kind, place, step: field.step))
            }
            next += range.count
        }
        return parts.sorted { $0.range.start < $1.range.start }.joined()
    }
}

extension Array<PagePart> {
    /// Neighbours of one kind and step become one.
    fileprivate func joined() -> [PagePart] {
        var out: [PagePart] = []
        for part in self {
            if let last = out.last, last.kind == part.kind, last.step == part.step, last.range.end == part.range.start {
                out[out.count - 1].range.count += part.range.count
            } else {
                out.append(part)
            }
        }
        return out
    }
}
