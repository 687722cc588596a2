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

    private let slicing: BCHSlicing
    private let lastMask: UInt64
    /// All that the form adds to a parity: inversions and mask are one XOR, for the map is linear.
    private let constant: [UInt64]

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
        let slicing = BCHSlicing(modulus)
        constant = try form.constant(parityBits: parityBits, words: modulus.count) {
            var ones = [UInt8](repeating: 0xFF, count: (messageBits + 7) / 8)
            ones[0] = 0xFF >> UInt8(-messageBits & 7)
            var words = [UInt64](repeating: 0, count: modulus.count)
            slicing.remainder(ones, bytes: ones.count, order: .msb, into: &words)
            return words
        }
        self.parameters = parameters
        self.form = form
        self.field = field
        self.generator = generator
        self.messageBits = messageBits
        self.parityBits = parityBits
        self.slicing = slicing
        differenceWords = modulus.count
        lastMask = modulus.lastMask
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
        var differing = 0
        for i in 0..<count {
            let difference = differences + i * differenceWords
            compute(messages + i * messageStride, difference)
            var any: UInt64 = 0
            for j in 0..<differenceWords {
                var stored: UInt64 = 0
                for k in 0..<min(8, parityBytes - 8 * j) {
                    let byte = (parity + i * parityStride + 8 * j + k).load(as: UInt8.self)
                    stored |= UInt64(byte) << UInt64(56 - 8 * k)
                }
                difference[j] ^= form.order.reordered(stored)
                if j == differenceWords - 1 { difference[j] &= lastMask }
                any |= difference[j]
            }
            if any != 0 { differing += 1 }
        }
        return differing
    }

    /// Writes the parities of `count` steps, ``parityBytes`` bytes each.
    public func encode(
        messages: UnsafeRawPointer, messageStride: Int, parity: UnsafeMutableRawPointer, parityStride: Int, count: Int
    ) {
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: differenceWords) { words in
            guard let words = words.baseAddress else { return }
            for i in 0..<count {
                compute(messages + i * messageStride, words)
                for k in 0..<parityBytes {
                    let word = form.order.reordered(words[k / 8])
                    (parity + i * parityStride + k).storeBytes(
                        of: UInt8(truncatingIfNeeded: word >> UInt64(56 - k % 8 * 8)), as: UInt8.self)
                }
            }
        }
    }

    private func compute(_ message: UnsafeRawPointer, _ words: UnsafeMutablePointer<UInt64>) {
        slicing.remainder(message, bytes: messageBytes, order: form.order, into: words)
        for j in 0..<differenceWords { words[j] ^= constant[j] }
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

extension BCHForm {
    /// All that the form adds to a parity, in words of the stream.
    ///
    /// - Parameter ones: the plain parity of an all-ones message.
    fileprivate func constant(
        parityBits: Int, words count: Int, ones: () -> [UInt64]
    ) throws(ECCError) -> [UInt64] {
        var constant = [UInt64](repeating: 0, count: count)
        func add(_ words: [UInt64]) { for j in constant.indices { constant[j] ^= words[j] } }
        let all = [UInt64](repeating: ~0, count: count)
        if mask == .erased {
            // Whatever is inverted, all-ones has to give all-ones.
            add(ones())
            add(all)
        } else {
            if invertsMessage { add(ones()) }
            if invertsParity { add(all) }
        }
        if case .bytes(let bytes) = mask {
            let expected = (parityBits + 7) / 8
            guard bytes.count == expected else {
                throw ECCError(.wrongLength, "a parity mask of \(bytes.count) bytes, where the parity has \(expected)")
            }
            add(order.words(bytes, count: count))
        }
        constant[count - 1] &= ~0 << UInt64(count * 64 - parityBits)
        return constant
    }
}
