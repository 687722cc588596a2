// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ECC
import PageLayout
import TestKit

@testable import Identification

/// A naive encoder: long division, bit by bit, and nothing of the code under test but its polynomials.
struct SyntheticCode {
    var parameters: BCHParameters
    var form: BCHForm
    let generator: BinaryPolynomial

    init(_ m: Int, _ polynomial: UInt32, _ strength: Int, _ form: BCHForm = BCHForm()) throws {
        parameters = BCHParameters(m: m, polynomial: polynomial, strength: strength)
        self.form = form
        generator = parameters.generator(in: try parameters.field())
    }

    var parityBits: Int { generator.degree }

    /// Bits of a raw page in the order of the form.
    func bits(_ page: [UInt8], _ range: BitRange) -> [Bool] {
        (range.start..<range.end).map { page[$0 / 8] & form.order.mask($0 % 8) != 0 }
    }

    /// Parity bits of a message, as they are stored.
    func parity(_ message: [Bool]) -> [Bool] {
        let plain = remainder(form.invertsMessage ? message.map(!) : message)
        let stored = form.invertsParity ? plain.map(!) : plain
        guard form.mask == .erased else { return stored }
        let erased = remainder([Bool](repeating: true, count: message.count)).map(!)
        return zip(stored, erased).map { $0 != $1 }
    }

    private func remainder(_ message: [Bool]) -> [Bool] {
        var shifted = BinaryPolynomial.zero
        shifted.add(BinaryPolynomial(bits: message, count: message.count), shiftedBy: parityBits)
        let rest = shifted % generator
        return (0..<parityBits).map { rest[parityBits - 1 - $0] }
    }

    /// Writes the parity of the message at `ranges` to `start`, in bits of the raw page.
    func encode(_ page: inout [UInt8], message ranges: [BitRange], parityAt start: Int) {
        let message = ranges.flatMap { bits(page, $0) }
        for (k, bit) in parity(message).enumerated() {
            let mask = form.order.mask((start + k) % 8)
            if bit { page[(start + k) / 8] |= mask } else { page[(start + k) / 8] &= ~mask }
        }
    }
}

/// Pages of a made-up chip.
struct SyntheticDump {
    var pageSize: Int
    var oobSize: Int
    var pages: [[UInt8]] = []

    /// Flips each bit with a probability of `perMillion` in 10^6.
    mutating func addErrors(perMillion: Int, _ generator: inout SeededGenerator) {
        for i in pages.indices {
            let bits = pages[i].count * 8
            // A page has few errors: their number first, then their places.
            var expected = bits * perMillion
            while expected > 0 {
                if Int.random(in: 0..<1_000_000, using: &generator) < min(expected, 1_000_000) {
                    let bit = Int.random(in: 0..<bits, using: &generator)
                    pages[i][bit / 8] ^= 1 << UInt8(bit % 8)
                }
                expected -= 1_000_000
            }
        }
    }

    func sample() throws -> PageSample {
        guard let sample = PageSample(pages: pages, pageSize: pageSize, oobSize: oobSize) else { throw NoSample() }
        return sample
    }

    struct NoSample: Error {}
}
