// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import PageLayout

/// Bytes of a page that go by one name.
struct HexSegment {
    var bytes: Range<Int>
    var name: String
    var isData: Bool
    var isMarker: Bool

    /// More parts than this in one segment are only counted.
    private static let maxNames = 4

    /// Segments of whole bytes; parts that share a byte share a segment where that is short, else the byte.
    static func all(_ parts: [PagePart]) -> [HexSegment] {
        var segments: [HexSegment] = []
        var current: [PagePart] = []
        for part in parts {
            current.append(part)
            guard part.range.end % 8 == 0 else { continue }
            segments += split(current)
            current = []
        }
        return segments + (current.isEmpty ? [] : split(current))
    }

    /// Parts between two ends of bytes: one segment of up to 16 bytes, or one for each run of bytes with the same parts.
    private static func split(_ parts: [PagePart]) -> [HexSegment] {
        let whole = HexSegment(parts)
        guard parts.count > 1, whole.bytes.count > 16 else { return [whole] }
        let edges = Set(parts.flatMap { [$0.range.start / 8, ($0.range.start + 7) / 8, $0.range.end / 8] })
            .union([whole.bytes.upperBound]).sorted()
        return zip(edges, edges.dropFirst()).map { start, end in
            let own = BitRange(byte: start, bytes: end - start)
            return HexSegment(
                parts.compactMap { part in
                    part.range.intersection(own).map { PagePart(part.kind, $0, step: part.step) }
                })
        }
    }

    private init(_ parts: [PagePart]) {
        bytes = (parts.first?.range.bytes.lowerBound ?? 0)..<(parts.last?.range.bytes.upperBound ?? 0)
        isData = parts.contains { $0.kind == nil }
        isMarker = parts.contains { $0.kind == .marker }
        var names = parts.prefix(Self.maxNames).map { part in
            part.name + (parts.count > 1 ? " (\(TextTable.count(part.range.count, "bit")))" : "")
        }
        if parts.count > Self.maxNames { names.append("and \(parts.count - Self.maxNames) more (see --json)") }
        name = names.joined(separator: ", ")
    }
}

extension PagePart {
    /// `parity of step 2`, `free`, `free, in step 2`.
    var name: String {
        switch kind {
        case nil: "data" + (step.map { " of step \($0)" } ?? "")
        case .parity?: "parity" + (step.map { " of step \($0)" } ?? "")
        case .free?: "free" + (step.map { ", in step \($0)" } ?? "")
        case .marker?: "marker"
        case .pad?: "pad"
        case .unused?: "unused"
        }
    }
}
