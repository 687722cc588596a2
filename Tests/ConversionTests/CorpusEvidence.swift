// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import Foundation
import TestKit
import Testing

/// Comparing long stretches of bytes: loops over bytes take minutes in a debug build.
enum Stretches {
    static func areEqual(_ a: UnsafeMutableRawBufferPointer, _ b: UnsafeMutableRawBufferPointer) -> Bool {
        guard a.count == b.count, let x = a.baseAddress, let y = b.baseAddress else { return a.count == b.count }
        return memcmp(x, y, a.count) == 0
    }

    static func areEqual(_ a: String, _ b: String) throws -> Bool {
        let (x, y) = (try FileOpening.source(path: a), try FileOpening.source(path: b))
        guard x.size == y.size else { return false }
        for offset in stride(from: 0, to: x.size, by: 1 << 20) {
            guard try x.bytes(at: offset, count: 1 << 20) == y.bytes(at: offset, count: 1 << 20) else { return false }
        }
        return true
    }
}

/// The pages in which two files of raw pages differ, and in how many bits.
struct Flips {
    struct Page: CustomStringConvertible {
        /// On the chip.
        var page: Int
        var data = 0
        var oob = 0
        var description: String { "page \(page) (\(data) bits of data, \(oob) of OOB)" }
    }

    private(set) var pages: [Page] = []

    /// - Parameter image: `a` as an image, for the places of its pages.
    init(_ a: String, _ b: String, _ image: any RawImage) throws {
        let (x, y) = (try FileOpening.source(path: a), try FileOpening.source(path: b))
        #expect(x.size == y.size)
        let (size, raw) = (image.geometry.pageSize, image.geometry.rawPageSize)
        let step = 512 * raw
        for offset in stride(from: 0, to: x.size, by: step) {
            let (left, right) = (try x.bytes(at: offset, count: step), try y.bytes(at: offset, count: step))
            guard left != right else { continue }
            for start in stride(from: 0, to: left.count, by: raw)
            where left[start..<(start + raw)] != right[start..<(start + raw)] {
                var page = Page(page: try #require(image.page(atFileOffset: offset + start)).rawValue)
                for i in 0..<raw {
                    let bits = (left[start + i] ^ right[start + i]).nonzeroBitCount
                    if i < size { page.data += bits } else { page.oob += bits }
                }
                pages.append(page)
            }
        }
    }
}

/// The known pattern in the last blocks: digests of `tail0`, `tail1`, ... in a row, written around bad blocks.
struct Tail {
    private let chip: CorpusChip
    /// Where it begins on the chip, in bytes of data: what `nandwrite -s` was told.
    private let start: Int

    init(_ chip: CorpusChip) throws {
        self.chip = chip
        let words = try #require(chip.manifest.commands.first { $0.contains("nandwrite") }).split(separator: " ")
        let option = try #require(words.firstIndex(of: "-s"))
        start = try #require(Int(words[option + 1]))
    }

    /// What was written to the page at `address`.
    func page(at address: Int) throws -> [UInt8] {
        let first = try (chip.offsetWithoutBad(address) - chip.offsetWithoutBad(start)) / 32
        let last = try first + chip.pageSize / 32 - 1
        let loop = "for i in $(seq \(first) \(last)); do printf 'tail%d' $i | sha256sum; done"
        let lines = String(decoding: try Fixture.output(of: ["sh", "-c", loop]), as: UTF8.self).split(separator: "\n")
        return lines.flatMap { line in
            stride(from: 0, to: 64, by: 2).compactMap { UInt8(line.dropFirst($0).prefix(2), radix: 16) }
        }
    }
}
