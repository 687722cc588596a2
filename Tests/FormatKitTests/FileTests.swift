// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import Foundation
import TestKit
import Testing

@Suite("Files")
struct FileTests {
    /// A folder of its own that vanishes.
    private final class Folder {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("museimg-\(UUID().uuidString)")
        init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }
        deinit { try? FileManager.default.removeItem(at: url) }
        func path(_ name: String) -> String { url.appendingPathComponent(name).path }
        var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? [] }
    }

    @Test("an output appears whole or not at all")
    func wholeOrNothing() throws {
        let folder = try Folder()
        var output: OutputFile? = try OutputFile(path: folder.path("a"), overwrite: false)
        try output?.sink.write([1, 2, 3])
        try output?.sink.finish()
        #expect(!folder.names.contains("a"))
        output = nil
        #expect(folder.names.isEmpty)

        let kept = try OutputFile(path: folder.path("a"), overwrite: false)
        try kept.sink.write([1, 2, 3])
        try kept.sink.finish()
        try kept.commit()
        #expect(folder.names == ["a"])
        #expect(try FileOpening.source(path: folder.path("a")).bytes(at: 0, count: 10) == [1, 2, 3])
        #expect(throws: UsageError.self) { try OutputFile(path: folder.path("a"), overwrite: false) }
        #expect(throws: IOFailure.self) { try OutputFile(path: folder.path("no/a"), overwrite: false) }
        #expect(throws: IOFailure.self) { try OutputFile(path: folder.url.path, overwrite: true) }
    }

    @Test("what is written and left out reads back, on a file system with holes", arguments: 0..<20)
    func holes(seed: Int) throws {
        let folder = try Folder()
        var random = SeededGenerator(seed: UInt64(seed))
        let output = try OutputFile(path: folder.path("a"), overwrite: false)
        var expected: [UInt8] = []
        for _ in 0..<12 {
            let count = Int.random(in: 1...40000, using: &random)
            switch Int.random(in: 0..<3, using: &random) {
            case 0:
                let bytes = random.bytes(count)
                try output.sink.write(bytes)
                expected += bytes
            case 1:
                try output.sink.fill(0xFF, count: count)
                expected += [UInt8](repeating: 0xFF, count: count)
            default:
                try output.sink.hole(count: count, filler: 0)
                expected += [UInt8](repeating: 0, count: count)
            }
        }
        try output.sink.finish()
        try output.commit()
        let source = try FileOpening.source(path: folder.path("a"))
        #expect(source.size == expected.count)
        #expect(try source.bytes(at: 0, count: source.size) == expected)
        // Every stretch that is said to be a hole really reads as zeros, and they cover the file.
        var offset = 0
        while offset < source.size, let stretch = source.stretch(at: offset) {
            #expect(stretch.range.lowerBound == offset && !stretch.range.isEmpty)
            if stretch.isHole { #expect(expected[stretch.range].allSatisfy { $0 == 0 }) }
            offset = stretch.range.upperBound
        }
    }

    @Test(
        "pieces are gathered in order, however many there are",
        arguments: [(1, 1), (3, 2048), (700, 2048), (2000, 64), (3000, 1)])
    func gathered(count: Int, size: Int) throws {
        let folder = try Folder()
        var random = SeededGenerator(seed: UInt64(count))
        let raw = random.bytes(count * (size + 16))
        let expected = raw + raw
        try raw.withUnsafeBytes { raw in
            let data = StridedBytes(start: raw.baseAddress, size: size, stride: size + 16, count: count)
            let oob = StridedBytes(start: raw.baseAddress.map { $0 + size }, size: 16, stride: size + 16, count: count)
            let output = try OutputFile(path: folder.path("a"), overwrite: false)
            let memory = MemorySink()
            for sink in [output.sink, memory] {
                try sink.write(zipped: [data, oob])
                try sink.write(zipped: [data, oob])
                #expect(sink.position == expected.count)
                try sink.finish()
            }
            try output.commit()
            #expect(memory.bytes == expected)
        }
        #expect(try FileOpening.source(path: folder.path("a")).bytes(at: 0, count: expected.count + 1) == expected)
    }

    @Test("erased pages can be left out as holes and come back as erased", arguments: 0..<20)
    func erasedAsHoles(seed: Int) throws {
        let folder = try Folder()
        var random = SeededGenerator(seed: UInt64(seed))
        let geometry = try Geometry(pageSize: 2048, oobSize: 64, pagesPerBlock: 8, blockCount: 16)
        let device = MemoryDevice(geometry: geometry)
        for block in 0..<16 where random.chance(40) {
            for page in geometry.pages(of: BlockNumber(block)) where random.chance(70) {
                var bytes = random.chance(30) ? [UInt8](repeating: 0, count: 2112) : random.bytes(2112)
                bytes[2048] = 0xFF
                device.set(unitAt: page, state: .programmed, bytes: bytes)
            }
        }
        let output = try OutputFile(path: folder.path("a"), overwrite: false)
        let writer = try FlatWriter(order: .interleaved, geometry: geometry, sink: output.sink, leavesHoles: true)
        var walker = try PageWalker(device)
        while let run = try walker.step() { try writer.write(run) }
        try writer.finish()
        try output.commit()
        var plan = FlatImage.Plan(order: .interleaved, geometry: GeometrySpec(geometry), origin: .given)
        plan.holes = .erased
        let image = try FlatImage(try FileOpening.source(path: folder.path("a")), plan: plan)
        #expect(try Snapshot(image).firstDifference(from: try Snapshot(device)) == nil)
        try Conformance.check(source: image)
    }

    @Test("blocks in holes are judged as if their bytes had been read", arguments: 0..<30)
    func judgedHoles(seed: Int) throws {
        let folder = try Folder()
        var random = SeededGenerator(seed: UInt64(seed))
        var bytes: [UInt8] = []
        let output = try OutputFile(path: folder.path("a"), overwrite: false)
        for _ in 0..<8 {
            let stored = random.bytes(Int.random(in: 1...20000, using: &random)).map { $0 | 0x0F }
            let count = Int.random(in: 1...40000, using: &random)
            try output.sink.write(stored)
            try output.sink.hole(count: count, filler: 0)
            bytes += stored + [UInt8](repeating: 0, count: count)
        }
        try output.sink.finish()
        try output.commit()
        var plan = FlatImage.Plan(
            order: .interleaved, geometry: GeometrySpec(pageSize: 512, oobSize: 16, pagesPerBlock: 4), origin: .given)
        plan.marker = BadBlockMarker(offset: 5)
        plan.listedBad = BlockSet([BlockNumber(3), BlockNumber(9), BlockNumber(10)])
        let sparse = try FlatImage(try FileOpening.source(path: folder.path("a")), plan: plan)
        let dense = try FlatImage(MemorySource(bytes), plan: plan)
        #expect(try Snapshot(sparse).firstDifference(from: try Snapshot(dense)) == nil)
        try Conformance.check(source: sparse)
    }

    @Test("pages that were never read are missing, and those read in part unreadable")
    func missingHoles() throws {
        let folder = try Folder()
        let output = try OutputFile(path: folder.path("a"), overwrite: false)
        // Stored: bytes 0 to 4096 and 16384 to the end; pages are 2112 bytes.
        try output.sink.fill(0x11, count: 4096)
        try output.sink.hole(count: 12288, filler: 0)
        try output.sink.fill(0x22, count: 2112 * 16 - 16384)
        try output.sink.finish()
        try output.commit()
        var plan = FlatImage.Plan(
            order: .interleaved, geometry: GeometrySpec(pageSize: 2048, oobSize: 64, pagesPerBlock: 8), origin: .given)
        plan.holes = .missing
        let image = try FlatImage(try FileOpening.source(path: folder.path("a")), plan: plan)
        let states = try Snapshot(image).pages.map(\.state)
        // Page 1 ends at 4224, page 7 begins at 14784 and ends at 16896.
        #expect(states[0] == .programmed && states[1] == .unreadable)
        #expect(states[2..<7].allSatisfy { $0 == .missing })
        #expect(states[7] == .unreadable && states[8] == .programmed)
        try Conformance.check(source: image)
    }

    @Test("a directory, a missing file: each with its name")
    func unreadable() throws {
        let folder = try Folder()
        let missing = try #require(throws: IOFailure.self) { try FileOpening.source(path: folder.path("no")) }
        #expect(missing.message.contains(folder.path("no")))
        #expect(throws: IOFailure.self) { try FileOpening.source(path: folder.url.path) }
    }
}
