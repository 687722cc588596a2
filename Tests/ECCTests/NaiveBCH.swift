// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ECC
import TestKit

/// A BCH code by its definition: the remainder of a long division of polynomials.
struct NaiveBCH: CustomStringConvertible {
    let parameters: BCHParameters
    let messageBits: Int
    let form: BCHForm
    private let generator: BinaryPolynomial

    init(_ parameters: BCHParameters, messageBits: Int, form: BCHForm) throws {
        self.parameters = parameters
        self.messageBits = messageBits
        self.form = form
        generator = parameters.generator(in: try parameters.field())
    }

    /// Any code over GF(2^m), in any form.
    static func random(m: Int, using random: inout SeededGenerator) throws -> NaiveBCH {
        while true {
            let polynomial = UInt32.random(in: 1 << UInt32(m)..<2 << UInt32(m), using: &random) | 1
            let t = Int.random(in: 1...min(72, 1 << (m - 3)), using: &random)
            let parameters = BCHParameters(m: m, polynomial: polynomial, strength: t)
            guard let field = try? parameters.field() else { continue }
            let r = parameters.generator(in: field).degree
            guard field.n - r >= 8 else { continue }
            var bits = Int.random(in: 8...min(field.n - r, 2500), using: &random)
            if random.chance(50) { bits = bits / 8 * 8 }
            let masks: [BCHForm.Mask] = [.none, .erased, .bytes(random.bytes((r + 7) / 8))]
            let form = BCHForm(
                order: BitOrder.allCases.randomElement(using: &random) ?? .msb, invertsMessage: random.chance(50),
                invertsParity: random.chance(50), mask: masks.randomElement(using: &random) ?? .none)
            return try NaiveBCH(parameters, messageBits: bits, form: form)
        }
    }

    var description: String {
        "m=\(parameters.m) \(parameters.polynomial) t=\(parameters.strength) \(messageBits) bits \(form)"
    }

    /// A random one, with its lead bits 0.
    func message(using random: inout SeededGenerator) -> [UInt8] {
        var message = random.bytes((messageBits + 7) / 8)
        for k in 0..<(-messageBits & 7) { message[0] &= ~form.order.mask(k) }
        return message
    }

    /// The stored parity.
    func parity(_ message: [UInt8]) -> [UInt8] {
        var parity = unmasked(message)
        switch form.mask {
        case .none: break
        case .bytes(let bytes): for i in parity.indices { parity[i] ^= bytes[i] }
        case .erased:
            var ones = [UInt8](repeating: 0xFF, count: message.count)
            for k in 0..<(-messageBits & 7) { ones[0] &= ~form.order.mask(k) }
            let erased = unmasked(ones)
            for i in parity.indices { parity[i] ^= ~erased[i] }
        }
        for k in generator.degree..<parity.count * 8 { parity[k / 8] &= ~form.order.mask(k % 8) }
        return parity
    }

    private func unmasked(_ message: [UInt8]) -> [UInt8] {
        let bits = (message.count * 8 - messageBits..<message.count * 8).map { k in
            (message[k / 8] & form.order.mask(k % 8) != 0) != form.invertsMessage
        }
        let r = generator.degree
        var raised = BinaryPolynomial.zero
        raised.add(BinaryPolynomial(bits: bits, count: messageBits), shiftedBy: r)
        let remainder = raised % generator
        var parity = [UInt8](repeating: 0, count: (r + 7) / 8)
        for k in 0..<r where remainder[r - 1 - k] != form.invertsParity { parity[k / 8] |= form.order.mask(k % 8) }
        return parity
    }
}
