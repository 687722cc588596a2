// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import PageLayout

/// Which page and OOB sizes a dump may have, the likeliest first.
struct ShapeShortlist {
    typealias Shape = LayoutTemplate.Shape

    /// A size and why it is there.
    struct Entry {
        var shape: Shape
        /// Of ``PeriodScore``; 0 where it was not taken.
        var score: Double
        /// Whether the whole file is a number of such pages.
        var divides: Bool
    }

    let entries: [Entry]

    /// - Parameters:
    ///   - first: sizes that something else speaks for.
    ///   - shapes: all others that are known.
    init(_ sample: DumpSample, first: [Shape], shapes: [Shape]) {
        var scores: [Int: Double] = [:]
        func score(_ shape: Shape) -> Double {
            let raw = shape.rawSize
            if let known = scores[raw] { return known }
            let score = PeriodScore(sample, rawSize: raw).score
            scores[raw] = score
            return score
        }
        func entry(_ shape: Shape) -> Entry {
            Entry(shape: shape, score: score(shape), divides: sample.size % shape.rawSize == 0)
        }
        var seen = Set<Shape>()
        let leading = first.filter { seen.insert($0).inserted }.map(entry)
        let others = shapes.filter { $0.oobSize > 0 && seen.insert($0).inserted }.map(entry)
        // A dump is nearly always whole: a size that divides it goes before one that does not.
        let sorted = others.sorted { a, b in
            (a.divides ? 4 * a.score : a.score, -a.shape.rawSize) > (
                b.divides ? 4 * b.score : b.score, -b.shape.rawSize
            )
        }
        entries = leading + sorted
    }

    /// Sizes of known chips and of the catalogue's layouts.
    static func known(_ catalogue: LayoutCatalogue) -> [Shape] {
        Set(catalogue.shapes + KnownShape.all.map { Shape(pageSize: $0.pageSize, oobSize: $0.oobSize) }).sorted()
    }

    /// Sizes that no chip table has, from the file's own size: an odd number times a power of two.
    static func unknown(size: Int, besides known: [Shape]) -> [Shape] {
        var shapes: [Shape] = []
        for page in [512, 2048, 4096, 8192, 16384] {
            for oob in stride(from: page / 64, through: page / 6, by: 2) {
                let raw = page + oob
                guard size % raw == 0 else { continue }
                let pages = size / raw
                let odd = pages >> pages.trailingZeroBitCount
                let shape = Shape(pageSize: page, oobSize: oob)
                if odd == 1 || odd == 3, pages >= 64, !known.contains(shape) { shapes.append(shape) }
            }
        }
        return shapes
    }
}

extension LayoutTemplate.Shape {
    /// Bytes of a page with its OOB.
    var rawSize: Int { pageSize + oobSize }
}
