// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ECC
import PageLayout

/// Words of one shape from many pages, as polynomials: rows of bits, the parity at the low end.
struct WordSet {
    /// Bits of a word.
    let bitCount: Int
    /// 64-bit words of a row.
    let stride: Int
    /// ``count`` rows, lowest powers first.
    private(set) var words: [UInt64] = []
    /// Which page of the sample each row is from.
    private(set) var pages: [Int] = []

    var count: Int { pages.count }

    /// The most words that are taken.
    static let most = 128

    /// Words whose message is not one repeated byte, each message once.
    init(_ sample: PageSample, _ shape: WordShape, rows: [Int], limit: Int = WordSet.most) {
        self.init(sample, [shape], rows: rows, limit: limit)
    }

    /// The same of several steps, one step after the other; they have to be of one length.
    init(_ sample: PageSample, _ shapes: [WordShape], rows: [Int], limit: Int = WordSet.most) {
        bitCount = shapes.first?.bitCount ?? 0
        stride = (bitCount + 63) / 64
        var seen = Set<[UInt64]>()
        for shape in shapes where shape.bitCount == bitCount && shape.fits(rawSize: sample.rawSize) {
            let table = BitStream.table(shape.order)
            for row in rows where row >= 0 && row < sample.count {
                guard count < limit else { return }
                let base = row * sample.rawSize
                guard Self.varies(sample, shape, base) else { continue }
                var message = BitStream(bits: shape.messageBits)
                for range in shape.message { message.append(range, of: sample.bytes, base: base, table: table) }
                guard seen.insert(message.words).inserted else { continue }
                var word = BitStream(bits: bitCount)
                for range in shape.message { word.append(range, of: sample.bytes, base: base, table: table) }
                word.appendZeros(shape.gap)
                word.append(shape.parity, of: sample.bytes, base: base, table: table)
                words += word.words
                pages.append(row)
            }
        }
    }

    private static func varies(_ sample: PageSample, _ shape: WordShape, _ base: Int) -> Bool {
        var first: UInt8?
        for range in shape.message {
            for byte in range.bytes {
                let value = sample.bytes[base + byte]
                if let first, first != value { return true }
                first = value
            }
        }
        return false
    }

    func polynomial(_ row: Int) -> BinaryPolynomial {
        BinaryPolynomial(words: Array(words[row * stride..<(row + 1) * stride]))
    }

    /// The sum of two words: constants of all kinds are gone from it.
    func difference(_ a: Int, _ b: Int) -> BinaryPolynomial {
        BinaryPolynomial(words: (0..<stride).map { words[a * stride + $0] ^ words[b * stride + $0] })
    }

    /// How many low bits are the same in all of `rows`.
    func constantLowBits(_ rows: [Int]) -> Int {
        guard let first = rows.first else { return 0 }
        for j in 0..<stride {
            let changed = rows.reduce(UInt64(0)) { $0 | (words[$1 * stride + j] ^ words[first * stride + j]) }
            if changed != 0 { return j * 64 + changed.trailingZeroBitCount }
        }
        return bitCount
    }

    /// Which of the low `bits` bits are not the same in all of `rows`: one bit each, the lowest first.
    func changingLowBits(_ rows: [Int], bits: Int) -> [Bool] {
        guard let first = rows.first else { return [] }
        return (0..<min(bits, bitCount)).map { bit in
            rows.contains { row in
                (words[row * stride + bit / 64] ^ words[first * stride + bit / 64]) >> UInt64(bit % 64) & 1 == 1
            }
        }
    }

    /// How many of the differences to the first of `rows` are linearly independent.
    ///
    /// Only those are evidence: what holds for two words holds for their sum.
    func rank(_ rows: [Int]) -> Int {
        guard let first = rows.first else { return 0 }
        var matrix = BitMatrix(columns: bitCount)
        for row in rows.dropFirst() {
            matrix.append((0..<stride).map { words[row * stride + $0] ^ words[first * stride + $0] })
        }
        return matrix.eliminate().count
    }
}
