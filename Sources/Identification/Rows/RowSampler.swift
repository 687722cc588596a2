// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit

/// A page that tells something: not one repeated byte, and no copy of another.
struct Row {
    /// Its number in the dump.
    var page: Int
    /// Data and OOB.
    var bytes: [UInt8]
}

/// Picks telling pages from all over a dump.
enum RowSampler {
    /// Pages looked at for each that is wanted.
    private static let looks = 8

    /// Takes a page of each stretch in turn, so that neighbours, which wear and age together, are not all there is.
    ///
    /// - Parameter places: page numbers, where something is written.
    static func rows(_ pages: any RawPages, at places: [Range<Int>], limit: Int) throws -> [Row] {
        var rows: [Row] = []
        var seen = Set<[UInt8]>()
        var left = limit * looks
        var depth = 0
        while rows.count < limit, left > 0 {
            var isOver = true
            for range in places where depth < range.count {
                isOver = false
                left -= 1
                guard rows.count < limit, left > 0 else { break }
                let number = range.lowerBound + depth
                guard let bytes = try pages.page(number), tells(bytes), seen.insert(bytes).inserted else { continue }
                rows.append(Row(page: number, bytes: bytes))
            }
            if isOver { break }
            depth += 1
        }
        return rows
    }

    static func tells(_ bytes: [UInt8]) -> Bool {
        guard let first = bytes.first else { return false }
        return bytes.withUnsafeBytes { !UniformBytes.isFilled($0, with: first) }
    }

    /// Stretches of a dump in which something is written, as pages.
    static func places(_ sample: DumpSample, _ pages: FlatPages) -> [Range<Int>] {
        sample.windows.map { pages.pages(in: $0.offset..<$0.offset + $0.bytes.count) }.filter { !$0.isEmpty }
    }

    /// Stretches of pages evenly spread over a source.
    static func spread(count: Int, stretches: Int = 64, length: Int = 16) -> [Range<Int>] {
        let step = max(length, count / max(1, stretches))
        return stride(from: 0, to: count, by: step).map { $0..<min(count, $0 + length) }
    }
}
