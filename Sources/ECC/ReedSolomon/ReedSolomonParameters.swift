// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// The numbers of a Reed-Solomon code over GF(2^m), and how its symbols lie in bytes.
///
/// A code word is a polynomial: first the symbols of the message, the first at the highest power, then
/// ``trailingZeros`` symbols that are not stored, then the parity at the powers below ``roots``.
public struct ReedSolomonParameters: Hashable, Sendable {
    /// How the message becomes symbols.
    public enum MessageSymbols: String, Hashable, Sendable, CaseIterable {
        /// A byte is a symbol, the first byte at the highest power.
        case bytes
        /// A byte is a symbol, the last byte at the highest power.
        case bytesBackwards = "bytes-backwards"
        /// Symbols of m bits one after another, the lowest bit first; the last is filled up with 0.
        case packed
    }

    /// Which parity symbol is stored first; they are packed in m bits each, the lowest bit first.
    public enum ParityOrder: String, Hashable, Sendable, CaseIterable {
        case highestFirst = "highest-first"
        case lowestFirst = "lowest-first"
    }

    /// Order of the field, 8...12.
    public var m: Int
    /// The primitive polynomial, including its top bit.
    public var polynomial: UInt32
    /// The generator has the roots alpha^firstRoot and those that follow.
    public var firstRoot: Int
    /// How many roots, and so parity symbols: twice the symbols that can be corrected; even, 2...32.
    public var roots: Int
    public var message: MessageSymbols
    public var parity: ParityOrder
    /// Zero symbols between message and parity that count in the code word but are nowhere stored.
    public var trailingZeros: Int
    /// Whether the parity of a message of FF is stored as FF (Ingenic JZ4740), so that an erased step is a code word.
    public var erasedAsFF: Bool

    public init(
        m: Int, polynomial: UInt32, firstRoot: Int = 1, roots: Int, message: MessageSymbols = .bytes,
        parity: ParityOrder = .highestFirst, trailingZeros: Int = 0, erasedAsFF: Bool = false
    ) {
        self.m = m
        self.polynomial = polynomial
        self.firstRoot = firstRoot
        self.roots = roots
        self.message = message
        self.parity = parity
        self.trailingZeros = trailingZeros
        self.erasedAsFF = erasedAsFF
    }

    /// Symbols that can be corrected.
    public var strength: Int { roots / 2 }
    /// Length of the stored parity, in bytes.
    public var parityBytes: Int { (roots * m + 7) / 8 }

    /// Qualcomm's legacy controller, 516 or 512 bytes. Source: the public reference pages of qcom-nandc-pagify.
    ///
    /// TI DaVinci with four symbols over 512 bytes is inferred to be the same.
    public static let qualcomm = ReedSolomonParameters(m: 10, polynomial: 0x409, roots: 8)
    /// The boot ROM of Marvell Kirkwood, 512 bytes. Source: OpenOCD `ecc_kw.c`.
    public static let kirkwood = ReedSolomonParameters(
        m: 10, polynomial: 0x409, roots: 8, message: .bytesBackwards, parity: .lowestFirst)
    /// Ingenic JZ4740, 512 bytes: 456 symbols of nine bits. Source: the constant of Linux `ingenic/jz4740_ecc.c`.
    public static let jz4740 = ReedSolomonParameters(
        m: 9, polynomial: 0x211, roots: 8, message: .packed, trailingZeros: 47, erasedAsFF: true)

    /// Symbols of a message of so many bytes.
    func symbols(messageBytes: Int) -> Int {
        message == .packed ? (messageBytes * 8 + m - 1) / m : messageBytes
    }

    /// The field, where the numbers make a code.
    ///
    /// - Throws: ``ECCError`` (`impossibleCode`, `notPrimitive`, `wrongLength`).
    func field(messageBytes: Int) throws(ECCError) -> GaloisField {
        guard (8...12).contains(m) else {
            throw ECCError(.impossibleCode, "Reed-Solomon over GF(2^\(m)): m has to be 8 to 12")
        }
        guard (2...32).contains(roots), roots % 2 == 0 else {
            throw ECCError(.impossibleCode, "Reed-Solomon with \(roots) roots: an even number of 2 to 32 is needed")
        }
        let n = (1 << m) - 1
        guard (0..<n).contains(firstRoot) else {
            throw ECCError(.impossibleCode, "first root alpha^\(firstRoot): the exponent has to be 0 to \(n - 1)")
        }
        guard (0..<n).contains(trailingZeros), (1...8192).contains(messageBytes),
            symbols(messageBytes: messageBytes) + trailingZeros + roots <= n
        else {
            throw ECCError(
                .wrongLength,
                "\(messageBytes) bytes, \(trailingZeros) zeros and \(roots) parities do not fit into \(n) symbols")
        }
        return try GaloisField(m: m, polynomial: polynomial)
    }
}
