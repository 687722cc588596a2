// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import BlockStore
import Flash
import FormatKit
import TestKit
import Testing

@testable import Emulation

@Suite("Choosing power cuts")
struct PowerCutSelectionTests {
    /// Records 1 to 12: program, program, sync, mark, erase, program, sync, the two programs and the mark of a bad block, program, sync.
    private let chip: CutStore

    init() throws {
        var random = SeededGenerator(seed: 1)
        chip = try CutStore("512+16x8x6", &random)
        let store = chip.store
        func program(_ page: Int) throws {
            try store.program(PageNumber(page), data: [UInt8](repeating: 0, count: 512), oob: nil)
        }
        try program(0)
        try program(1)
        try store.sync()
        try store.mark("here")
        try store.erase(BlockNumber(0))
        try program(2)
        try store.sync()
        try chip.markBad(3)
        try program(8)
        try chip.close()
    }

    private func kinds() throws -> [Record.Kind] { try chip.cursor().steps.map(\.kind) }

    private func cuts(_ points: [String], _ tears: [String] = [], seed: UInt64 = 0) throws -> [String] {
        try PowerCutSelection(points: points, tears: tears).cuts(of: chip.cursor(), seed: seed)
            .map { "\($0.point)\($0.tear == .none ? "" : " \($0.tear.rawValue)")" }
    }

    @Test("takes each state once, by the point at which most was promised")
    func all() throws {
        #expect(
            try kinds() == [
                .program, .program, .sync, .mark, .sync, .erase, .program, .sync, .program, .program, .markBad,
                .program,
                .sync,
            ])
        #expect(try cuts([]) == ["0", "1", "5", "6", "8", "9", "10", "11", "13"])
        #expect(try cuts(["all"]) == cuts([]))
        #expect(try cuts(["syncs"]) == ["3", "5", "8", "13"])
        #expect(try cuts(["every:4"]) == ["0", "8", "13"])
        #expect(try cuts(["5..9", "here", "4"]) == ["3", "4", "5", "6", "8", "9"])
        #expect(try cuts(["here..8"]) == ["5", "6", "8"])
        #expect(try cuts(["11.."]) == ["11", "13"])
        #expect(try cuts(["..here"]) == ["0", "1"])
        #expect(try cuts(["2"]) == ["2"])
    }

    @Test("tears what can be torn, and nothing twice")
    func tears() throws {
        // After 10 the mark of a bad block is in flight, after 13 nothing.
        #expect(try cuts(["10,13"], ["page,half"]) == ["10", "13"])
        #expect(try cuts(["inside"]) == ["0 page", "1 page", "5 page", "6 page", "8 page", "9 page", "11 page"])
        #expect(
            try cuts(["inside,6,13"], ["none", "half,none"]) == [
                "0 half", "1 half", "5 half", "6", "6 half", "8 half", "9 half", "11 half", "13",
            ])
        #expect(try cuts(["3"], ["random,none,page"]) == ["3", "3 page", "3 random"])
        #expect(try chip.cursor().operation(after: 3)?.kind == .erase)
        #expect(try chip.cursor().operation(after: 12) == nil)
    }

    @Test("draws by seed")
    func random() throws {
        let first = try cuts(["random:4"], seed: 3)
        #expect(first.count == 4)
        #expect(try cuts(["random:4"], seed: 3) == first)
        #expect(try (4..<20).contains { try cuts(["random:4"], seed: $0) != first })
        #expect(try cuts(["random:1000"]) == cuts([]))
        #expect(try !PowerCutSelection(points: ["every:3"], tears: ["half"]).usesChance)
        #expect(try PowerCutSelection(points: ["random:3"], tears: []).usesChance)
        #expect(try PowerCutSelection(points: [], tears: ["page"]).usesChance)
    }

    @Test(
        "refuses what is no point",
        arguments: [
            "every:0", "every:", "random:x", "..", "1..x", "x..", "", "1,,2", "14", "-1", "nowhere", "9..5",
            "3..nowhere",
            "99999999999999999999",
        ])
    func odd(_ text: String) throws {
        #expect(throws: UsageError.self) { try cuts([text]) }
    }

    @Test("refuses what is no tear")
    func oddTears() {
        #expect(throws: UsageError.self) { try cuts([], ["torn"]) }
        #expect(throws: UsageError.self) { try cuts([], [""]) }
        #expect(throws: UsageError.self) { try cuts(["inside"], ["none"]) }
    }

    @Test("an empty store has the state of its base")
    func empty() throws {
        var random = SeededGenerator(seed: 2)
        let chip = try CutStore("512+16x8x6", &random)
        let cuts = try PowerCutSelection(points: [], tears: ["page"]).cuts(of: chip.cursor(), seed: 0)
        #expect(cuts == [PowerCut(point: 0, tear: .none, operation: nil)])
    }

    @Test("after a compaction marks are points, and what came before is in no order of time")
    func compacted() throws {
        let before = try chip.cursor().last
        _ = try StoreFile.compact(path: chip.path, openImage: CutStore.open)
        let cursor = try chip.cursor()
        #expect(cursor.first == before)
        #expect(try cuts(["here"], ["half"]) == ["3"])
        #expect(throws: UsageError.self) { try cuts(["6"]) }
        #expect(try PowerCutSelection(points: [], tears: []).cuts(of: cursor, seed: 0).count == 1)
    }
}

@Suite("What was promised before a power cut")
struct PowerCutManifestTests {
    private let a = String(repeating: "a", count: 64)
    private let b = String(repeating: "B", count: 64)

    @Test("holds until the next line of its path")
    func lines() throws {
        let text = """
            # of a test
            10 \(a) etc/config
            5 - etc/config
            20 ? etc/config
            30 \(b) etc/config

            12 \(a)  led by a space
            40 \(b) back\\slash
            """
        let manifest = try PowerCutManifest(parsing: text, name: "m")
        func due(_ point: Int) -> String {
            manifest.promises(at: point).checksums + "|" + manifest.promises(at: point).absent
        }
        #expect(due(4) == "|")
        #expect(due(5) == "|etc/config\n")
        #expect(due(9) == due(5))
        #expect(due(10) == "\(a)  etc/config\n|")
        #expect(due(12) == "\(a)   led by a space\n\(a)  etc/config\n|")
        #expect(due(20) == "\(a)   led by a space\n|")
        #expect(due(30) == "\(a)   led by a space\n\(b.lowercased())  etc/config\n|")
        #expect(due(40).contains("\\\(b.lowercased())  back\\\\slash\n"))
    }

    @Test("of one record, the last line counts")
    func order() throws {
        let manifest = try PowerCutManifest(parsing: "3 ? x\n3 \(a) x\n3 - y\n3 ? y", name: "m")
        #expect(manifest.promises(at: 3).checksums == "\(a)  x\n")
        #expect(manifest.promises(at: 3).absent == "")
    }

    @Test(
        "what is no line is told with its number",
        arguments: ["x", "1 - ", "1 -", "-1 - x", "1 abc x", "1  - x", "\t1 - x", "1 ?? x", "99999999999999999999 - x"])
    func odd(_ line: String) {
        let error = #expect(throws: UsageError.self) { try PowerCutManifest(parsing: "1 - good\n" + line, name: "m") }
        #expect(error?.message.contains("line 2") == true)
    }
}
