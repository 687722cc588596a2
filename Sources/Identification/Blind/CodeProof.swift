// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import ECC
public import PageLayout

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A BCH code that words of a dump prove.
public struct ProvenCode: Hashable, Sendable {
    public var parameters: BCHParameters
    /// Order, inversions and mask; the first that fits in the order of ``ConstantMask``.
    public var form: BCHForm
    /// The words, their parity without pad bits.
    public var shape: WordShape
    /// Bits behind the parity that never change, up to the end of its last byte.
    public var pads: BitRange
    public var evidence: Evidence

    /// Degree of the generator, which is the number of parity bits.
    var generator: BinaryPolynomial
    /// Stored XOR computed parity of all words.
    var constant: BinaryPolynomial
}

/// The test that decides: does one constant make all words of a shape words of this code?
enum CodeProof {
    /// - Parameters:
    ///   - shape: its parity may have more bits than the code: covered bits in front, pad bits behind.
    ///   - trials: how much was tried before, for the chance of a false positive.
    /// - Returns: nil unless nine distinct words agree and all parity bits live.
    static func prove(
        _ set: WordSet, _ shape: WordShape, _ parameters: BCHParameters, trials: Double
    ) -> ProvenCode? {
        guard let field = try? parameters.field(), field.n >= shape.bitCount else { return nil }
        let generator = parameters.generator(in: field)
        let bits = generator.degree
        let rests = (0..<set.count).map { set.polynomial($0) % generator }
        guard let mode = Mode(rests, among: Array(rests.indices)), mode.rows.count >= GeneratorSearch.leastMatches
        else { return nil }
        let surplus = shape.parity.count - bits
        let still = set.constantLowBits(mode.rows)
        guard surplus >= 0 else { return nil }
        let toByte = (8 - bits % 8) % 8
        let behind = surplus <= still ? surplus : min(toByte, still)
        let changing = set.changingLowBits(mode.rows, bits: behind + bits).dropFirst(behind).count { $0 }
        guard changing * 8 >= bits * 7 else { return nil }
        let rank = set.rank(mode.rows)
        let chance = Evidence.log2Agreement(rank + 1, of: set.count, bits: bits) + log2(max(1, trials))
        guard rank >= GeneratorSearch.leastMatches - 1, chance < Evidence.proof else { return nil }
        let exact = exactShape(shape, bits: bits, behind: behind)
        // Pad bits behind the parity have lifted the constant by as many powers.
        let constant = lowered(mode.value, by: behind, generator, constantPads: set.polynomial(mode.rows[0]))
        let form = ConstantMask.form(
            constant: constant, generator: generator, messageBits: exact.messageBits + exact.gap, order: shape.order)
        return ProvenCode(
            parameters: parameters, form: form, shape: exact,
            pads: BitRange(start: exact.parity.end, count: min(behind, toByte)),
            evidence: Evidence(
                text: "\(mode.rows.count) of \(set.count) distinct steps are words of BCH m=\(parameters.m)"
                    + " t=\(parameters.strength) 0x\(String(parameters.polynomial, radix: 16))",
                log2Chance: chance, tested: set.count, matches: mode.rows.count),
            generator: generator, constant: constant)
    }

    /// What lies in front of the parity in its range is covered by it.
    private static func exactShape(_ shape: WordShape, bits: Int, behind: Int) -> WordShape {
        var exact = shape
        let front = shape.parity.count - bits - behind
        exact.parity = BitRange(start: shape.parity.start + front, count: bits)
        if front > 0 {
            exact.message.append(BitRange(start: shape.parity.start, count: front))
            exact.message = exact.gap == 0 ? exact.message.joined() : exact.message
        }
        return exact
    }

    /// The rest of a word without its last `count` bits.
    private static func lowered(
        _ rest: BinaryPolynomial, by count: Int, _ generator: BinaryPolynomial, constantPads word: BinaryPolynomial
    ) -> BinaryPolynomial {
        guard count > 0 else { return rest }
        var value = rest
        // First the pad bits' own value; then divide by x, where a generator has the constant term 1.
        value = value + BinaryPolynomial(exponents: (0..<count).filter { word[$0] }) % generator
        for _ in 0..<count {
            if value[0] { value.add(generator, shiftedBy: 0) }
            value = BinaryPolynomial(
                words: value.words.indices.map { i in
                    value.words[i] >> 1 | (i + 1 < value.words.count ? value.words[i + 1] << 63 : 0)
                })
        }
        return value
    }
}
