// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ECC
import TestKit
import Testing

/// Every form of the code, with the kernels that this processor has.
private let allCodes: [HammingCode] = [Acceleration.none, .avx2, .gfni].filter { $0.usable == $0 }.flatMap { kernel in
    HammingVariant.allCases.flatMap { variant in
        variant.messageBytes.compactMap { try? HammingCode(variant, messageBytes: $0, acceleration: kernel) }
    }
}

extension HammingCode {
    fileprivate func parity(of message: [UInt8]) -> [UInt8] {
        var parity = [UInt8](repeating: 0, count: parityBytes)
        encode(
            messages: message, messageStride: messageBytes, parity: &parity, parityStride: parityBytes,
            count: 1)
        return parity
    }

    fileprivate func difference(_ message: [UInt8], _ parity: [UInt8]) -> UInt64 {
        var difference: UInt64 = 0
        _ = check(
            messages: message, messageStride: messageBytes, parity: parity, parityStride: parityBytes, count: 1,
            differences: &difference)
        return difference
    }
}

/// The parities as the definition says: the sum over all bits whose address has a 0, or a 1, at each place.
private func naive(_ message: [UInt8]) -> (even: UInt32, odd: UInt32) {
    var (even, odd): (UInt32, UInt32) = (0, 0)
    let mask = UInt32(message.count * 8 - 1)
    for (i, byte) in message.enumerated() {
        for bit in 0..<8 where byte >> UInt8(bit) & 1 == 1 {
            let address = UInt32(i * 8 + bit)
            odd ^= address
            even ^= ~address & mask
        }
    }
    return (even, odd)
}

private func flipped(_ bytes: [UInt8], _ bits: [Int]) -> [UInt8] {
    var bytes = bytes
    for bit in bits { bytes[bit / 8] ^= 1 << UInt8(bit % 8) }
    return bytes
}

@Suite("Hamming codes")
struct HammingTests {
    @Test("parities are those of independent implementations", arguments: allCodes)
    func vectors(code: HammingCode) throws {
        let id =
            switch code.variant {
            case .standard, .smartMedia: "hamming-\(code.messageBytes)-\(code.variant.rawValue)"
            case .omap: "omap-ham1-512"
            case .davinci: "davinci-ham1-512"
            case .wii: "omap-ham1-512"
            }
        for vector in try ECCVectors.group(id).vectors {
            let message = try ECCVectors.input(try #require(vector["in"]?.text))
            var expected = try #require(ECCVectors.bytes(hex: vector["ecc"]?.text))
            // The same twelve parities twice, packed in another way.
            if code.variant == .wii {
                expected = [expected[0], expected[2] & 15, expected[1], expected[2] >> 4]
            }
            #expect(ECCVectors.hex(code.parity(of: message)) == ECCVectors.hex(expected))
            #expect(code.difference(message, expected) == 0)
        }
    }

    @Test("damaged words come out as the kernel's code says", arguments: allCodes.filter { $0.variant == .standard })
    func decodingVectors(code: HammingCode) throws {
        guard code.messageBytes == 256 else { return }
        for vector in try ECCVectors.group("hamming-256-correct").vectors {
            let clean = try ECCVectors.input(try #require(vector["in"]?.text))
            let cleanParity = try #require(ECCVectors.bytes(hex: vector["ecc"]?.text))
            var message = flipped(clean, (vector["flip_data_bits"]?.items ?? []).compactMap(\.int))
            var parity = flipped(cleanParity, (vector["flip_ecc_bits"]?.items ?? []).compactMap(\.int))
            let syndrome = try #require(ECCVectors.bytes(hex: vector["syndrome"]?.text))
            let word = UInt64(syndrome[0]) | UInt64(syndrome[1]) << 8 | UInt64(syndrome[2]) << 16
            #expect(code.difference(message, parity) == word)
            let damaged = (message, parity)
            switch code.correct(message: &message, parity: &parity) {
            case .clean: #expect(vector["status"]?.text == "clean")
            case .corrected(let bits):
                #expect(vector["status"]?.text == "corrected" && bits == 1)
                #expect(message == clean && parity == cleanParity)
            case .uncorrectable:
                #expect(vector["status"]?.text == "uncorrectable")
                #expect((message, parity) == damaged)
            }
        }
    }

    @Test("the code stored is the definition's", arguments: allCodes)
    func definition(code: HammingCode) {
        var random = SeededGenerator(seed: 1)
        // Counts around the eight messages that a kernel takes at once, gaps between them, and no alignment.
        for count in [1, 7, 8, 9, 19] {
            let gap = Int.random(in: 0..<40, using: &random)
            let start = Int.random(in: 0..<64, using: &random)
            let stride = code.messageBytes + gap
            let bytes = random.bytes(start + stride * count)
            var parity = [UInt8](repeating: 0x77, count: (code.parityBytes + 2) * count)
            bytes.withUnsafeBytes {
                code.encode(
                    messages: $0.baseAddress.unsafelyUnwrapped + start, messageStride: stride, parity: &parity,
                    parityStride: code.parityBytes + 2, count: count)
            }
            for step in 0..<count {
                let from = start + step * stride
                let (even, odd) = naive(Array(bytes[from..<from + code.messageBytes]))
                let at = step * (code.parityBytes + 2)
                #expect(Array(parity[at..<at + code.parityBytes]) == packed(even, odd, code), "\(count), \(step)")
                #expect(parity[at + code.parityBytes] == 0x77)
            }
        }
    }

    /// From the table of the codes, in its words.
    private func packed(_ even: UInt32, _ odd: UInt32, _ code: HammingCode) -> [UInt8] {
        var word: UInt32
        switch code.variant {
        case .standard, .smartMedia:
            var pairs: UInt32 = 0
            for j in 0..<UInt32(12) { pairs |= (even >> j & 1) << (2 * j) | (odd >> j & 1) << (2 * j + 1) }
            let (columns, rows) = (pairs & 63, pairs >> 6)
            let last = columns << 2 | (code.messageBytes == 512 ? rows >> 16 : 0)
            var bytes = [UInt8(rows >> 8 & 255), UInt8(rows & 255)]
            if code.variant == .smartMedia { bytes.reverse() }
            return (bytes + [UInt8(last)]).map { ~$0 }
        case .omap: word = even & 255 | (odd & 255) << 8 | (even >> 8) << 16 | (odd >> 8) << 20
        case .davinci: word = ~(even | odd << 12)
        case .wii: word = even | odd << 16
        }
        word = word.littleEndian
        return withUnsafeBytes(of: &word) { Array($0.prefix(code.parityBytes)) }
    }

    @Test("every single bit is put right, in message and parity", arguments: allCodes)
    func singleBits(code: HammingCode) {
        var random = SeededGenerator(seed: 2)
        let clean = random.bytes(code.messageBytes)
        let cleanParity = code.parity(of: clean)
        var wrong = 0
        for bit in 0..<code.messageBytes * 8 {
            var message = flipped(clean, [bit])
            var parity = cleanParity
            let isFound = code.locate(difference: code.difference(message, parity)) == .message(bit: bit)
            let isCorrected = code.correct(message: &message, parity: &parity) == .corrected(bits: 1)
            if !isFound || !isCorrected || message != clean || parity != cleanParity { wrong += 1 }
        }
        #expect(wrong == 0)
        for bit in 0..<code.parityBytes * 8 {
            var message = clean
            var parity = flipped(cleanParity, [bit])
            guard code.storedBits >> UInt64(bit) & 1 == 1 else {
                #expect(code.correct(message: &message, parity: &parity) == .clean)
                continue
            }
            #expect(code.locate(difference: code.difference(message, parity)) == .parity(bit: bit))
            #expect(code.correct(message: &message, parity: &parity) == .corrected(bits: 1))
            #expect(message == clean && parity == cleanParity)
        }
    }

    /// With `MUSEIMG_THOROUGH=1` a million words of all codes.
    @Test("random words with a wrong bit, or none, come out as they were", arguments: allCodes)
    func randomWords(code: HammingCode) {
        var random = SeededGenerator(seed: 6)
        var wrong = 0
        for _ in 0..<(Thoroughness.isFull ? 1_000_000 / allCodes.count + 1 : 200) {
            let clean = random.bytes(code.messageBytes)
            let cleanParity = code.parity(of: clean)
            let bit = random.int(below: code.messageBytes * 9)
            let isDamaged = bit < code.messageBytes * 8
            var message = isDamaged ? flipped(clean, [bit]) : clean
            var parity = cleanParity
            let result = code.correct(message: &message, parity: &parity)
            if result != (isDamaged ? .corrected(bits: 1) : .clean) { wrong += 1 }
            if message != clean || parity != cleanParity { wrong += 1 }
        }
        #expect(wrong == 0)
    }

    @Test("two wrong bits are never called anything but uncorrectable", arguments: allCodes)
    func doubleBits(code: HammingCode) {
        // The code is linear: all pairs of differences of single bits are all differences of two.
        let zeros = [UInt8](repeating: 0, count: code.messageBytes)
        let parity = code.parity(of: zeros)
        var singles = (0..<code.messageBytes * 8).map { code.difference(flipped(zeros, [$0]), parity) }
        singles += (0..<code.parityBytes * 8).map { 1 << UInt64($0) & code.storedBits }.filter { $0 != 0 }
        var random = SeededGenerator(seed: 3)
        var wrong = 0
        for (i, a) in singles.enumerated() {
            // Against all for some bits, and against some for all.
            for j in i % 97 == 0 ? Array(singles.indices) : (0..<40).map({ _ in random.int(below: singles.count) })
            where j != i {
                if code.locate(difference: a ^ singles[j]) != .uncorrectable { wrong += 1 }
            }
        }
        #expect(wrong == 0)
        var message = flipped(zeros, [17, 900])
        var stored = parity
        #expect(code.correct(message: &message, parity: &stored) == .uncorrectable)
        #expect(message == flipped(zeros, [17, 900]) && stored == parity)
    }

    @Test("all differing steps of a run are counted", arguments: allCodes)
    func counting(code: HammingCode) {
        var random = SeededGenerator(seed: 4)
        let count = 100
        var messages = random.bytes(code.messageBytes * count)
        var parity = [UInt8](repeating: 0, count: code.parityBytes * count)
        code.encode(
            messages: messages, messageStride: code.messageBytes, parity: &parity, parityStride: code.parityBytes,
            count: count)
        for step in stride(from: 0, to: count, by: 7) { messages[step * code.messageBytes + step] ^= 4 }
        var differences = [UInt64](repeating: 1, count: count)
        let wrong = code.check(
            messages: messages, messageStride: code.messageBytes, parity: parity, parityStride: code.parityBytes,
            count: count, differences: &differences)
        #expect(wrong == 15)
        for step in 0..<count {
            let expected = step % 7 == 0 ? HammingError.message(bit: step * 8 + 2) : .clean
            #expect(code.locate(difference: differences[step]) == expected)
        }
    }

    @Test("nothing outside of message and parity is touched", arguments: allCodes)
    func guarded(code: HammingCode) throws {
        let memory = try GuardedMemory()
        var random = SeededGenerator(seed: 5)
        for count in [1, 3, 4096 / code.messageBytes] {
            let messages = random.bytes(code.messageBytes * count)
            for atEnd in [false, true] {
                let room = memory.place(messages, in: 0, atEnd: atEnd)
                let blank = [UInt8](repeating: 0, count: code.parityBytes * count)
                let parity = memory.place(blank, in: 1, atEnd: atEnd)
                var differences = [UInt64](repeating: 0, count: count)
                code.encode(
                    messages: room, messageStride: code.messageBytes, parity: parity, parityStride: code.parityBytes,
                    count: count)
                let wrong = code.check(
                    messages: room, messageStride: code.messageBytes, parity: parity, parityStride: code.parityBytes,
                    count: count, differences: &differences)
                #expect(wrong == 0)
            }
        }
    }

    @Test("a step of another length is refused")
    func lengths() {
        #expect(throws: ECCError.self) { try HammingCode(.standard, messageBytes: 1024) }
        #expect(throws: ECCError.self) { try HammingCode(.omap, messageBytes: 256) }
    }
}

extension SeededGenerator {
    fileprivate mutating func int(below limit: Int) -> Int { Int.random(in: 0..<limit, using: &self) }
}
