// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import FormatRegistry
import Foundation
import TestKit
import Testing

@testable import BlockStore

@Suite("Stores as files, and their bases")
struct StoreFileTests {
    private let folder: TemporaryFolder
    private let base: [UInt8]
    private let geometry: Geometry
    private let opener = ImageOpener(registry: museimgFormats)

    init() throws {
        folder = try TemporaryFolder()
        geometry = try Geometry(pageSize: 512, oobSize: 16, pagesPerBlock: 8, blockCount: 100)
        var random = SeededGenerator(seed: 4)
        // More than the samples cover, every third block erased.
        base = (0..<geometry.pageCount).flatMap { page -> [UInt8] in
            if page / 8 % 3 == 1 { return [UInt8](repeating: 0xFF, count: 528) }
            var bytes = random.bytes(528)
            bytes[517] = 0xFF
            return bytes
        }
        try folder.write("dump.bin", base)
    }

    private func open(_ spec: ImageSpec, _ geometry: GeometrySpec? = nil) throws -> OpenedImage {
        try opener.open(spec, geometry: geometry)
    }

    private func create(_ name: String = "s.muse", isSelfContained: Bool = false) throws -> String {
        let path = folder.path("dump.bin")
        let image = try opener.open(
            ImageSpec(formats: [FormatSpec("raw-oob")], path: path), geometry: GeometrySpec(geometry))
        try StoreCreation(image, path: path, isSelfContained: isSelfContained)
            .write(to: folder.path(name), overwrites: false)
        return folder.path(name)
    }

    private func image(_ path: String, _ options: KeyValuePairs<String, String> = [:]) throws -> any RawImage {
        try open(ImageSpec(formats: [FormatSpec("store", options)], path: path)).image
    }

    /// Some of everything.
    private func change(_ store: JournaledStore, seed: UInt64 = 8, steps: Int = 300) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<steps {
            let block = BlockNumber(Int.random(in: 0..<geometry.blockCount, using: &random))
            if try store.isBad(block) { continue }
            if random.chance(20) { try store.erase(block) }
            if random.chance(1) { try store.markBad(block) }
            let page = geometry.firstPage(of: block).advanced(by: Int.random(in: 0..<8, using: &random))
            try store.program(page, data: random.bytes(512), oob: nil)
        }
        try store.sync()
    }

    @Test("are found by their magic number, and read at any point while they are written")
    func readWhileWritten() throws {
        let path = try create()
        let store = try StoreFile.open(path: path, openImage: open)
        try change(store)
        try store.mark("here")
        let then = try Snapshot(store)
        #expect(try Snapshot(open(ImageSpec(path: path)).image).firstDifference(from: then) == nil)
        try change(store, seed: 9)
        let spec = ImageSpec(parsing: "store:\(path)@here") { museimgFormats.format(named: $0) != nil }
        #expect(try Snapshot(open(spec).image).firstDifference(from: then) == nil)
        #expect(
            try Snapshot(image(path, ["at": "0"]))
                == Snapshot(
                    opener.open(
                        ImageSpec(formats: [FormatSpec("raw-oob")], path: folder.path("dump.bin")),
                        geometry: GeometrySpec(geometry)
                    ).image))
        #expect(throws: UsageError.self) { try image(path, ["at": "there"]) }
        #expect(throws: UsageError.self) { try image(path, ["at": "100000"]) }
        #expect(throws: StoreError(.busy, "")) { try StoreFile.open(path: path, openImage: open) }
        try store.close()
        let again = try StoreFile.open(path: path, openImage: open)
        #expect(try Snapshot(again).firstDifference(from: Snapshot(store)) == nil)
    }

    @Test("hold their base themselves, whatever states its pages have", arguments: 0..<12)
    func selfContained(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let shape =
            seed % 4 == 3
            ? try Geometry(pageSize: 1, oobSize: 0, pagesPerBlock: 24, blockCount: 5)
            : try RandomChip.geometry(&random, maxBytes: 1 << 17)
        let chip = seed % 4 == 3 ? MemoryDevice(geometry: shape) : try RandomChip.device(shape, &random)
        let (file, bytes) = (MemoryJournalFile(), try Snapshot(chip))
        let written = try ContainedBaseWriter(source: chip, file: file, seed: 77).write(at: 8192)
        var description = StoreDescription()
        (description.contained, description.journal) = (written.index, written.end)
        var header = StoreHeader(geometry: shape, description: description, identity: 5, created: 0)
        header.description = description
        let good = MemoryJournalFile()
        let again = try ContainedBaseWriter(source: chip, file: good, seed: header.seed).write(at: 8192)
        try header.encoded(reserved: 8192).withUnsafeBytes { try good.write($0, at: 0) }
        let contained = try ContainedBase(good, header: try StoreHeader(good), index: again.index)
        #expect(try Snapshot(contained).firstDifference(from: bytes) == nil)
        try Conformance.check(source: contained)
    }

    @Test(
        "records of what the chip does not have are told, also where no state is made of them",
        arguments: [
            (Record.Kind.erase, 100), (.erase, .max), (.markBad, 1 << 60), (.program, 800), (.program, .max),
        ])
    func placesBeyond(_ kind: Record.Kind, _ address: Int) throws {
        _ = try create()
        let bytes = try folder.read("s.muse")
        let seed = try StoreHeader(MemoryJournalFile(bytes)).seed
        var records = RecordBuffer()
        let page = [UInt8](repeating: 0, count: 528)
        records.append(Record(kind, sequence: 1, address: address), seed: seed, kind == .program ? page : [])
        records.append(Record(.rewind, sequence: 2, address: 0), seed: seed, [])
        let path = try folder.write("beyond.muse", bytes + records.bytes)
        let store = try #require(try image(path) as? StoreImage)
        #expect(throws: FormatError.self) { try StoreCursor(store) }
        #expect(throws: FormatError.self) { try image(path, ["at": "1"]) }
    }

    @Test("a base that was moved, cut, grown or changed is refused with a word of what it is")
    func changedBase() throws {
        let path = try create()
        let dump = folder.path("dump.bin")
        try folder.write("dump.bin", Array(base.dropLast()))
        #expect(throws: StoreError(.baseChanged, "")) { try image(path) }
        try folder.write("dump.bin", base + [0])
        #expect(throws: StoreError(.baseChanged, "")) { try image(path) }
        var changed = base
        changed[100] ^= 1
        try folder.write("dump.bin", changed)
        #expect(throws: StoreError(.baseChanged, "")) { try image(path) }
        #expect(throws: StoreError(.baseChanged, "")) { try StoreFile.open(path: path, openImage: open) }
        // Between two samples only all of it tells.
        changed = base
        let hidden = BaseFile.samples(of: base.count)[1].upperBound + 10
        #expect(!BaseFile.samples(of: base.count).contains { $0.contains(hidden) })
        changed[hidden] ^= 1
        try folder.write("dump.bin", changed)
        _ = try image(path)
        #expect(throws: StoreError(.baseChanged, "")) { try image(path, ["verify": "yes"]) }
        try folder.write("dump.bin", base)
        _ = try image(path, ["verify": "yes"])
        try FileManager.default.moveItem(atPath: dump, toPath: folder.path("other.bin"))
        #expect(throws: StoreError(.baseMissing, "")) { try image(path) }
        _ = try image(path, ["base": folder.path("other.bin")])
    }

    @Test("a base is hashed as sha256sum does, and its name is kept from the store's folder")
    func description() throws {
        let header = try StoreHeader(ReadOnlyJournalFile(source: try FileOpening.source(path: create())))
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/sha256sum")
        process.arguments = [folder.path("dump.bin")]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let hash = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile().prefix(64), as: UTF8.self)
        #expect(header.description.files.first?.sha256 == hash)
        #expect(header.description.base == "dump.bin")
        let again = try StoreDescription(parsing: header.description.text, name: "")
        #expect(again == header.description)
        var odd = StoreDescription()
        odd.base = "a\nb%0Ac \u{1}é"
        #expect(try StoreDescription(parsing: odd.text, name: "").base == odd.base)
    }

    @Test("compacted, they keep their marks, and the space that nothing needs is gone")
    func compaction() throws {
        for isSelfContained in [false, true] {
            let path = try create("\(isSelfContained).muse", isSelfContained: isSelfContained)
            let store = try StoreFile.open(path: path, openImage: open)
            try change(store)
            try store.mark("first")
            let first = try Snapshot(store)
            for seed in 20..<26 { try change(store, seed: UInt64(seed)) }
            let last = try Snapshot(store)
            #expect(throws: StoreError(.busy, "")) { try StoreFile.compact(path: path, openImage: open) }
            try store.close()
            let sizes = try StoreFile.compact(path: path, openImage: open)
            #expect(sizes.after < sizes.before)
            #expect(try Snapshot(image(path)).firstDifference(from: last) == nil)
            #expect(try Snapshot(image(path, ["at": "first"])).firstDifference(from: first) == nil)
            #expect(throws: UsageError.self) { try image(path, ["at": "7"]) }
            #expect(try StoreCheck(try FileOpening.source(path: path)).damages.isEmpty)
        }
        #expect(try folder.names == ["dump.bin", "false.muse", "true.muse"])
    }

    @Test("marks have names that a person can tell from numbers and paths")
    func marks() throws {
        let store = try StoreFile.open(path: create(), openImage: open)
        for odd in ["", "12", "a b", "a@b", "a\nb", String(repeating: "x", count: 201)] {
            #expect(throws: UsageError.self) { try store.mark(odd) }
        }
        try store.mark("größe/1")
        #expect(throws: UsageError.self) { try store.mark("größe/1") }
    }

    @Test("a reader in Python, written from the specification, finds the same at every point")
    func python() throws {
        for isSelfContained in [false, true] {
            let path = try create("\(isSelfContained).muse", isSelfContained: isSelfContained)
            let store = try JournaledStore(
                DiskJournalFile(path: path), base: image(path), marker: .standard(for: geometry),
                interval: CheckpointInterval(records: 30))
            try change(store, steps: 60)
            _ = try store.rewind(to: "\(store.sequence / 2)")
            try change(store, seed: 10, steps: 30)
            for point in [0, 1, store.sequence / 3, store.sequence - 1, store.sequence] {
                let expected = try Snapshot(image(path, ["at": "\(point)"]))
                let process = Process()
                process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
                let script = TemporaryFolder.root.appendingPathComponent("Tests/BlockStoreTests/reader.py").path
                process.arguments =
                    ["python3", script, path, "\(point)"] + (isSelfContained ? [] : [folder.path("dump.bin")])
                let (output, errors) = (Pipe(), Pipe())
                (process.standardOutput, process.standardError) = (output, errors)
                try process.run()
                let bytes = Array(output.fileHandleForReading.readDataToEndOfFile())
                let bad = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
                process.waitUntilExit()
                #expect(bytes == expected.pages.flatMap { $0.data + $0.oob }, "point \(point)")
                let marked = expected.bad.runs.joined().map { "\($0.rawValue)" }.joined(separator: ",")
                #expect(bad == marked + "\n", "point \(point)")
            }
        }
    }

    @Test("threads that sync at one time share what is synced, and nothing is lost between them")
    func threads() throws {
        let path = try create()
        let store = try StoreFile.open(path: path, openImage: open)
        let page = [UInt8](repeating: 0, count: geometry.rawPageSize)
        let count = geometry.pageCount
        DispatchQueue.concurrentPerform(iterations: 8) { lane in
            for i in 0..<50 {
                let number = PageNumber((lane * 50 + i) % count)
                try? page.withUnsafeBytes { try store.program(PageRange(from: number, count: 1), bits: $0) }
                if i % 5 == 4 { try? store.sync() }
            }
        }
        let check = try StoreCheck(try FileOpening.source(path: path))
        #expect(check.counts[.program] == 400 && check.damages.isEmpty && check.tail == nil)
        #expect(try Snapshot(image(path)).firstDifference(from: Snapshot(store)) == nil)
    }
}
