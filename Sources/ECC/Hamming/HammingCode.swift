// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import CECC

/// A Hamming code over 256 or 512 bytes: it corrects one bit and detects two.
///
/// Any number of threads may use one code.
public final class HammingCode: Sendable {
    public let variant: HammingVariant
    /// Length of the message, in bytes.
    public let messageBytes: Int
    /// Length of the stored parity, in bytes.
    public let parityBytes: Int
    /// Bits of the parity, read little-endian, that hold parities; the others are left as they are.
    public let storedBits: UInt64

    private let addressBits: Int
    private let flat: [UInt64]
    private let tables: [UInt32]
    private let acceleration: Acceleration

    /// - Parameter acceleration: which kernels may be used; what the processor lacks is never used.
    /// - Throws: ``ECCError`` (`wrongLength`) where the variant has no such step.
    public init(
        _ variant: HammingVariant, messageBytes: Int, acceleration: Acceleration = .detected
    ) throws(ECCError) {
        guard variant.messageBytes.contains(messageBytes) else {
            let lengths = variant.messageBytes.map(String.init).joined(separator: " or ")
            throw ECCError(
                .wrongLength, "Hamming code \(variant.rawValue) takes \(lengths) bytes a step, not \(messageBytes)")
        }
        let terms = HammingTerms(variant, messageBytes: messageBytes)
        self.variant = variant
        self.messageBytes = messageBytes
        parityBytes = variant.parityBytes
        storedBits = terms.stored
        addressBits = terms.odd.count
        flat = terms.flat
        tables = terms.tables
        self.acceleration = acceleration.usable
    }

    /// Stores the parity of `count` messages; the messages and the parities lie `stride` bytes apart each.
    public func encode(
        messages: UnsafeRawPointer, messageStride: Int, parity: UnsafeMutableRawPointer, parityStride: Int, count: Int
    ) {
        let batch = 64
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: batch) { words in
            guard let words = words.baseAddress else { return }
            var done = 0
            while done < count {
                let steps = min(batch, count &- done)
                compute(messages + done &* messageStride, stride: messageStride, count: steps, into: words)
                for i in 0..<steps {
                    storeHammingParity(words[i], parityBytes, at: parity + (done &+ i) &* parityStride)
                }
                done &+= steps
            }
        }
    }

    /// Compares the stored parity of `count` messages with the computed one.
    ///
    /// - Parameter differences: room for `count` words; each becomes stored XOR computed parity, read little-endian, in
    ///   ``storedBits`` only, for ``locate(difference:)``.
    /// - Returns: how many are not 0.
    public func check(
        messages: UnsafeRawPointer, messageStride: Int, parity: UnsafeRawPointer, parityStride: Int, count: Int,
        differences: UnsafeMutablePointer<UInt64>
    ) -> Int {
        compute(messages, stride: messageStride, count: count, into: differences)
        var wrong = 0
        for i in 0..<count {
            let difference =
                (differences[i] ^ loadHammingParity(parityBytes, at: parity + i &* parityStride)) & storedBits
            differences[i] = difference
            if difference != 0 { wrong &+= 1 }
        }
        return wrong
    }

    /// Corrects one step in place, in message or parity.
    public func correct(message: UnsafeMutableRawPointer, parity: UnsafeMutableRawPointer) -> Correction {
        var difference: UInt64 = 0
        _ = check(
            messages: message, messageStride: messageBytes, parity: parity, parityStride: parityBytes, count: 1,
            differences: &difference)
        let (bytes, bit): (UnsafeMutableRawPointer, Int)
        switch locate(difference: difference) {
        case .clean: return .clean
        case .uncorrectable: return .uncorrectable
        case .message(let k): (bytes, bit) = (message, k)
        case .parity(let k): (bytes, bit) = (parity, k)
        }
        flipHammingBit(bit, of: bytes)
        return .corrected(bits: 1)
    }

    /// The error that makes a difference of ``check(messages:messageStride:parity:parityStride:count:differences:)``.
    public func locate(difference: UInt64) -> HammingError {
        if difference == 0 { return .clean }
        if difference & ~storedBits != 0 { return .uncorrectable }
        if difference.nonzeroBitCount == 1 { return .parity(bit: difference.trailingZeroBitCount) }
        // One message bit turns one of each pair.
        var bit = 0
        for address in 0..<addressBits {
            let even = difference >> UInt64(variant.position(address: address, odd: false)) & 1
            let odd = difference >> UInt64(variant.position(address: address, odd: true)) & 1
            if even == odd { return .uncorrectable }
            bit |= Int(odd) << address
        }
        return .message(bit: bit)
    }

    private func compute(
        _ messages: UnsafeRawPointer, stride: Int, count: Int, into words: UnsafeMutablePointer<UInt64>
    ) {
        guard count > 0 else { return }
        let rows = messageBytes / 64
        if acceleration.contains(.gfni) {
            flat.withUnsafeBufferPointer {
                cecc_hamming_avx512(messages, stride, rows, count, $0.baseAddress, words)
            }
        } else if acceleration.contains(.avx2) {
            flat.withUnsafeBufferPointer {
                cecc_hamming_avx2(messages, stride, rows, count, $0.baseAddress, words)
            }
        } else {
            tables.withUnsafeBufferPointer {
                guard let tables = $0.baseAddress else { return }
                hammingWords(of: messages, stride: stride, rows: rows, count: count, tables: tables, into: words)
            }
        }
    }
}
