// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import Foundation
import TestKit
import Testing

@testable import BlockStore

/// `fixtures/trace/small.trace`: what version 1.0 wrote, to be read for ever.
///
/// With MUSEIMG_UPDATE=1 in the environment it is written anew; its hash is in fixtures/MANIFEST.tsv.
@Suite("The stored trace")
struct TraceFixtureTests {
    private let path = TemporaryFolder.root.appendingPathComponent("fixtures/trace/small.trace")

    /// On a chip of 2048+64x64x8 whose pages 9 and later of each block are erased.
    private func make() throws -> [UInt8] {
        let file = MemoryJournalFile()
        let geometry = try Geometry(pageSize: 2048, oobSize: 64, pagesPerBlock: 64, blockCount: 8)
        let writer = try TraceWriter(
            file, geometry: geometry, image: "/home/user/dump.bin", filters: [], identity: 0x4D55_5345_494D_4721,
            created: 0)
        var clock: UInt64 = 1_700_000_000_000_000_000
        func add(
            _ kind: TraceOperation.Kind, _ pages: PageRange, microseconds: UInt64, _ content: [UInt8] = [],
            _ outcome: TraceOutcome = .done, _ text: String = ""
        ) {
            var operation = TraceOperation(kind, pages)
            (operation.time, operation.latency) = (clock, microseconds * 1000)
            (operation.outcome, operation.text) = (outcome, text)
            content.withUnsafeBytes { writer.append(operation, content: $0) }
            clock += microseconds * 1000 + 20_500
        }
        func block(_ number: Int) -> PageRange { geometry.pages(of: BlockNumber(number)) }
        func crc(_ pages: [[UInt8]]) -> [UInt8] {
            pages.flatMap { withUnsafeBytes(of: CRC32C.of($0).littleEndian, Array.init) }
        }
        let blank = [UInt8](repeating: 0xFF, count: 2112)
        var page = blank
        page.replaceSubrange(0..<14, with: Array("page 20, begun".utf8))
        add(.read, PageRange(from: PageNumber(20), count: 2), microseconds: 61, crc([blank, blank]))
        add(.program, PageRange(from: PageNumber(20), count: 1), microseconds: 612, page)
        add(.read, PageRange(from: PageNumber(20), count: 1), microseconds: 58, crc([page]))
        add(.sync, .none, microseconds: 2300)
        add(.erase, block(3), microseconds: 3050)
        add(.read, PageRange(from: PageNumber(192), count: 3), microseconds: 75, crc([blank, blank, blank]))
        add(.markBad, block(6), microseconds: 900)
        add(.erase, block(6), microseconds: 2, [], .badBlock, "block 6: is bad and cannot be erased")
        add(.sync, .none, microseconds: 2100)
        writer.flush()
        return file.bytes
    }

    @Test("is read as it was written, and written as it was")
    func fixture() throws {
        if ProcessInfo.processInfo.environment["MUSEIMG_UPDATE"] == "1" {
            try Data(make()).write(to: path)
        }
        let bytes = Array(try Data(contentsOf: path))
        #expect(try bytes == make())
        var lines: [String] = []
        let tail = try TraceFile(MemorySource(bytes)).forEach { operation, content in
            lines.append("\(operation.kind.word) \(operation.pages.count) \(operation.outcome.word) \(content.count)")
            return true
        }
        #expect(tail == nil)
        #expect(
            lines == [
                "read 2 done 8", "program 1 done 2112", "read 1 done 4", "sync 0 done 0", "erase 64 done 0",
                "read 3 done 12", "mark-bad 64 done 0", "erase 64 bad block 0", "sync 0 done 0",
            ])
    }
}
