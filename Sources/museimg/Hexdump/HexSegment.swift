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

    /// Segments of whole bytes; parts that share a byte share a segment.
    static func all(_ parts: [PagePart]) -> [HexSegment] {
        var segments: [HexSegment] = []
        var current: [PagePart] = []
        for part in parts {
            current.append(part)
            guard part.range.end % 8 == 0 else { continue }
            segments.append(HexSegment(current))
            current = []
        }
        if !current.isEmpty { segments.append(HexSegment(current)) }
        return segments
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
