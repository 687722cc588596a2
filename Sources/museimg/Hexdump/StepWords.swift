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
            words.append(
                "\(TextTable.count(count, "bit")) \(verb) in \(steps(outcomes) { $0 == .corrected(bits: count) })")
        }
        if outcomes.contains(.uncorrectable) {
            words.append("\(steps(outcomes) { $0 == .uncorrectable }) uncorrectable")
        }
        let flips = Set(outcomes.compactMap { if case .erased(let flips) = $0 { flips } else { nil } }).sorted()
        for count in flips {
            let note = count > 0 ? " but for \(TextTable.count(count, "bit"))" : ""
            words.append("\(steps(outcomes) { $0 == .erased(flips: count) }) erased\(note)")
        }
        return words.isEmpty ? "clean" : words.joined(separator: ", ")
    }

    /// `step 3`, `steps 0..2, 5`.
    private static func steps(_ outcomes: [StepOutcome], _ isMeant: (StepOutcome) -> Bool) -> String {
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
        return (count == 1 ? "step " : "steps ") + list.joined(separator: ", ")
    }
}
