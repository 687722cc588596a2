// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import BlockStore
import Flash
import FormatKit
import Foundation
import TestKit
import Testing

@testable import Emulation

@Suite("States after power cuts")
struct PowerCutStateTests {
    static let shapes = ["512+16x8x6", "2048+64x4x5", "nor:8Kx4", "256+8x16x4"]

    @Test("are the model's, with the operation in flight done in part", arguments: 0..<24)
    func model(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let chip = try CutStore(Self.shapes[seed % Self.shapes.count], &random)
        for _ in 0..<60 { try chip.step(&random) }
        try chip.close()
        let cursor = try chip.cursor()
        let cuts = try PowerCutSelection(points: [], tears: ["none,page,half,random"]).cuts(of: cursor, seed: 1)
        #expect(cuts.count > 80)
        #expect(Set(cuts.map(\.tear)) == Set(PowerCut.Tear.allCases))
        let states = PowerCutStates(try chip.cursor(), seed: UInt64(seed) &* 77)
        // Not in their order: a cursor may go back.
        for cut in seed % 2 == 0 ? cuts : cuts.shuffled(using: &random) {
            let before = try #require(chip.state(at: cut.point))
            let found = try chip.look(cut, states)
            let after = cut.operation.flatMap { chip.state(at: $0.sequence) }
            if let problem = Self.problem(found, before, after, cut) { Issue.record("\(cut): \(problem)") }
        }
    }

    /// What is wrong with the state after a cut; nil when nothing is.
    static func problem(_ found: Snapshot, _ before: Snapshot, _ after: Snapshot?, _ cut: PowerCut) -> String? {
        guard let operation = cut.operation, let after, cut.tear != .none else {
            return found.firstDifference(from: before)
        }
        let geometry = before.geometry
        let isErase = operation.kind == .erase
        let page = PageNumber(operation.address)
        let touched =
            isErase ? geometry.pages(of: BlockNumber(operation.address)) : geometry.unit(of: page)
        for number in found.pages.indices
        where !touched.contains(PageNumber(number)) && found.pages[number] != before.pages[number] {
            return "page \(number), which is none of its business"
        }
        func bytes(_ snapshot: Snapshot, _ pages: PageRange) -> [[UInt8]] {
            pages.map { snapshot.pages[$0.rawValue].data + snapshot.pages[$0.rawValue].oob }
        }
        if isErase {
            let units = stride(from: 0, to: touched.count, by: geometry.unitPages).map { index in
                PageRange(from: touched.lowerBound.advanced(by: index), count: geometry.unitPages)
            }
            let (old, new) = (units.map { bytes(before, $0) }, units.map { bytes(found, $0) })
            let blank = units.map { bytes(after, $0) }
            func isPrefix(_ count: Int) -> Bool {
                Array(new.prefix(count)) == Array(blank.prefix(count))
                    && Array(new.dropFirst(count)) == Array(old.dropFirst(count))
            }
            switch cut.tear {
            case .half: return isPrefix(units.count / 2) ? nil : "not the first half of the pages is erased"
            case .page: return (0...units.count).contains(where: isPrefix) ? nil : "no first pages are erased"
            default:
                let isLess = zip(old.joined().joined(), new.joined().joined()).allSatisfy { $0 & $1 == $0 }
                return isLess ? nil : "an erase cleared bits"
            }
        }
        let (old, new, full) = (
            Array(bytes(before, touched).joined()), Array(bytes(found, touched).joined()),
            Array(bytes(after, touched).joined())
        )
        func isPrefix(_ count: Int) -> Bool { new == Array(full.prefix(count)) + Array(old.dropFirst(count)) }
        switch cut.tear {
        case .half where geometry.unitPages == 1:
            return isPrefix(old.count / 2) ? nil : "not the first half is programmed"
        case .page, .half: return (0...old.count).contains(where: isPrefix) ? nil : "no first bytes are programmed"
        default:
            let isBetween = zip(zip(old, full), new).allSatisfy { $0.1 & $1 == $0.1 && $0.0 & $1 == $1 }
            return isBetween ? nil : "bits are neither what they were nor what they were to be"
        }
    }

    @Test("depend on the seed and the cut alone, to the byte")
    func determinism() throws {
        var random = SeededGenerator(seed: 3)
        let chip = try CutStore("512+16x8x6", &random)
        for _ in 0..<40 { try chip.step(&random) }
        try chip.close()
        let cuts = try PowerCutSelection(points: ["inside"], tears: ["page,random"]).cuts(of: chip.cursor(), seed: 0)
        func files(_ seed: UInt64, _ cuts: [PowerCut]) throws -> [PowerCut: Data] {
            let states = PowerCutStates(try chip.cursor(), seed: seed)
            return try cuts.reduce(into: [:]) { files, cut in
                try states.branch(cut).writeLoosely(to: chip.folder + "/one.muse")
                files[cut] = try Data(contentsOf: URL(fileURLWithPath: chip.folder + "/one.muse"))
            }
        }
        let first = try files(5, cuts)
        #expect(try files(5, cuts.reversed()) == first)
        let other = try files(6, cuts)
        #expect(cuts.contains { first[$0] != other[$0] })
        // No two are taken for each other.
        #expect(Set(first.values.map { $0[16..<24] }).count == cuts.count)
    }

    @Test("open after the store has grown, and stay what they are")
    func grown() throws {
        var random = SeededGenerator(seed: 4)
        let chip = try CutStore("512+16x8x6", &random)
        for _ in 0..<30 { try chip.step(&random) }
        try chip.close()
        let cuts = try PowerCutSelection(points: ["random:6"], tears: ["half"]).cuts(of: chip.cursor(), seed: 9)
        let states = PowerCutStates(try chip.cursor(), seed: 0)
        var then: [Snapshot] = []
        for (i, cut) in cuts.enumerated() { then.append(try chip.look(cut, states, as: "\(i).muse")) }
        try chip.reopen()
        for _ in 0..<30 { try chip.step(&random) }
        try chip.close()
        for i in cuts.indices {
            #expect(try Snapshot(CutStore.image("\(chip.folder)/\(i).muse")).firstDifference(from: then[i]) == nil)
        }
        // Changes of a small store are its own.
        let own = try StoreFile.open(path: chip.folder + "/0.muse", openImage: CutStore.open)
        try own.erase(BlockNumber(0))
        try own.close()
        #expect(try Snapshot(CutStore.image(chip.folder + "/0.muse")).pages[0].state == .erased)
    }

    @Test("are refused where the store has other records than it had")
    func changedBase() throws {
        var random = SeededGenerator(seed: 5)
        let chip = try CutStore("512+16x8x6", &random)
        for _ in 0..<30 { try chip.step(&random) }
        try chip.close()
        let point = try chip.cursor().last
        let cut = PowerCut(point: point, tear: .none, operation: nil)
        let small = chip.folder + "/cut.muse"
        _ = try chip.look(cut, PowerCutStates(try chip.cursor(), seed: 0))
        // It loses its end, as after a crash of the machine, and goes on otherwise from there.
        let size = try #require(try FileManager.default.attributesOfItem(atPath: chip.path)[.size] as? Int)
        #expect(truncate(chip.path, size - 8) == 0)
        #expect(throws: (any Error).self) { try CutStore.image(small) }
        try chip.reopen()
        try chip.close()
        #expect(try chip.cursor().last == point)
        #expect(throws: StoreError(.baseChanged, "")) { try CutStore.image(small) }
        // What others are made over it from now on is well.
        _ = try chip.look(cut, PowerCutStates(try chip.cursor(), seed: 0))
        // Compaction writes records anew.
        _ = try StoreFile.compact(path: chip.path, openImage: CutStore.open)
        #expect(throws: StoreError(.baseChanged, "")) { try CutStore.image(small) }
        try FileManager.default.removeItem(atPath: chip.path)
        #expect(throws: StoreError(.baseMissing, "")) { try CutStore.image(small) }
        var other = SeededGenerator(seed: 6)
        let stranger = try CutStore("512+16x8x6", &other)
        for _ in 0..<60 { try stranger.step(&other) }
        try stranger.close()
        try FileManager.default.copyItem(atPath: stranger.path, toPath: chip.path)
        try FileManager.default.copyItem(atPath: stranger.folder + "/dump.bin", toPath: chip.folder + "/dump2.bin")
        #expect(throws: (any Error).self) { try CutStore.image(small) }
    }

    @Test("a store over a point of a store, made as any other is")
    func storeOverStore() throws {
        var random = SeededGenerator(seed: 7)
        let chip = try CutStore("512+16x8x6", &random)
        for _ in 0..<20 { try chip.step(&random) }
        try chip.close()
        let point = try #require(chip.states.keys.sorted().dropFirst(7).first)
        let opened = try CutStore.open(
            ImageSpec(formats: [FormatSpec("store", ["at": "\(point)"])], path: chip.path), nil)
        try StoreCreation(opened, path: chip.path).write(to: chip.folder + "/over.muse", overwrites: false)
        try chip.reopen()
        for _ in 0..<20 { try chip.step(&random) }
        try chip.close()
        let over = try Snapshot(CutStore.image(chip.folder + "/over.muse"))
        #expect(over.firstDifference(from: try #require(chip.states[point])) == nil)
    }
}
