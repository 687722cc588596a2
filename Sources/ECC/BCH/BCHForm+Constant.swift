// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

extension BCHForm {
    /// All that the form adds to a parity, in words of the stream.
    ///
    /// - Parameter ones: the plain parity of an all-ones message.
    func constant(
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

extension BCHEngine {
    /// The plain parity of an all-ones message, in words.
    func parityOfOnes(messageBits: Int, _ modulus: BCHModulus) -> [UInt64] {
        let plain = BCHShape(
            parityBytes: 8 * modulus.count, order: .msb, constant: [UInt64](repeating: 0, count: modulus.count),
            lastMask: ~0)
        var ones = [UInt8](repeating: 0xFF, count: (messageBits + 7) / 8)
        ones[0] = 0xFF >> UInt8(-messageBits & 7)
        let nothing = [UInt64](repeating: 0, count: modulus.count)
        var words = nothing
        // What differs from a parity of zeros is the parity.
        _ = words.withUnsafeMutableBytes { words in
            ones.withUnsafeBytes { ones in
                nothing.withUnsafeBytes { nothing -> Int in
                    guard let words = words.baseAddress, let ones = ones.baseAddress, let nothing = nothing.baseAddress
                    else { return 0 }
                    let differences = words.assumingMemoryBound(to: UInt64.self)
                    return run(
                        BCHSteps(
                            messages: ones, messageStride: 0, purpose: .check(nothing, differences: differences),
                            parityStride: 0, count: 1),
                        plain)
                }
            }
        }
        return words
    }
}
