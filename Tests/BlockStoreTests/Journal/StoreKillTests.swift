// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import Foundation
import StoreLoad
import TestKit
import Testing

@testable import BlockStore

/// A process writes to a store until it is killed (SIGKILL), again and again; what it was told is durable, is there.
///
/// 20 times; as many as MUSEIMG_KILLS says.
@Suite("A store whose writer is killed")
struct StoreKillTests {
    private let shape = "256+16x8x16"

    @Test("loses nothing that was synced, and is each time the chip after its last record")
    func kills() throws {
        let kills = ProcessInfo.processInfo.environment["MUSEIMG_KILLS"].flatMap { Int($0) } ?? 20
        let spec = try GeometrySpec(parsing: shape)
        let geometry = try spec.geometry(blockCount: 16)
        let folder = try TemporaryFolder()
        var random = SeededGenerator(seed: 1)
        var (done, torn) = ([0, 0], 0)
        for kill in 0..<kills {
            let store = folder.path("\(kill / 25).muse")
            let seed = UInt64(kill / 25)
            if kill % 25 == 0 {
                try Data(StoreModel.empty(geometry)).write(to: URL(fileURLWithPath: store))
                done = [0, 0]
            }
            let told = try hammer(store, seed, done, microseconds: .random(in: 2000...60_000, using: &random), folder)
            let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: store)))
            let history = try StoreHistory(MemoryJournalFile(bytes))
            #expect(history.tail?.isDamage != true)
            torn += history.tail == nil ? 0 : 1
            let there = try count(history)
            for lane in 0..<2 { #expect(there[lane] >= max(told[lane], done[lane]), "kill \(kill)") }
            let overlay = BlockStore(blank: geometry)
            for lane in 0..<2 {
                var load = StoreLoad(geometry, seed: seed, lane: lane, of: 2)
                for _ in 0..<there[lane] { try StoreLoad.apply(load.next(), to: overlay) }
            }
            let state = StoreState(
                base: BlankSource(geometry: geometry), index: try history.index(at: history.head), file: history.file,
                header: history.header)
            #expect(try Snapshot(state).firstDifference(from: Snapshot(overlay)) == nil, "kill \(kill)")
            done = there
        }
        #expect(done[0] > 0 && done[1] > 0)
        print("\(kills) kills, \(torn) of them within a record; operations in the last store: \(done)")
    }

    @Test("goes on read-only when the file may not grow any more, and stays good", arguments: [20, 21, 100])
    func fileTooLarge(kilobytes: Int) throws {
        let folder = try TemporaryFolder()
        let geometry = try GeometrySpec(parsing: shape).geometry(blockCount: 16)
        let store = try folder.write("s.muse", StoreModel.empty(geometry))
        let hammer = TemporaryFolder.products.appendingPathComponent("StoreHammer").path
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        // Writing beyond the limit fails with EFBIG, as it does with ENOSPC on a full disk. In units of 512 bytes.
        process.arguments = [
            "-c",
            "trap '' XFSZ; ulimit -f \(kilobytes * 2); exec \(hammer) \(store) \(shape) 7 0 0 2>\(folder.path("errors")) >\(folder.path("told"))",
        ]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 2)
        let errors = String(decoding: try folder.read("errors"), as: UTF8.self)
        #expect(errors.contains("errno: ") || errors.contains("read-only"), "\(errors)")
        let file = MemoryJournalFile(try folder.read("s.muse"))
        let history = try StoreHistory(file)
        #expect(history.tail == nil && history.head > 0)
        let there = try count(history)
        let overlay = BlockStore(blank: geometry)
        for lane in 0..<2 {
            var load = StoreLoad(geometry, seed: 7, lane: lane, of: 2)
            for _ in 0..<there[lane] { try StoreLoad.apply(load.next(), to: overlay) }
            #expect(there[lane] >= told(String(decoding: try folder.read("told"), as: UTF8.self))[lane])
        }
        let again = try JournaledStore(file, base: BlankSource(geometry: geometry), marker: nil)
        #expect(try Snapshot(again).firstDifference(from: Snapshot(overlay)) == nil)
    }

    /// Runs the writer for a while.
    ///
    /// - Returns: how many operations of each thread it was told are durable.
    private func hammer(
        _ store: String, _ seed: UInt64, _ skips: [Int], microseconds: UInt32, _ folder: TemporaryFolder
    ) throws -> [Int] {
        let output = URL(fileURLWithPath: folder.path("told"))
        try Data().write(to: output)
        let process = Process()
        process.executableURL = TemporaryFolder.products.appendingPathComponent("StoreHammer")
        process.arguments = [store, shape, "\(seed)", "\(skips[0])", "\(skips[1])"]
        process.standardOutput = try FileHandle(forWritingTo: output)
        try process.run()
        // It has begun when it says its first word.
        for _ in 0..<5000 where try Data(contentsOf: output).isEmpty && process.isRunning { usleep(1000) }
        usleep(microseconds)
        #expect(process.isRunning, "it ended by itself")
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        return told(String(decoding: try Data(contentsOf: output), as: UTF8.self))
    }

    /// How many operations of each thread are durable, as the writer said.
    private func told(_ text: String) -> [Int] {
        var told = [0, 0]
        for line in text.split(separator: "\n") {
            let numbers = line.split(separator: " ").compactMap { Int($0) }
            guard numbers.count == 2 else { continue }
            told[numbers[0]] = max(told[numbers[0]], numbers[1])
        }
        return told
    }

    /// Programs and erases in the store, of each thread.
    private func count(_ history: StoreHistory) throws -> [Int] {
        var counts = [0, 0]
        let walker = history.walker(from: history.header.description.journal)
        while case .record(let record, _) = try walker.next() {
            guard record.kind == .program || record.kind == .erase else { continue }
            let block =
                record.kind == .erase
                ? record.address : history.header.geometry.block(of: PageNumber(record.address)).rawValue
            counts[block % 2] += 1
        }
        return counts
    }
}
