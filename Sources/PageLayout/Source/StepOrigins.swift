// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// Which steps of one layout a step of another takes its data from.
struct StepOrigins: Sendable {
    private let source: [Range<Int>]
    private let target: [Range<Int>]

    init(_ source: PageLayout, _ target: PageLayout) {
        self.source = Self.ranges(source)
        self.target = Self.ranges(target)
    }

    /// The bits of the page's data that each step holds.
    private static func ranges(_ layout: PageLayout) -> [Range<Int>] {
        var next = 0
        return layout.steps.map { step in
            defer { next += step.dataBits }
            return next..<next + step.dataBits
        }
    }

    func sources(of step: Int) -> [Int] {
        source.indices.filter { source[$0].overlaps(target[step]) }
    }
}
