// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import PageLayout

/// What ECC says of a page's steps, as words.
enum StepWords {
    /// `2 bits corrected in step 1, step 3 uncorrectable`; `clean` when nothing was wrong.
    static func text(_ outcomes: [StepOutcome], isCorrected: Bool) -> String {
        var words: [String] = []
        let bits = Set(outcomes.compactMap { if case .corrected(let bits) = $0 { bits } else { nil } }).sorted()
        for count in bits {
            let verb = isCorrected ? "corrected" : "wrong"
            let places = steps(outcomes) { $0 == .corrected(bits: count) }
            words.append("\(TextTable.count(count, "bit")) \(verb) in \(places.each)")
        }
        if outcomes.contains(.uncorrectable) {
            words.append("\(steps(outcomes) { $0 == .uncorrectable }.all) uncorrectable")
        }
        let flips = Set(outcomes.compactMap { if case .erased(let flips) = $0 { flips } else { nil } }).sorted()
        for count in flips {
            let places = steps(outcomes) { $0 == .erased(flips: count) }
            let isBlank = count == 0
            words.append(
                isBlank ? "\(places.all) erased" : "\(places.each) erased but for \(TextTable.count(count, "bit"))")
        }
        return words.isEmpty ? "clean" : words.joined(separator: ", ")
    }

    /// `step 3`, or `steps 0..2, 5`, which is `each of steps 0..2, 5` where each has what is told.
    private static func steps(
        _ outcomes: [StepOutcome], _ isMeant: (StepOutcome) -> Bool
    ) -> (all: String, each: String) {
        var runs: [ClosedRange<Int>] = []
        var count = 0
        for (i, outcome) in outcomes.enumerated() where isMeant(outcome) {
            count += 1
            if let last = runs.last, last.upperBound == i - 1 {
                runs[runs.count - 1] = last.lowerBound...i
            } else {
                runs.append(i...i)
            }
        }
        let list = runs.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)..\($0.upperBound)" }
            .joined(separator: ", ")
        return count == 1 ? ("step \(list)", "step \(list)") : ("steps \(list)", "each of steps \(list)")
    }
}
