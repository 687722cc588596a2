// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ECC
import TestKit
import Testing

/// A step of a code with what correcting it needs.
private struct Step {
    let code: BCHCode
    let decoder: BCHDecoder
    let workspace: BCHDecoder.Workspace
    var message: [UInt8]
    var parity: [UInt8]

    init(_ code: BCHCode, message: [UInt8], parity: [UInt8]) {
        self.code = code
        self.message = message
        self.parity = parity
        decoder = BCHDecoder(code)
        workspace = BCHDecoder.Workspace(for: decoder)
    }

    /// Flips a bit, counted in the order of transmission from the first of the message.
    mutating func flip(_ k: Int) {
        let lead = 8 * code.messageBytes - code.messageBits
        if k < code.messageBits {
            message[(k + lead) / 8] ^= code.form.order.mask((k + lead) % 8)
        } else {
            parity[(k - code.messageBits) / 8] ^= code.form.order.mask((k - code.messageBits) % 8)
        }
    }

    mutating func correct() -> Correction {
        var difference = [UInt64](repeating: 0, count: code.differenceWords)
        _ = code.check(
            messages: message, messageStride: 0, parity: parity, parityStride: 0, count: 1, differences: &difference)
        return code.correct(message: &message, parity: &parity, difference: difference, decoder, workspace)
    }
}

@Suite("BCH correction")
struct BCHCorrectionTests {
    @Test("codes in any form give back the message and the parity that were stored", arguments: 5...16)
    func forms(m: Int) throws {
        var random = SeededGenerator(seed: UInt64(m))
        for _ in 0..<12 {
            let naive = try NaiveBCH.random(m: m, using: &random)
            let code = try BCHCode(naive.parameters, messageBits: naive.messageBits, form: naive.form)
            let message = naive.message(using: &random)
            let clean = Step(code, message: message, parity: naive.parity(message))
            let length = code.messageBits + code.parityBits
            for count in [0, 1, 2, 3, code.parameters.strength / 2, code.parameters.strength]
            where count <= code.parameters.strength {
                var step = clean
                var positions = Set<Int>()
                while positions.count < min(count, length) {
                    positions.insert(Int.random(in: 0..<length, using: &random))
                }
                for k in positions { step.flip(k) }
                let expected: Correction = positions.isEmpty ? .clean : .corrected(bits: positions.count)
                #expect(step.correct() == expected, "\(naive)")
                #expect(step.message == message && step.parity == clean.parity, "\(naive)")
            }
        }
    }

    @Test("an uncorrectable step stays as it is")
    func untouched() throws {
        let code = try BCHCode(BCHParameters(m: 13, polynomial: 0x201b, strength: 8), messageBits: 4096)
        var random = SeededGenerator(seed: 1)
        let message = random.bytes(512)
        var step = Step(code, message: message, parity: code.parity(of: message))
        for k in 0..<9 { step.flip(400 * k) }
        let before = step
        #expect(step.correct() == .uncorrectable)
        #expect(step.message == before.message && step.parity == before.parity)
    }

    @Test("the decoding vectors come out as written")
    func vectors() throws {
        let group = try ECCVectors.group("bch-decode-m13-t8")
        let code = try BCHCode(BCHParameters(m: 13, polynomial: 0x201b, strength: 8), messageBits: 4096)
        #expect(group.vectors.count >= 10)
        for vector in group.vectors {
            let message = try ECCVectors.input(try #require(vector["in"]?.text))
            let parity = try #require(ECCVectors.bytes(hex: vector["ecc"]?.text))
            var step = Step(code, message: message, parity: parity)
            for flip in vector["flip_bits"]?.items ?? [] { step.flip(try #require(flip.int)) }
            let result = step.correct()
            switch vector["status"]?.text {
            case "clean": #expect(result == .clean)
            case "corrected": #expect(result == .corrected(bits: try #require(vector["errors"]?.int)))
            default: #expect(result == .uncorrectable)
            }
            if result != .uncorrectable { #expect(step.message == message && step.parity == parity) }
        }
    }

    @Test("words that lib/bch.c takes for corrected, though what it makes of them is no code word, are refused")
    func falseAcceptance() throws {
        let group = try ECCVectors.group("bch-decode-false-accept")
        let code = try BCHCode(BCHParameters(m: 13, polynomial: 0x201b, strength: 8), messageBits: 4096)
        #expect(!group.vectors.isEmpty)
        for vector in group.vectors {
            let word = try #require(ECCVectors.bytes(hex: vector["word_hex"]?.text))
            try #require(word.count == 525)
            var step = Step(code, message: Array(word[..<512]), parity: Array(word[512...]))
            #expect(step.correct() == .uncorrectable)
        }
    }
}
