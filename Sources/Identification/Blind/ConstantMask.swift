// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import ECC
import PageLayout

/// Names the constant that a form adds to plain parity.
///
/// Message inversion, parity inversion and masks are all one XOR on the parity, so some of them cannot be told apart.
/// The first that fits is taken: plain; parity inverted; message inverted; erased mask (for whole messages the same
/// words as with both inverted); other bytes.
public enum ConstantMask {
    /// - Parameters:
    ///   - constant: stored XOR computed parity, the same in all words; the last parity bit has power 0.
    ///   - messageBits: bits of a message, made up ones included.
    public static func form(
        constant: BinaryPolynomial, generator: BinaryPolynomial, messageBits: Int, order: BitOrder
    ) -> BCHForm {
        let parityBits = generator.degree
        let inverted = ones(parityBits)
        let message = remainderOfOnes(messageBits, generator)
        if constant.isZero { return BCHForm(order: order) }
        if constant == inverted { return BCHForm(order: order, invertsParity: true) }
        if constant == message { return BCHForm(order: order, invertsMessage: true) }
        if constant == message + inverted { return BCHForm(order: order, mask: .erased) }
        return BCHForm(order: order, mask: .bytes(bytes(constant, parityBits, order)))
    }

    /// What a form adds to plain parity: the inverse of ``form(constant:generator:messageBits:order:)``.
    static func constant(of form: BCHForm, generator: BinaryPolynomial, messageBits: Int) -> BinaryPolynomial {
        let bits = generator.degree
        var sum = form.invertsParity ? ones(bits) : .zero
        if form.invertsMessage { sum = sum + remainderOfOnes(messageBits, generator) }
        switch form.mask {
        case .none: return sum
        case .erased: return sum + remainderOfOnes(messageBits, generator) + ones(bits)
        case .bytes(let bytes):
            return sum
                + BinaryPolynomial(
                    exponents: (0..<bits).filter { k in
                        k / 8 < bytes.count && bytes[k / 8] & form.order.mask(k % 8) != 0
                    }.map { bits - 1 - $0 })
        }
    }

    /// All-ones of so many bits.
    static func ones(_ bits: Int) -> BinaryPolynomial {
        var words = [UInt64](repeating: ~0, count: max(0, bits) / 64)
        if bits % 64 > 0 { words.append(1 << UInt64(bits % 64) - 1) }
        return BinaryPolynomial(words: words)
    }

    /// The plain parity of an all-ones message.
    static func remainderOfOnes(_ messageBits: Int, _ generator: BinaryPolynomial) -> BinaryPolynomial {
        var shifted = BinaryPolynomial.zero
        shifted.add(ones(messageBits), shiftedBy: max(0, generator.degree))
        return shifted % generator
    }

    /// As parity is stored: left aligned, pad bits 0.
    private static func bytes(_ polynomial: BinaryPolynomial, _ bits: Int, _ order: BitOrder) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: (bits + 7) / 8)
        for k in 0..<bits where polynomial[bits - 1 - k] { bytes[k / 8] |= order.mask(k % 8) }
        return bytes
    }
}

extension BCHForm {
    /// Whether the mask is one that engines have, and not just some bytes.
    var isUsual: Bool {
        if case .bytes = mask { false } else { true }
    }
}

extension LayoutCode {
    /// Whether it is a BCH code with a mask that no engine is known to have.
    var hasUnusualMask: Bool {
        if case .bch(_, let form) = self { !form.isUsual } else { false }
    }
}
