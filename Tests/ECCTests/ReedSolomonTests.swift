// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ECC
import TestKit
import Testing

/// The codes that the tests go through, each with a message length.
private let codes: [(ReedSolomonParameters, Int)] = [
    (.qualcomm, 516), (.qualcomm, 512), (.kirkwood, 512), (.jz4740, 512),
    // Remainders of more than 128 bits, other first roots, and lengths that fill no whole symbols.
    (ReedSolomonParameters(m: 9, polynomial: 0x211, roots: 16, message: .packed), 512),
    (ReedSolomonParameters(m: 12, polynomial: 0x1053, roots: 8, message: .packed, parity: .lowestFirst), 2048),
    (ReedSolomonParameters(m: 10, polynomial: 0x409, firstRoot: 510, roots: 4, message: .packed), 512),
    (ReedSolomonParameters(m: 8, polynomial: 0x11d, firstRoot: 0, roots: 32, message: .bytesBackwards), 223),
    (ReedSolomonParameters(m: 9, polynomial: 0x211, roots: 2, message: .packed, trailingZeros: 3), 7),
]

/// Multiplication from its definition, without tables.
private func multiply(_ a: UInt32, _ b: UInt32, _ p: ReedSolomonParameters) -> UInt32 {
    var (product, shifted) = (0 as UInt32, a)
    for bit in 0..<UInt32(p.m) {
        if b >> bit & 1 == 1 { product ^= shifted }
        shifted <<= 1
        if shifted >> UInt32(p.m) == 1 { shifted ^= p.polynomial }
    }
    return product
}

/// Symbols of packed bits, the lowest bit first.
private func unpacked(_ bytes: [UInt8], m: Int) -> [UInt32] {
    stride(from: 0, to: bytes.count * 8, by: m).map { first in
        (0..<m).reduce(0) { symbol, i in
            let bit = first + i
            return bit < bytes.count * 8 ? symbol | UInt32(bytes[bit / 8] >> UInt8(bit % 8) & 1) << UInt32(i) : symbol
        }
    }
}

/// Whether the polynomial of message and parity has all roots of the generator.
private func isCodeWord(_ message: [UInt8], _ parity: [UInt8], _ p: ReedSolomonParameters) -> Bool {
    var word: [UInt32]
    switch p.message {
    case .bytes: word = message.map(UInt32.init)
    case .bytesBackwards: word = message.reversed().map(UInt32.init)
    case .packed: word = unpacked(message, m: p.m)
    }
    word += [UInt32](repeating: 0, count: p.trailingZeros)
    let tail = Array(unpacked(parity, m: p.m).prefix(p.roots))
    word += p.parity == .highestFirst ? tail : tail.reversed()
    var root: UInt32 = 1
    for _ in 0..<p.firstRoot { root = multiply(root, 2, p) }
    for _ in 0..<p.roots {
        if word.reduce(0, { multiply($0, root, p) ^ $1 }) != 0 { return false }
        root = multiply(root, 2, p)
    }
    return true
}

extension ReedSolomonCode {
    fileprivate func parity(of message: [UInt8]) -> [UInt8] {
        var parity = [UInt8](repeating: 0xEE, count: parityBytes)
        encode(message: message, parity: &parity)
        return parity
    }

    /// Where symbols begin, as bits of the message followed by the parity, and how many bits they have there.
    fileprivate var places: [(bit: Int, width: Int)] {
        let width = parameters.message == .packed ? parameters.m : 8
        let message = stride(from: 0, to: messageBytes * 8, by: width).map {
            (bit: $0, width: min(width, messageBytes * 8 - $0))
        }
        return message
            + (0..<parameters.roots).map { (bit: messageBytes * 8 + $0 * parameters.m, width: parameters.m) }
    }
}

@Suite("Reed-Solomon codes")
struct ReedSolomonTests {
    @Test(
        "parities are those of independent implementations",
        arguments: [("qualcomm-rs", ReedSolomonParameters.qualcomm), ("kirkwood-rs", .kirkwood)])
    func vectors(id: String, parameters: ReedSolomonParameters) throws {
        for vector in try ECCVectors.group(id).vectors {
            let message = try ECCVectors.input(try #require(vector["in"]?.text))
            let code = try ReedSolomonCode(parameters, messageBytes: message.count)
            #expect(ECCVectors.hex(code.parity(of: message)) == vector["ecc"]?.text)
        }
    }

    @Test("the parity of FF for JZ4740 is the constant of the Linux driver, and FF is stored")
    func jz4740() throws {
        let message = [UInt8](repeating: 0xFF, count: 512)
        var parameters = ReedSolomonParameters.jz4740
        let stored = try ReedSolomonCode(parameters, messageBytes: 512)
        #expect(ECCVectors.hex(stored.parity(of: message)) == "ffffffffffffffffff")
        parameters.erasedAsFF = false
        let computed = try ReedSolomonCode(parameters, messageBytes: 512)
        #expect(ECCVectors.hex(computed.parity(of: message)) == "cd9d9058f48bffb76f")
    }

    @Test("a run of messages has the parities of each, and all are code words", arguments: codes)
    func runs(parameters: ReedSolomonParameters, messageBytes: Int) throws {
        let code = try ReedSolomonCode(parameters, messageBytes: messageBytes)
        var random = SeededGenerator(seed: 5)
        for count in [1, 3, 4, 9] {
            let (messageStride, parityStride) = (messageBytes + 5, code.parityBytes + 3)
            let messages = random.bytes(messageStride * count)
            var parity = random.bytes(parityStride * count)
            let before = parity
            code.encode(
                messages: messages, messageStride: messageStride, parity: &parity, parityStride: parityStride,
                count: count)
            for i in 0..<count {
                let message = Array(messages[i * messageStride..<i * messageStride + messageBytes])
                let stored = Array(parity[i * parityStride..<i * parityStride + code.parityBytes])
                #expect(stored == code.parity(of: message))
                #expect(isCodeWord(message, stored, parameters))
                #expect(code.isCodeWord(message: message, parity: stored))
                let gap = i * parityStride + code.parityBytes..<(i + 1) * parityStride
                #expect(parity[gap] == before[gap])
            }
            parity[(count - 1) * parityStride] ^= 1
            var differs = [Bool](repeating: false, count: count)
            let wrong = code.check(
                messages: messages, messageStride: messageStride, parity: parity, parityStride: parityStride,
                count: count, differs: &differs)
            #expect(wrong == 1 && differs == (0..<count).map { $0 == count - 1 })
        }
    }

    @Test("nothing outside of message and parity is touched", arguments: codes)
    func guarded(parameters: ReedSolomonParameters, messageBytes: Int) throws {
        let code = try ReedSolomonCode(parameters, messageBytes: messageBytes)
        let memory = try GuardedMemory()
        var random = SeededGenerator(seed: 10)
        let message = random.bytes(messageBytes)
        for atEnd in [false, true] {
            let room = memory.place(message, in: 0, atEnd: atEnd)
            let parity = memory.place([UInt8](repeating: 0, count: code.parityBytes), in: 1, atEnd: atEnd)
            code.encode(message: room, parity: parity)
            #expect(code.isCodeWord(message: room, parity: parity))
            for at in [0, messageBytes - 1] {
                let byte = room.load(fromByteOffset: at, as: UInt8.self)
                room.storeBytes(of: byte ^ 1, toByteOffset: at, as: UInt8.self)
                #expect(code.correct(message: room, parity: parity) == .corrected(bits: 1))
                #expect(room.load(fromByteOffset: at, as: UInt8.self) == message[at])
            }
        }
    }

    /// With `MUSEIMG_THOROUGH=1` a million words of all codes.
    @Test("up to t wrong symbols are put right", arguments: codes)
    func corrects(parameters: ReedSolomonParameters, messageBytes: Int) throws {
        let code = try ReedSolomonCode(parameters, messageBytes: messageBytes)
        var random = SeededGenerator(seed: 6)
        var wrong = 0
        for round in 0..<(Thoroughness.isFull ? 1_000_000 / codes.count + 1 : 60) {
            let clean = random.bytes(messageBytes)
            let cleanParity = code.parity(of: clean)
            let (word, bits) = damaged(code, clean + cleanParity, symbols: round % (parameters.strength + 1), &random)
            var (message, parity) = (Array(word.prefix(messageBytes)), Array(word.dropFirst(messageBytes)))
            let result = code.correct(message: &message, parity: &parity)
            if result != (bits == 0 ? .clean : .corrected(bits: bits)) { wrong += 1 }
            if message != clean || parity != cleanParity { wrong += 1 }
        }
        #expect(wrong == 0)
    }

    @Test("beyond t nothing but a code word is called corrected, and the rest is left alone", arguments: codes)
    func beyond(parameters: ReedSolomonParameters, messageBytes: Int) throws {
        let code = try ReedSolomonCode(parameters, messageBytes: messageBytes)
        var random = SeededGenerator(seed: 7)
        for extra in 1...20 {
            let clean = random.bytes(messageBytes)
            let count = min(code.places.count, parameters.strength + extra)
            let (word, _) = damaged(code, clean + code.parity(of: clean), symbols: count, &random)
            let before = (Array(word.prefix(messageBytes)), Array(word.dropFirst(messageBytes)))
            var (message, parity) = before
            switch code.correct(message: &message, parity: &parity) {
            case .clean: #expect(isCodeWord(before.0, before.1, parameters))
            case .corrected(let bits):
                #expect(isCodeWord(message, parity, parameters))
                let changed = zip(before.0 + before.1, message + parity).reduce(0) {
                    $0 + ($1.0 ^ $1.1).nonzeroBitCount
                }
                #expect(changed == bits)
            case .uncorrectable: #expect((message, parity) == before)
            }
        }
    }

    /// Random words land near a code word as often as there are words within t symbols of one.
    @Test(
        "the rate of wrong corrections is the theoretical one",
        arguments: [
            (ReedSolomonParameters(m: 8, polynomial: 0x11d, roots: 2), 200),
            (ReedSolomonParameters(m: 8, polynomial: 0x11d, roots: 4), 200),
            // Symbols of ten bits of which the message has room for eight.
            (ReedSolomonParameters(m: 10, polynomial: 0x409, roots: 2), 500),
            (ReedSolomonParameters(m: 9, polynomial: 0x211, roots: 2, message: .packed, trailingZeros: 100), 400),
        ])
    func miscorrection(parameters: ReedSolomonParameters, messageBytes: Int) throws {
        let code = try ReedSolomonCode(parameters, messageBytes: messageBytes)
        let tries = 2000
        var random = SeededGenerator(seed: 8)
        var hits = 0
        for _ in 0..<tries {
            var message = random.bytes(messageBytes)
            var parity = random.bytes(code.parityBytes)
            if code.correct(message: &message, parity: &parity) == .uncorrectable { continue }
            hits += 1
            if hits % 50 == 0 { #expect(isCodeWord(message, parity, parameters)) }
        }
        // Number of errors of exactly e symbols, by the recurrence of elementary symmetric sums.
        var ways = [1.0] + [Double](repeating: 0, count: parameters.strength)
        for place in code.places {
            let values = Double(1 << place.width) - 1
            for e in stride(from: parameters.strength, to: 0, by: -1) { ways[e] += ways[e - 1] * values }
        }
        let words = Double(1 << (parameters.m * parameters.roots))
        let rate = ways.reduce(0, +) / words
        let deviation = (Double(tries) * rate * (1 - rate)).squareRoot()
        #expect(abs(Double(hits) - Double(tries) * rate) < 5 * deviation, "\(hits) of \(tries), expected \(rate)")
    }

    @Test("JZ4740: FF with FF is a code word and damage to it is put right")
    func erased() throws {
        let code = try ReedSolomonCode(.jz4740, messageBytes: 512)
        let clean = [UInt8](repeating: 0xFF, count: 512)
        let cleanParity = [UInt8](repeating: 0xFF, count: 9)
        var (message, parity) = (clean, cleanParity)
        #expect(code.correct(message: &message, parity: &parity) == .clean)
        for bit in [0, 77, 2000, 4095] { message[bit / 8] ^= 1 << UInt8(bit % 8) }
        #expect(code.correct(message: &message, parity: &parity) == .corrected(bits: 4))
        #expect(message == clean && parity == cleanParity)
    }

    @Test(
        "numbers that make no code are refused",
        arguments: [
            (ReedSolomonParameters(m: 7, polynomial: 0x83, roots: 4), 16),
            (ReedSolomonParameters(m: 13, polynomial: 0x201b, roots: 4), 512),
            (ReedSolomonParameters(m: 10, polynomial: 0x401, roots: 8), 512),
            (ReedSolomonParameters(m: 10, polynomial: 0x409, roots: 7), 512),
            (ReedSolomonParameters(m: 10, polynomial: 0x409, roots: 34), 512),
            (ReedSolomonParameters(m: 10, polynomial: 0x409, firstRoot: -1, roots: 8), 512),
            (ReedSolomonParameters(m: 10, polynomial: 0x409, roots: 8), 1016),
            (ReedSolomonParameters(m: 9, polynomial: 0x211, roots: 8, message: .packed, trailingZeros: 48), 512),
            (ReedSolomonParameters(m: 10, polynomial: 0x409, roots: 8), 0),
            (ReedSolomonParameters(m: 10, polynomial: 0x409, roots: 8), Int.max),
            (ReedSolomonParameters(m: 10, polynomial: 0x409, roots: 8, trailingZeros: Int.max), 512),
        ])
    func impossible(parameters: ReedSolomonParameters, messageBytes: Int) {
        #expect(throws: ECCError.self) { try ReedSolomonCode(parameters, messageBytes: messageBytes) }
    }

    /// Changes so many symbols, and counts the bits.
    private func damaged(
        _ code: ReedSolomonCode, _ word: [UInt8], symbols: Int, _ random: inout SeededGenerator
    ) -> ([UInt8], bits: Int) {
        var (word, bits) = (word, 0)
        for place in code.places.shuffled(using: &random).prefix(symbols) {
            let error = Int.random(in: 1..<1 << place.width, using: &random)
            bits += error.nonzeroBitCount
            for i in 0..<place.width where error >> i & 1 == 1 {
                word[(place.bit + i) / 8] ^= 1 << UInt8((place.bit + i) % 8)
            }
        }
        return (word, bits)
    }
}
