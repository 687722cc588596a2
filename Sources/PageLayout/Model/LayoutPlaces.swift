// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// Where data, OOB and its fields come to lie, from a layout's parts.
struct LayoutPlaces {
    let data: [BitRange]
    let oob: [BitRange]
    let fields: [OOBField]

    init(_ parts: PageLayout.Parts) {
        let rawBits = (parts.pageSize + parts.oobSize) * 8
        let plain: [BitRange] =
            parts.steps.isEmpty
            ? [BitRange(byte: 0, bytes: parts.pageSize)]
            : parts.steps.flatMap(\.message).compactMap { piece in
                if case .data(let range) = piece { range } else { nil }
            }
        let rest = parts.oob ?? plain.complement(in: rawBits)
        data = Self.swapped(plain, parts.swaps).joined()
        oob = Self.swapped(rest, parts.swaps).joined()
        fields = Self.fields(parts, oob: oob)
    }

    /// The ranges with the bytes that change places replaced by each other.
    static func swapped(_ ranges: [BitRange], _ swaps: [(Int, Int)]) -> [BitRange] {
        swaps.reduce(ranges) { ranges, swap in
            let (a, b) = (BitRange(byte: swap.0, bytes: 1), BitRange(byte: swap.1, bytes: 1))
            return ranges.flatMap { exchange($0, a, b) }
        }
    }

    /// One range, cut so that what it has of `a` comes from `b` and the other way round.
    private static func exchange(_ range: BitRange, _ a: BitRange, _ b: BitRange) -> [BitRange] {
        var out: [BitRange] = []
        var next = range.start
        for (mine, other) in [(a, b), (b, a)].sorted(by: { $0.0.start < $1.0.start }) {
            guard let part = range.intersection(mine) else { continue }
            if part.start > next { out.append(BitRange(start: next, count: part.start - next)) }
            out.append(BitRange(start: other.start + part.start - mine.start, count: part.count))
            next = part.end
        }
        if next < range.end { out.append(BitRange(start: next, count: range.end - next)) }
        return out
    }

    /// Named parts of the OOB; what has no name is unused.
    private static func fields(_ parts: PageLayout.Parts, oob: [BitRange]) -> [OOBField] {
        var named: [OOBField] = []
        if let marker = parts.marker { named.append(OOBField(.marker, marker.range)) }
        for (i, step) in parts.steps.enumerated() {
            named += step.parity.map { OOBField(.parity, $0, step: i) }
            named += step.pads.map { OOBField(.pad, $0.range, step: i) }
        }
        for range in parts.free {
            named += pieces(of: range, parts.steps).map { OOBField(.free, $0.range, step: $0.step) }
        }
        // First come, first served: a marker inside a free range stays a marker.
        var taken: [BitRange] = []
        var out: [OOBField] = []
        for field in named {
            for place in oob {
                guard let part = field.range.intersection(place) else { continue }
                for hole in gaps(of: part, in: taken) {
                    out.append(OOBField(field.kind, hole, step: field.step))
                    taken.append(hole)
                }
            }
        }
        for place in oob {
            out += gaps(of: place, in: taken).map { OOBField(.unused, $0) }
        }
        // However a file cuts them, free neighbours are one field.
        return out.sorted { $0.range.start < $1.range.start }.reduce(into: []) { fields, next in
            if let last = fields.last, last.kind == .free, next.kind == .free, last.step == next.step,
                last.range.end == next.range.start
            {
                fields[fields.count - 1].range.count += next.range.count
            } else {
                fields.append(next)
            }
        }
    }

    /// A range by the steps that protect its parts.
    private static func pieces(of range: BitRange, _ steps: [LayoutStep]) -> [(range: BitRange, step: Int?)] {
        var covered: [(range: BitRange, step: Int?)] = []
        for (i, step) in steps.enumerated() {
            for case .oob(let own) in step.message {
                if let part = range.intersection(own) { covered.append((part, i)) }
            }
        }
        return covered + gaps(of: range, in: covered.map(\.range)).map { ($0, nil) }
    }

    /// What of `range` none of `others` has.
    private static func gaps(of range: BitRange, in others: [BitRange]) -> [BitRange] {
        let inside = others.compactMap { range.intersection($0) }.map {
            BitRange(start: $0.start - range.start, count: $0.count)
        }
        return inside.complement(in: range.count).map { BitRange(start: $0.start + range.start, count: $0.count) }
    }
}
