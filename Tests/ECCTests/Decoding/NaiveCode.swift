// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ECC
import TestKit

/// A code by its definition: the remainder by the generator that each single bit of a word leaves.
struct NaiveCode {
    let parameters: BCHParameters
    let messageBits: Int
    let parityBits: Int
    let words: Int
    /// `words` words for each position in the order of transmission, left aligned like a difference.
    private let remainders: [UInt64]

    var length: Int { messageBits + parityBits }

    /// - Parameter messageBits: nil for the longest message.
    init(_ m: Int, _ polynomial: UInt32, _ strength: Int, messageBits: Int? = nil) throws {
        parameters = BCHParameters(m: m, polynomial: polynomial, strength: strength)
        let field = try parameters.field()
        let generator = parameters.generator(in: field)
        let r = generator.degree
        let words = (r + 63) / 64
        var low = [UInt64](repeating: 0, count: words)
        for j in 0..<r where generator[r - 1 - j] { low[j / 64] |= 1 << UInt64(63 - j % 64) }
        let messageBits = messageBits ?? field.n - r
        var all: [[UInt64]] = []
        var power = [UInt64](repeating: 0, count: words)
        power[(r - 1) / 64] = 1 << UInt64(63 - (r - 1) % 64)
        for _ in 0..<messageBits + r {
            all.append(power)
            let carry = power[0] >> 63 == 1
            for w in 0..<words {
                power[w] = power[w] << 1 | (w + 1 < words ? power[w + 1] >> 63 : 0)
                if carry { power[w] ^= low[w] }
            }
        }
        self.messageBits = messageBits
        self.words = words
        parityBits = r
        remainders = Array(all.reversed().joined())
    }

    /// What flipping these bits makes of the difference.
    func difference(_ positions: some Sequence<Int>) -> [UInt64] {
        var sum = [UInt64](repeating: 0, count: words)
        for p in positions {
            for w in 0..<words { sum[w] ^= remainders[p * words + w] }
        }
        return sum
    }

    func randomDifference(_ generator: inout SeededGenerator) -> [UInt64] {
        var all = (0..<words).map { _ in generator.next() }
        if parityBits % 64 != 0 { all[words - 1] &= ~0 << UInt64(64 - parityBits % 64) }
        return all
    }

    /// Distinct positions, ascending.
    func randomPositions(_ count: Int, _ generator: inout SeededGenerator) -> [Int] {
        var positions: [Int] = []
        while positions.count < count {
            let p = Int.random(in: 0..<length, using: &generator)
            if !positions.contains(p) { positions.append(p) }
        }
        return positions.sorted()
    }

    /// The share of all words that lie within `strength` bits of a code word.
    var shareOfCorrectable: Double {
        var (sum, term) = (0.0, 1.0)
        for i in 0...parameters.strength {
            sum += term
            term *= Double(length - i) / Double(i + 1)
        }
        for _ in 0..<parityBits { sum /= 2 }
        return sum
    }
}

/// A decoder with its room, as tests ask it.
struct TestDecoder {
    let decoder: BCHDecoder
    let workspace: BCHDecoder.Workspace

    init(_ code: NaiveCode, _ acceleration: Acceleration) throws {
        decoder = try BCHDecoder(code.parameters, messageBits: code.messageBits, acceleration: acceleration)
        workspace = BCHDecoder.Workspace(for: decoder)
    }

    /// Positions of the errors; nil when uncorrectable.
    func locate(_ difference: [UInt64]) -> [Int]? {
        let count = difference.withUnsafeBufferPointer { words in
            words.baseAddress.flatMap { decoder.locate($0, workspace) }
        }
        return count == nil ? nil : workspace.positions.map(Int.init)
    }
}
