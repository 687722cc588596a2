// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// A binary BCH code over messages of one length, stored in one form: its parity, and whether that fits.
///
/// Message: ``messageBytes`` bytes whose bits are taken in the order of the form. Where ``messageBits`` is no multiple
/// of 8 the stream is right aligned: the lead bits, the first of byte 0, have to be 0, also where the message is
/// inverted. Parity: ``parityBytes`` bytes, left aligned in the order of the form; ``check`` ignores the pad bits at
/// the end and ``encode`` writes them as 0.
public final class BCHCode: Sendable {
    public let parameters: BCHParameters
    public let form: BCHForm
    public let field: GaloisField
    /// Its degree is ``parityBits``.
    public let generator: BinaryPolynomial
    /// Bits of a message.
    public let messageBits: Int
    /// Bits of parity.
    public let parityBits: Int
    /// 64-bit words of a difference: ceil(parityBits / 64).
    public let differenceWords: Int

    private let engine: BCHEngine
    private let shape: BCHShape

    /// Bytes of a message.
    public var messageBytes: Int { (messageBits + 7) / 8 }
    /// Bytes of parity, pad bits included.
    public var parityBytes: Int { (parityBits + 7) / 8 }

    /// - Parameters:
    ///   - messageBits: 8...(2^m - 1 - parity bits).
    ///   - acceleration: what the kernels may use, as far as this processor has it.
    /// - Throws: ``ECCError`` (`notPrimitive`, `impossibleCode`; `wrongLength` for a mask).
    public init(
        _ parameters: BCHParameters, messageBits: Int, form: BCHForm = BCHForm(),
        acceleration: Acceleration = .detected
    ) throws(ECCError) {
        let field = try parameters.field()
        let generator = parameters.generator(in: field)
        let parityBits = generator.degree
        guard messageBits >= 8, messageBits <= field.n - parityBits else {
            throw ECCError(
                .impossibleCode,
                "BCH with m=\(parameters.m) t=\(parameters.strength): \(messageBits) bits of message"
                    + " and \(parityBits) of parity, in a field of \(field.n)")
        }
        let modulus = BCHModulus(generator)
        let engine = BCHEngine(modulus, messageBytes: (messageBits + 7) / 8, acceleration: acceleration)
        self.parameters = parameters
        self.form = form
        self.field = field
        self.generator = generator
        self.messageBits = messageBits
        self.parityBits = parityBits
        self.engine = engine
        differenceWords = modulus.count
        shape = BCHShape(
            parityBytes: (parityBits + 7) / 8, order: form.order,
            constant: try form.constant(parityBits: parityBits, words: modulus.count) {
                engine.parityOfOnes(messageBits: messageBits, modulus)
            },
            lastMask: modulus.lastMask)
    }

    /// Compares the parities of `count` steps; returns how many differ.
    ///
    /// - Parameters:
    ///   - messageStride: bytes from one message to the next; `parityStride` likewise.
    ///   - differences: count * ``differenceWords`` words. Of each step, the XOR of stored and computed parity, left
    ///     aligned: bit 63 of word 0 is the first parity bit in the order of transmission, the highest power.
    public func check(
        messages: UnsafeRawPointer, messageStride: Int, parity: UnsafeRawPointer, parityStride: Int, count: Int,
        differences: UnsafeMutablePointer<UInt64>
    ) -> Int {
        engine.run(
            BCHSteps(
                messages: messages, messageStride: messageStride,
                purpose: .check(parity, differences: differences), parityStride: parityStride, count: count),
            shape)
    }

    /// Writes the parities of `count` steps, ``parityBytes`` bytes each; strides as in ``check``.
    public func encode(
        messages: UnsafeRawPointer, messageStride: Int, parity: UnsafeMutableRawPointer, parityStride: Int, count: Int
    ) {
        _ = engine.run(
            BCHSteps(
                messages: messages, messageStride: messageStride, purpose: .encode(parity),
                parityStride: parityStride, count: count),
            shape)
    }

    /// The parity of one message.
    ///
    /// - Parameter message: ``messageBytes`` bytes; a shorter one counts as led by zeros, of a longer one the end.
    public func parity(of message: [UInt8]) -> [UInt8] {
        let whole = [UInt8](repeating: 0, count: max(0, messageBytes - message.count)) + message.suffix(messageBytes)
        var parity = [UInt8](repeating: 0, count: parityBytes)
        encode(messages: whole, messageStride: 0, parity: &parity, parityStride: 0, count: 1)
        return parity
    }
}
