// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// What ECC said of many steps.
public struct StepTotals: Sendable, Hashable {
    /// Steps whose message and parity fit.
    public var clean = 0
    /// Steps by the number of bits that were corrected; index 0 is not used.
    public var corrected: [Int] = []
    /// Steps that were never programmed, by the number of bits that have turned to 0.
    public var erased: [Int] = []
    public var uncorrectable = 0
    /// Pages with an uncorrectable step.
    public var uncorrectablePages = 0
    /// Bits of message and parity in all steps whose flips are known.
    public var knownBits = 0

    public init() {}

    /// Of a page whose steps are all clean.
    ///
    /// - Parameter bits: of message and parity of each step.
    init(cleanPage bits: [Int]) {
        clean = bits.count
        knownBits = bits.reduce(0, +)
    }

    /// Steps in all.
    public var steps: Int { clean + correctedSteps + erasedSteps + uncorrectable }
    public var correctedSteps: Int { corrected.reduce(0, +) }
    /// Bits corrected in programmed steps.
    public var correctedBits: Int { corrected.indices.reduce(0) { $0 + $1 * corrected[$1] } }
    public var erasedSteps: Int { erased.reduce(0, +) }
    /// Erased steps in which bits have turned to 0.
    public var erasedWithFlips: Int { erased.dropFirst().reduce(0, +) }
    /// Bits of erased steps that have turned to 0.
    public var erasedFlips: Int { erased.indices.reduce(0) { $0 + $1 * erased[$1] } }
    /// The largest number of bits corrected in one step.
    public var worst: Int { corrected.lastIndex { $0 > 0 } ?? 0 }

    /// Counts one step.
    ///
    /// - Parameter bits: of its message and parity.
    public mutating func add(_ outcome: StepOutcome, bits: Int) {
        switch outcome {
        case .clean: clean += 1
        case .corrected(let flips): Self.count(flips, in: &corrected)
        case .erased(let flips): Self.count(flips, in: &erased)
        case .uncorrectable:
            uncorrectable += 1
            return
        }
        knownBits += bits
    }

    /// Counts as many pages like one whose steps are all clean.
    mutating func add(_ cleanPage: StepTotals, times pages: Int) {
        clean += pages * cleanPage.clean
        knownBits += pages * cleanPage.knownBits
    }

    private static func count(_ flips: Int, in histogram: inout [Int]) {
        while histogram.count <= flips { histogram.append(0) }
        histogram[flips] += 1
    }

    public static func += (a: inout Self, b: Self) {
        a.clean += b.clean
        a.uncorrectable += b.uncorrectable
        a.uncorrectablePages += b.uncorrectablePages
        a.knownBits += b.knownBits
        for (flips, steps) in b.corrected.enumerated() where steps > 0 {
            while a.corrected.count <= flips { a.corrected.append(0) }
            a.corrected[flips] += steps
        }
        for (flips, steps) in b.erased.enumerated() where steps > 0 {
            while a.erased.count <= flips { a.erased.append(0) }
            a.erased[flips] += steps
        }
    }
}
