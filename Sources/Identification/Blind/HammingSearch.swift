// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import ECC

/// Finds a Hamming code whose order of rows and columns nobody told: each stored bit is the parity of one half of
/// the step's bits, or its inverse.
public enum HammingSearch {
    /// One stored bit.
    public struct StoredBit: Sendable, Hashable {
        /// Byte of the raw page.
        public var column: Int
        /// Bit of the byte, 0 being the least significant.
        public var bit: Int
        /// Which address bit splits the step: 0...2 the number of the bit in its byte, from 3 on the number of the byte.
        public var address: Int
        /// Whether it is the parity of the half in which that address bit is 1.
        public var upperHalf: Bool
        public var inverted: Bool
    }

    /// Where all parities of a page lie.
    public struct Code: Sendable, Hashable {
        /// Bytes of data in a step.
        public var step: Int
        /// Of each step, in the order of ``StoredBit/address``, lower half first.
        public var bits: [[StoredBit]]

        /// The variant that has its bits in this order; nil for none that is known.
        public var variant: HammingVariant? {
            HammingVariant.allCases.first { variant in
                variant.messageBytes.contains(step)
                    && bits.allSatisfy { step in
                        // The bytes may be apart: the kernel's small pages have them at 3, 6 and 7.
                        let columns = Set(step.map(\.column)).sorted()
                        return step.allSatisfy { bit in
                            let place = variant.position(address: bit.address, odd: bit.upperHalf)
                            return columns.firstIndex(of: bit.column) == place / 8 && bit.bit == place % 8
                                && bit.inverted == variant.isInverted
                        }
                    }
            }
        }
    }

    /// A code and what speaks for it.
    public struct Result: Sendable, Hashable {
        public var code: Code
        public var evidence: Evidence
    }

    /// With fewer distinct steps, two parities may agree by chance.
    private static let leastSteps = 24
    private static let mostSteps = 192
    /// Distinct steps that confirm a place that other steps foretell.
    private static let leastConfirming = 4

    /// Looks for the parities of the data's steps among all OOB bits.
    ///
    /// - Returns: nil unless one step at least is solved bit by bit, and no step contradicts.
    public static func search(_ sample: PageSample) -> Result? {
        guard sample.oobSize > 0 else { return nil }
        let rows = sample.distinctRows()
        for step in [256, 512, 1024, 2048] where sample.pageSize % step == 0 {
            let steps = (0..<sample.pageSize / step).map {
                HammingStep(sample, rows, $0, step, leastConfirming, mostSteps)
            }
            let solved = steps.map { $0.flatMap { $0.rowCount >= leastSteps ? $0.solve() : nil } }
            let known = solved.indices.compactMap { index in solved[index].map { (index, $0.bits) } }
            guard let first = known.first, let chance = proof(solved), chance < Evidence.proof else { continue }
            let pitch = pitch(known)
            var bits: [[StoredBit]] = []
            for (index, step) in steps.enumerated() {
                let foretold = first.1.map { bit in
                    var bit = bit
                    bit.column += (index - first.0) * pitch
                    return bit
                }
                let found = solved[index]?.bits ?? foretold
                guard found.allSatisfy({ (sample.pageSize..<sample.rawSize).contains($0.column) }),
                    step?.agrees(with: found) ?? (known.count * 2 >= steps.count)
                else { break }
                bits.append(found)
            }
            guard bits.count == steps.count else { continue }
            let tested = solved.reduce(0) { $0 + ($1?.tested ?? 0) }
            return Result(
                code: Code(step: step, bits: bits),
                evidence: Evidence(
                    text: "\(known.count * first.1.count) OOB bits are parities of halves of \(step)-byte steps",
                    log2Chance: chance, tested: tested, matches: tested))
        }
        return nil
    }

    /// All solved steps together; nil when none is.
    private static func proof(_ solved: [HammingStep.Solution?]) -> Double? {
        let chances = solved.compactMap { $0?.log2Chance }
        return chances.isEmpty ? nil : chances.reduce(0, +)
    }

    /// Bytes from one step's parity to the next one's: as far as two solved steps tell it, else close together.
    private static func pitch(_ known: [(index: Int, bits: [StoredBit])]) -> Int {
        func start(_ bits: [StoredBit]) -> Int { bits.map(\.column).min() ?? 0 }
        guard let first = known.first else { return 0 }
        guard known.count > 1 else { return Set(first.bits.map(\.column)).count }
        return (start(known[1].bits) - start(first.bits)) / (known[1].index - first.index)
    }
}
