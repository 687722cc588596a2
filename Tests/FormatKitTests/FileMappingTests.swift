// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import Foundation
import TestKit
import Testing

@Suite("Files in memory")
struct FileMappingTests {
    private let path = FileManager.default.temporaryDirectory
        .appendingPathComponent("museimg-\(UUID().uuidString)").path

    @Test("a mapped file shows its bytes, within its bounds")
    func bytes() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        var random = SeededGenerator(seed: 1)
        let all = random.bytes(100_003)
        try Data(all).write(to: URL(fileURLWithPath: path))
        let source = try FileOpening.source(path: path)
        for (offset, count) in [(0, 1), (0, 100_003), (99_999, 4), (50_000, 20_000), (100_003, 0)] {
            let mapped = try #require(source.mapped(at: offset, count: count))
            #expect(mapped.elementsEqual(all[offset..<(offset + count)]))
        }
        for (offset, count) in [(-1, 1), (0, 100_004), (100_003, 1), (0, -1), (.max, 1), (1, .max)] {
            #expect(source.mapped(at: offset, count: count) == nil)
        }
        #expect(source.isMappingIntact)
    }

    @Test("an empty file, and memory, are not mapped")
    func none() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data().write(to: URL(fileURLWithPath: path))
        #expect(try FileOpening.source(path: path).mapped(at: 0, count: 0) == nil)
        #expect(MemorySource([1, 2, 3]).mapped(at: 0, count: 3) == nil)
    }

    @Test("bytes that are gone read as 0, end no process, and are told of; other files are not touched by that")
    func gone() throws {
        let other = path + "-other"
        defer { for path in [path, other] { try? FileManager.default.removeItem(atPath: path) } }
        for path in [path, other] { try Data(repeating: 7, count: 65536).write(to: URL(fileURLWithPath: path)) }
        let (source, whole) = (try FileOpening.source(path: path), try FileOpening.source(path: other))
        let mapped = try #require(source.mapped(at: 0, count: 65536))
        let kept = try #require(whole.mapped(at: 0, count: 65536))
        #expect(mapped[0] == 7 && kept[0] == 7)
        let file = try #require(FileHandle(forUpdatingAtPath: path))
        try file.truncate(atOffset: 8192)
        #expect(mapped[8191] == 7 && source.isMappingIntact)
        #expect(mapped[40_000] == 0 && mapped[40_001] == 0 && mapped[65535] == 0)
        #expect(!source.isMappingIntact && source.mapped(at: 0, count: 1) == nil)
        #expect(mapped[0] == 7)
        #expect(whole.isMappingIntact && kept.allSatisfy { $0 == 7 })
        #expect(throws: IOFailure.self) { try source.bytes(at: 8000, count: 1000) }
        #expect(try source.bytes(at: 8000, count: 192) == [UInt8](repeating: 7, count: 192))
    }

    @Test("holes are not looked at in memory")
    func holes() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(repeating: 7, count: 32768).write(to: URL(fileURLWithPath: path))
        try #require(FileHandle(forUpdatingAtPath: path)).truncate(atOffset: 262_144)
        let plan = FlatImage.Plan(
            order: .dataOnly, geometry: try GeometrySpec(parsing: "2048x16x8"), origin: .given)
        let image = try FlatImage(FileOpening.source(path: path), plan: plan)
        func resident(_ first: Int, _ count: Int) -> Int? {
            image.resident(PageRange(from: PageNumber(first), count: count))?.pages.count
        }
        #expect(resident(0, 128) == 16 && resident(15, 2) == 1)
        #expect(resident(16, 1) == nil && resident(127, 1) == nil)
    }
}
