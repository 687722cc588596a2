// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import Inspect
import TestKit
import Testing

@Suite("Hostile bytes")
struct DamageTests {
    private static let files = RecogniserTests.samples.map(\.file)

    @Test("cut short at any place", arguments: files)
    func truncated(_ file: String) throws {
        let bytes = try Samples.bytes(file)
        let places =
            Array(1..<min(140, bytes.count)) + Array(stride(from: 140, to: bytes.count, by: bytes.count / 12 + 1))
        for place in places {
            _ = try Samples.inspect(Array(bytes[..<place]), "raw", geometry: "nor:4K")
        }
    }

    @Test("a hundred bytes changed, most of them in headers", arguments: files)
    func mutated(_ file: String) throws {
        let original = try Samples.bytes(file)
        var generator = SeededGenerator(seed: 7)
        for round in 0..<60 {
            var bytes = original
            for _ in 0..<(round % 10 + 1) {
                let place =
                    generator.chance(70)
                    ? Int.random(in: 0..<min(256, bytes.count), using: &generator)
                    : Int.random(in: 0..<bytes.count, using: &generator)
                let edges: [UInt8] = [0, 1, 0x7F, 0x80, 0xFF]
                bytes[place] =
                    generator.chance(50)
                    ? edges[Int.random(in: 0..<5, using: &generator)]
                    : UInt8.random(in: 0...255, using: &generator)
            }
            let inspection = try Samples.inspect(bytes, "raw", geometry: "nor:4K")
            for content in inspection.contents { #expect(content.offset < bytes.count) }
        }
    }

    @Test("sizes near the end of numbers")
    func huge() throws {
        // A device tree whose every size is as large as it gets, behind a plausible start.
        var tree = try Samples.bytes("inspect/board.dtb")
        for place in stride(from: 4, to: min(400, tree.count - 4), by: 4) {
            let saved = Array(tree[place..<(place + 4)])
            for value in [[0x7F, 0xFF, 0xFF, 0xFF], [0xFF, 0xFF, 0xFF, 0xFF], [0x80, 0, 0, 0]] as [[UInt8]] {
                tree.replaceSubrange(place..<(place + 4), with: value)
                _ = try Samples.inspect(tree, "raw", geometry: "nor:4K")
            }
            tree.replaceSubrange(place..<(place + 4), with: saved)
        }
    }

    @Test("evidence from any bytes")
    func evidence() throws {
        var generator = SeededGenerator(seed: 9)
        let dump = try Samples.bytes("nanddump/bb_skipbad.oob.bin.gz")
        for size in [0, 1, 63, 511, 512, 513, 2112, 4000, 65537] {
            _ = try GeometryEvidence(MemorySource(Array(dump[..<size])))
            _ = try GeometryEvidence(MemorySource(generator.bytes(size)))
        }
    }
}
