// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import TestKit
import Testing

@testable import FormatTransform

@Suite("Transforms")
struct TransformTests {
    private static let all = Transform.allCases

    private func input(_ bytes: [UInt8]) -> FormatInput {
        FormatInput(source: MemorySource(bytes, name: "x"), options: OptionReader(FormatSpec(""))) { path in
            throw UsageError("no companion \(path) here")
        }
    }

    private func read(_ bytes: [UInt8], _ transform: Transform) throws -> any ByteSource {
        let parts = try TransformFormat(transform: transform).parts(input(bytes))
        try #require(parts.count == 1)
        return try parts[0].open().source
    }

    @Test("undo what other programs have done", arguments: all)
    func vectors(_ transform: Transform) throws {
        let plain = try FormatTesting.fixture("transform/plain.bin")
        let source = try read(try FormatTesting.fixture("transform/\(transform.rawValue).bin"), transform)
        #expect(try source.bytes(at: 0, count: source.size) == plain)
    }

    @Test("any stretch is what the whole has there", arguments: all)
    func stretches(_ transform: Transform) throws {
        var random = SeededGenerator(seed: 5)
        for size in [1, 2, 3, 4, 5, 63, 64, 65, 66, 67] {
            let bytes = random.bytes(size)
            let source = try read(bytes, transform)
            let whole = try source.bytes(at: 0, count: size)
            for start in 0..<size {
                for count in 1...(size - start) {
                    #expect(try source.bytes(at: start, count: count) == Array(whole[start..<(start + count)]))
                }
            }
            // What is no whole word stays.
            let odd = size % transform.unit
            #expect(whole.suffix(odd) == bytes.suffix(odd))
            let findings = try TransformFormat(transform: transform).parts(input(bytes))[0].findings
            #expect(findings.map(\.offset) == (odd > 0 ? [size - odd] : []))
        }
    }

    @Test("what is written in pieces of any size reads back", arguments: all)
    func writing(_ transform: Transform) throws {
        var random = SeededGenerator(seed: 6)
        let bytes = random.bytes(700_003)
        let sink = MemorySink()
        let writer = try TransformFormat(transform: transform).makeSink(
            around: sink, options: OptionReader(FormatSpec("")), name: "x")
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = min(rest.count, Int.random(in: 1...(random.chance(10) ? 400_000 : 9), using: &random))
            try writer.write(Array(rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
        #expect(writer.position == bytes.count)
        try writer.finish()
        #expect(sink.bytes.count == bytes.count && sink.bytes != bytes)
        let source = try read(sink.bytes, transform)
        #expect(try source.bytes(at: 0, count: source.size) == bytes)
    }

    @Test("are found by a header that is right afterwards, and by that alone", arguments: all)
    func probes(_ transform: Transform) throws {
        for other in Self.all {
            let file = MemorySource(try FormatTesting.fixture("transform/\(other.rawValue).bin"))
            let probe = try TransformFormat(transform: transform).probe(try ProbeInput(file))
            #expect(probe?.confidence == (other == transform ? .likely : nil), "\(other)")
            #expect(probe?.reason.contains("UBI") ?? true)
        }
        let plain = try FormatTesting.fixture("transform/plain.bin")
        #expect(try TransformFormat(transform: transform).probe(try ProbeInput(MemorySource(plain))) == nil)
        // Its magic number alone speaks low.
        var damaged = try FormatTesting.fixture("transform/\(transform.rawValue).bin")
        damaged[20] ^= 1
        let probe = try TransformFormat(transform: transform).probe(try ProbeInput(MemorySource(damaged)))
        #expect(probe?.confidence == .weak)
    }

    @Test("nothing at all is no dump", arguments: all)
    func empty(_ transform: Transform) throws {
        #expect(throws: FormatError.self) { try TransformFormat(transform: transform).parts(input([])) }
    }
}
