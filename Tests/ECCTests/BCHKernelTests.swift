// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ECC
import TestKit
import Testing

@Suite("BCH kernels")
struct BCHKernelTests {
    @Test("random codes, forms and lengths: every kernel computes the naive parity", arguments: 5...16)
    func random(m: Int) throws {
        var random = SeededGenerator(seed: UInt64(m))
        for _ in 0..<(m < 12 ? 60 : 30) {
            let sample = try NaiveBCH.random(m: m, using: &random)
            let messages = (0..<7).map { _ in sample.message(using: &random) }
            let parities = messages.map(sample.parity)
            for acceleration in accelerations {
                let code = try BCHCode(
                    sample.parameters, messageBits: sample.messageBits, form: sample.form, acceleration: acceleration)
                try compare(code, messages, parities, "\(sample) \(acceleration)", using: &random)
            }
        }
    }

    @Test("the widths from one word to eighteen", arguments: [1, 4, 5, 9, 13, 17, 20, 24, 28, 32, 36, 40, 72])
    func widths(t: Int) throws {
        var random = SeededGenerator(seed: UInt64(t))
        for m in [13, 16] {
            let parameters = BCHParameters(m: m, polynomial: m == 13 ? 0x201b : 0x1100b, strength: t)
            for order in BitOrder.allCases {
                let sample = try NaiveBCH(
                    parameters, messageBits: Int.random(in: 500...1500, using: &random), form: BCHForm(order: order))
                let messages = (0..<5).map { _ in sample.message(using: &random) }
                let parities = messages.map(sample.parity)
                for acceleration in accelerations {
                    let code = try BCHCode(
                        parameters, messageBits: sample.messageBits, form: sample.form, acceleration: acceleration)
                    try compare(code, messages, parities, "\(sample) \(acceleration)", using: &random)
                }
            }
        }
    }

    /// Encodes and checks all messages at once, at odd strides and alignments, some parities with flipped bits.
    private func compare(
        _ code: BCHCode, _ messages: [[UInt8]], _ parities: [[UInt8]], _ label: String,
        using random: inout SeededGenerator
    ) throws {
        let (count, offset) = (messages.count, Int.random(in: 0..<16, using: &random))
        let messageStride = code.messageBytes + Int.random(in: 0..<20, using: &random)
        let parityStride = code.parityBytes + Int.random(in: 0..<20, using: &random)
        var input = random.bytes(offset + count * messageStride)
        for (i, message) in messages.enumerated() {
            input.replaceSubrange(
                offset + i * messageStride..<offset + i * messageStride + message.count, with: message)
        }
        let before = random.bytes(offset + count * parityStride)
        var stored = before
        input.withUnsafeBytes { input in
            stored.withUnsafeMutableBytes { stored in
                guard let messages = input.baseAddress, let parity = stored.baseAddress else { return }
                code.encode(
                    messages: messages + offset, messageStride: messageStride, parity: parity + offset,
                    parityStride: parityStride, count: count)
            }
        }
        for (i, parity) in parities.enumerated() {
            let at = offset + i * parityStride
            #expect(Array(stored[at..<at + code.parityBytes]) == parity, "\(label) step \(i)")
            let gap = at + code.parityBytes..<offset + (i + 1) * parityStride
            #expect(stored[gap] == before[gap], "written beyond the parity")
        }
        // Two steps get flips; pad bits do not count.
        var expected = [UInt64](repeating: 0, count: count * code.differenceWords)
        for step in [1, count - 1] {
            let bit = Int.random(in: 0..<code.parityBits, using: &random)
            stored[offset + step * parityStride + bit / 8] ^= code.form.order.mask(bit % 8)
            expected[step * code.differenceWords + bit / 64] ^= 1 << UInt64(63 - bit % 64)
        }
        stored[offset + code.parityBytes - 1] |= ~code.padMask
        var differences = [UInt64](repeating: 0xAA, count: expected.count)
        let differing = input.withUnsafeBytes { input in
            stored.withUnsafeBytes { stored in
                guard let messages = input.baseAddress, let parity = stored.baseAddress else { return -1 }
                return code.check(
                    messages: messages + offset, messageStride: messageStride, parity: parity + offset,
                    parityStride: parityStride, count: count, differences: &differences)
            }
        }
        #expect(differing == 2, "\(label)")
        #expect(differences == expected, "\(label)")
    }

    @Test("nothing outside of message and parity is touched", arguments: accelerations)
    func bounds(acceleration: Acceleration) throws {
        let guarded = try GuardedMemory()
        var random = SeededGenerator(seed: 5)
        for bits in [8, 24, 56, 64, 120, 128, 136, 248, 504, 512, 520, 1000, 4096, 4128, 4176] {
            for t in [1, 2, 4, 8, 9, 14, 20] {
                let code = try BCHCode(
                    BCHParameters(m: 13, polynomial: 0x201b, strength: t), messageBits: bits,
                    acceleration: acceleration)
                let message = random.bytes(code.messageBytes)
                let expected = code.parity(of: message)
                for atEnd in [false, true] {
                    let from = guarded.place(message, in: 0, atEnd: atEnd)
                    let parity = guarded.place(expected.map { ~$0 }, in: 1, atEnd: atEnd)
                    code.encode(messages: from, messageStride: 0, parity: parity, parityStride: 0, count: 1)
                    #expect(Array(UnsafeRawBufferPointer(start: parity, count: expected.count)) == expected)
                    var differences = [UInt64](repeating: 1, count: code.differenceWords)
                    let differing = code.check(
                        messages: from, messageStride: 0, parity: parity, parityStride: 0, count: 1,
                        differences: &differences)
                    #expect(differing == 0 && differences.allSatisfy { $0 == 0 })
                }
            }
        }
    }

    @Test("codes that cannot be are refused, with their numbers")
    func impossible() throws {
        let t4 = BCHParameters(m: 13, polynomial: 0x201b, strength: 4)
        #expect(try BCHCode(t4, messageBits: 8191 - 52).messageBytes == 1018)
        for bits in [8191 - 51, 7, 0, -8, Int.max] {
            let error = #expect(throws: ECCError.self) { try BCHCode(t4, messageBits: bits) }
            #expect(error?.kind == .impossibleCode && error?.message.contains("\(bits) bits") == true)
        }
        let short = BCHForm(mask: .bytes([0, 0, 0, 0, 0, 0]))
        let error = #expect(throws: ECCError.self) { try BCHCode(t4, messageBits: 4096, form: short) }
        #expect(error?.kind == .wrongLength)
    }

    @Test("erased flash is a code word under the erasing mask, whatever is inverted")
    func erased() throws {
        for (invertsMessage, invertsParity) in [(false, false), (true, false), (false, true), (true, true)] {
            let form = BCHForm(
                order: .lsb, invertsMessage: invertsMessage, invertsParity: invertsParity, mask: .erased)
            let code = try BCHCode(BCHParameters(m: 14, polynomial: 0x4443, strength: 8), messageBits: 8192, form: form)
            #expect(
                code.parity(of: [UInt8](repeating: 0xFF, count: 1024)) == [UInt8](repeating: 0xFF, count: 14))
        }
    }

    @Test("no steps, no work", arguments: accelerations)
    func none(acceleration: Acceleration) throws {
        let code = try BCHCode(
            BCHParameters(m: 13, polynomial: 0x201b, strength: 4), messageBits: 4096, acceleration: acceleration)
        var words: [UInt64] = [7]
        let bytes: [UInt8] = [0]
        #expect(
            code.check(
                messages: bytes, messageStride: 0, parity: bytes, parityStride: 0, count: 0, differences: &words) == 0)
        #expect(words == [7])
    }
}
