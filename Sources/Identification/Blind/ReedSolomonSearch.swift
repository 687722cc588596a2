// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import ECC
import PageLayout

/// Finds a Reed-Solomon code by testing roots: the sum of two words vanishes at consecutive powers of alpha.
public enum ReedSolomonSearch {
    /// How bytes become symbols.
    public struct Code: Sendable, Hashable {
        /// Order of the field, and its primitive polynomial.
        public var m: Int
        public var polynomial: UInt32
        /// The first root is alpha^firstRoot; there are ``parityCount`` of them.
        public var firstRoot: Int
        /// Symbols of parity, m bits each, packed without padding.
        public var parityCount: Int
        /// Whether a message symbol is a byte; else m bits, packed like the parity.
        public var byteSymbols: Bool
        /// Whether the message's first symbol has the lowest power instead of the highest; likewise of the parity.
        public var messageBackwards: Bool
        public var parityBackwards: Bool
        /// How m-bit symbols are packed in bytes: the first bit is the highest of its symbol where it is
        /// ``BitOrder/msb``, the lowest where it is ``BitOrder/lsb``.
        public var packing: BitOrder
    }

    /// A code and what speaks for it.
    public struct Result: Sendable, Hashable {
        public var code: Code
        public var evidence: Evidence
    }

    private static let fields = [10, 9]
    /// Sums of words that every root is tested on.
    private static let sums = 8
    /// Roots that the codes of all engines have among theirs, or one next to them.
    private static let probes = [1, 4, 0, 510, 511]

    /// Looks at one shape; its order is not used.
    ///
    /// - Parameter trials: how many shapes are looked at in all.
    /// - Returns: nil unless at least nine distinct words share all roots that their parity has room for.
    public static func search(_ sample: PageSample, _ shape: WordShape, trials: Int = 100) -> Result? {
        guard shape.message.allSatisfy(\.isWholeBytes), shape.parity.isWholeBytes else { return nil }
        let rows = WordSet(sample, shape, rows: Array(0..<sample.count), limit: 64).pages
        guard rows.count >= GeneratorSearch.leastMatches else { return nil }
        for m in fields {
            let parityCount = shape.parity.count / m
            guard parityCount >= 2, shape.parity.count - parityCount * m < 8 else { continue }
            for packing in [BitOrder.lsb, .msb] {
                for byteSymbols in [true, false] {
                    let words = rows.map { Symbols(sample, shape, $0, m, packing, byteSymbols, parityCount) }
                    guard let length = words.first?.message.count, length + parityCount < 1 << m else { continue }
                    if let found = search(words, m, packing, byteSymbols, parityCount, trials) { return found }
                }
            }
        }
        return nil
    }

    private static func search(
        _ words: [Symbols], _ m: Int, _ packing: BitOrder, _ byteSymbols: Bool, _ parityCount: Int, _ trials: Int
    ) -> Result? {
        let polynomials = PrimitivePolynomials.all(degree: m)
        for polynomial in polynomials {
            guard let field = try? GaloisField(m: m, polynomial: polynomial) else { continue }
            for (messageBackwards, parityBackwards) in [(false, false), (true, true), (false, true), (true, false)] {
                let values = { (root: Int, rows: ArraySlice<Symbols>) in
                    rows.map { $0.value(at: root, field, messageBackwards, parityBackwards) }
                }
                for probe in probes where probe < field.n {
                    guard let mode = Mode(values(probe, words.prefix(sums)), among: Array(0..<min(sums, words.count))),
                        mode.rows.count >= 4
                    else { continue }
                    let all = words[...]
                    func vanishing(_ root: Int) -> Int {
                        let root = (root % field.n + field.n) % field.n
                        return Mode(values(root, all), among: Array(words.indices))?.rows.count ?? 0
                    }
                    // Half of the words may have errors.
                    let least = max(GeneratorSearch.leastMatches, words.count / 2)
                    guard vanishing(probe) >= least else { continue }
                    var (low, high) = (probe, probe)
                    while high - low < parityCount, vanishing(low - 1) >= least { low -= 1 }
                    while high - low < parityCount, vanishing(high + 1) >= least { high += 1 }
                    guard high - low + 1 == parityCount else { continue }
                    let matches = vanishing(low)
                    let chance =
                        Evidence.log2Agreement(matches, of: words.count, bits: m * parityCount)
                        + Double(trials.bitWidth - trials.leadingZeroBitCount) + 16
                    guard chance < Evidence.proof else { continue }
                    return Result(
                        code: Code(
                            m: m, polynomial: polynomial, firstRoot: (low + field.n) % field.n,
                            parityCount: parityCount, byteSymbols: byteSymbols, messageBackwards: messageBackwards,
                            parityBackwards: parityBackwards, packing: packing),
                        evidence: Evidence(
                            text: "\(matches) of \(words.count) distinct steps have \(parityCount) roots in a row in"
                                + " GF(2^\(m)) 0x\(String(polynomial, radix: 16))",
                            log2Chance: chance, tested: words.count, matches: matches))
                }
            }
        }
        return nil
    }

    /// A word as symbols.
    struct Symbols {
        var message: [UInt16] = []
        var parity: [UInt16] = []

        init(
            _ sample: PageSample, _ shape: WordShape, _ row: Int, _ m: Int, _ packing: BitOrder, _ byteSymbols: Bool,
            _ parityCount: Int
        ) {
            let base = row * sample.rawSize
            let bytes = shape.message.flatMap { sample.bytes[base + $0.bytes.lowerBound..<base + $0.bytes.upperBound] }
            message = byteSymbols ? bytes.map(UInt16.init) : Self.unpacked(bytes, m, packing)
            let stored = sample.bytes[base + shape.parity.bytes.lowerBound..<base + shape.parity.bytes.upperBound]
            parity = Array(Self.unpacked(Array(stored), m, packing).prefix(parityCount))
        }

        private static func unpacked(_ bytes: [UInt8], _ m: Int, _ packing: BitOrder) -> [UInt16] {
            (0..<bytes.count * 8 / m).map { symbol in
                (0..<m).reduce(UInt16(0)) { value, k in
                    let bit = symbol * m + k
                    guard bytes[bit / 8] & packing.mask(bit % 8) != 0 else { return value }
                    return value | 1 << UInt16(packing == .lsb ? k : m - 1 - k)
                }
            }
        }

        /// The value of the whole word at alpha^root.
        func value(
            at root: Int, _ field: GaloisField, _ messageBackwards: Bool, _ parityBackwards: Bool
        ) -> UInt16 {
            let x = field.alpha(root)
            var value: UInt16 = 0
            if messageBackwards {
                for symbol in message.reversed() { value = field.multiply(value, x) ^ symbol }
            } else {
                for symbol in message { value = field.multiply(value, x) ^ symbol }
            }
            if parityBackwards {
                for symbol in parity.reversed() { value = field.multiply(value, x) ^ symbol }
            } else {
                for symbol in parity { value = field.multiply(value, x) ^ symbol }
            }
            return value
        }
    }
}
