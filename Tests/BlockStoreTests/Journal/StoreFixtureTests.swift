// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import Foundation
import TestKit
import Testing

@testable import BlockStore

/// `fixtures/store/small.muse`: what version 1.0 wrote, to be read for ever.
///
/// With MUSEIMG_UPDATE=1 in the environment it is written anew; its hash is in fixtures/MANIFEST.tsv.
@Suite("The stored store")
struct StoreFixtureTests {
    private let path = TemporaryFolder.root.appendingPathComponent("fixtures/store/small.muse")

    /// Six blocks of 8 pages of 512+16: full, erased, bad by its mark, begun, with pages that are not there, full of 0.
    private func base() throws -> MemoryDevice {
        let device = MemoryDevice(
            geometry: try Geometry(pageSize: 512, oobSize: 16, pagesPerBlock: 8, blockCount: 6))
        func page(_ number: Int, _ text: String) {
            var bytes = [UInt8](repeating: 0xFF, count: 528)
            bytes.replaceSubrange(0..<text.utf8.count, with: Array(text.utf8))
            device.set(unitAt: PageNumber(number), state: .programmed, bytes: bytes)
        }
        for number in 0..<8 { page(number, "page \(number) of the base\n") }
        var bad = [UInt8](repeating: 0xFF, count: 528)
        bad[512 + 5] = 0
        device.set(unitAt: PageNumber(16), state: .programmed, bytes: bad)
        try device.markBad(BlockNumber(2))
        for number in 24..<27 { page(number, "page \(number) of the base\n") }
        device.set(unitAt: PageNumber(33), state: .missing, bytes: nil)
        device.set(unitAt: PageNumber(34), state: .unreadable, bytes: [UInt8](repeating: 0x55, count: 528))
        for number in 40..<48 {
            device.set(unitAt: PageNumber(number), state: .programmed, bytes: [UInt8](repeating: 0, count: 528))
        }
        return device
    }

    private func make() throws -> [UInt8] {
        let (file, device) = (MemoryJournalFile(), try base())
        var description = StoreDescription()
        description.marker = .standard(for: device.geometry)
        description.writtenAs = FormatSpec("raw-oob")
        description.chipOOBSize = 16
        var header = StoreHeader(
            geometry: device.geometry, description: description, identity: 0x4D55_5345_494D_4721, created: 0)
        let written = try ContainedBaseWriter(source: device, file: file, seed: header.seed).write(at: 4096)
        header.description.contained = written.index
        header.description.journal = written.end
        try header.encoded(reserved: 4096).withUnsafeBytes { try file.write($0, at: 0) }
        let store = try JournaledStore(
            file, base: device, marker: description.marker, interval: CheckpointInterval(records: 12))
        func program(_ page: Int, _ text: String) throws {
            var data = [UInt8](repeating: 0xFF, count: 512)
            data.replaceSubrange(0..<text.utf8.count, with: Array(text.utf8))
            try store.program(PageNumber(page), data: data, oob: nil)
        }
        try store.mark("before", at: "0")
        for page in 8..<12 { try program(page, "page \(page), programmed\n") }
        try program(11, "p!ge 11")
        try store.sync()
        try store.erase(BlockNumber(0))
        try program(0, "page 0, after an erase\n")
        try program(27, "page 27, over the base\n")
        try store.sync()
        try store.mark("middle")
        try store.markBad(BlockNumber(5))
        try store.note(.fault, "flip: 1 bit", at: 27)
        try store.note(.powerLoss, "", at: 0)
        try store.sync()
        _ = try store.rewind(to: "middle")
        try program(1, "page 1, another way\n")
        try store.sync()
        return file.bytes
    }

    /// Without times and what depends on them.
    private func records(_ bytes: [UInt8]) throws -> [String] {
        let file = MemoryJournalFile(bytes)
        let header = try StoreHeader(file)
        let walker = RecordWalker(file, seed: header.seed, from: header.size, end: bytes.count)
        var lines = [header.description.text]
        while case .record(let record, let payload) = try walker.next() {
            let hash = CRC32C.of(payload)
            lines.append(
                "\(record.kind) \(record.flags.rawValue) \(record.sequence) \(record.address) \(record.length) \(hash)")
        }
        return lines
    }

    @Test("is read as it was written, and written as it was")
    func fixture() throws {
        if ProcessInfo.processInfo.environment["MUSEIMG_UPDATE"] == "1" {
            try FileManager.default.createDirectory(
                at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(make()).write(to: path)
        }
        let bytes = Array(try Data(contentsOf: path))
        #expect(try records(bytes) == records(make()))
        let history = try StoreHistory(MemoryJournalFile(bytes))
        #expect(history.tail == nil)
        let contained = try ContainedBase(
            history.file, header: history.header, index: try #require(history.header.description.contained))
        #expect(try Snapshot(contained).firstDifference(from: Snapshot(base())) == nil)
    }
}
