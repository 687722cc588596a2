// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import CECC

/// Remainders by the carry-less multiplications of the processor.
final class BCHCarryless: @unchecked Sendable {
    /// The factors and the modulus, to which `code` points.
    private let words: AlignedWords
    private let code: cecc_bch
    private let isWide: Bool

    /// - Parameter isWide: 512 bits instead of 128.
    init(_ modulus: BCHModulus, messageBytes: Int, isWide: Bool) {
        let factors = (messageBytes + 63) / 64 * 8 * modulus.count
        var code = cecc_bch()
        code.words = modulus.count
        code.message_bytes = messageBytes
        code.inverse = modulus.inverse
        code.last_mask = modulus.lastMask
        words = AlignedWords(count: factors + modulus.count) { words in
            let low = words + factors
            low.update(from: modulus.low, count: modulus.count)
            code.low = UnsafePointer(low)
            cecc_bch_factors(&code, words)
        }
        code.factors = words.base
        self.code = code
        self.isWide = isWide
    }

    /// How many steps differ; 0 when encoding.
    func run(_ steps: BCHSteps, _ shape: BCHShape) -> Int {
        var list = cecc_bch_steps()
        list.messages = steps.messages.assumingMemoryBound(to: UInt8.self)
        list.message_stride = steps.messageStride
        list.parity_stride = steps.parityStride
        list.count = max(0, steps.count)
        switch steps.purpose {
        case .check(let parity, let differences):
            list.parity = parity.assumingMemoryBound(to: UInt8.self)
            list.differences = differences
        case .encode(let parity): list.encoded = parity.assumingMemoryBound(to: UInt8.self)
        }
        return shape.constant.withUnsafeBufferPointer { constant in
            var code = code
            code.constant = constant.baseAddress
            code.parity_bytes = shape.parityBytes
            code.order = shape.order.kernelNumber
            return isWide ? cecc_bch_512(&code, &list) : cecc_bch_128(&code, &list)
        }
    }
}

extension BitOrder {
    /// Its number in the C kernels.
    fileprivate var kernelNumber: Int32 {
        switch self {
        case .msb: Int32(CECC_MSB)
        case .lsb: Int32(CECC_LSB)
        case .nibble: Int32(CECC_NIBBLE)
        }
    }
}
