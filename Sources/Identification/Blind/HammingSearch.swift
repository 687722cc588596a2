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
                        let first = step.map(\.column).min() ?? 0
                        return step.allSatisfy { bit in
                            let place = variant.position(address: bit.address, odd: bit.upperHalf)
                            return bit.column - first == place / 8 && bit.bit == place % 8
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

    /// Fewer distinct steps do not tell 48 parities and their inverses apart.
    private static let leastSteps = 48
    private static let mostSteps = 192

    /// Looks for parities of 256 and 512 byte steps of the data among all OOB bits.
    public static func search(_ sample: PageSample) -> Result? {
        guard sample.oobSize > 0 else { return nil }
        for step in [256, 512, 1024, 2048] where sample.pageSize % step == 0 {
            let rows = sample.distinctRows()
            var bits: [[StoredBit]] = []
            var chance = 0.0
            var tested = 0
            for index in 0..<sample.pageSize / step {
                guard let found = HammingStep(sample, rows, index, step, leastSteps, mostSteps)?.solve() else { break }
                bits.append(found.bits)
                chance += found.log2Chance
                tested += found.tested
            }
            guard bits.count == sample.pageSize / step, !bits.isEmpty, chance < Evidence.proof else { continue }
            return Result(
                code: Code(step: step, bits: bits),
                evidence: Evidence(
                    text: "\(bits.count * bits[0].count) OOB bits are parities of halves of \(step)-byte steps",
                    log2Chance: chance, tested: tested, matches: tested))
        }
        return nil
    }
}
