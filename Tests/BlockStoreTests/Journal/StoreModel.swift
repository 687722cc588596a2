// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import TestKit

@testable import BlockStore

/// A store under random operations beside a plain model of it, which remembers each of its states.
struct StoreModel {
    let base: MemoryDevice
    let file: MemoryJournalFile
    var store: JournaledStore
    /// What the chip holds after each record, by its number, as a plain overlay in memory has it.
    private(set) var states: [Int: Snapshot] = [:]
    private(set) var marks: [String: Int] = [:]
    /// The numbers of records that a sync has promised.
    private(set) var synced = 0
    private var overlay: BlockStore
    private let marker: BadBlockMarker?
    private let interval: CheckpointInterval

    /// - Parameter records: a checkpoint comes after as many.
    init(_ geometry: Geometry, _ random: inout SeededGenerator, records: Int = 40) throws {
        base = try geometry.unitPages == 1 ? RandomChip.device(geometry, &random) : MemoryDevice(geometry: geometry)
        marker = .standard(for: geometry)
        interval = CheckpointInterval(records: records)
        file = MemoryJournalFile(StoreModel.empty(geometry))
        store = try JournaledStore(file, base: base, marker: marker, interval: interval)
        overlay = BlockStore(base: base, marker: marker)
        states[0] = try Snapshot(base)
    }

    /// A store without a record, whose base is nobody's file.
    static func empty(_ geometry: Geometry) -> [UInt8] {
        var description = StoreDescription()
        description.base = "base.bin"
        description.journal = 4096
        return StoreHeader(geometry: geometry, description: description, identity: 0x1234_5678_9ABC, created: 0)
            .encoded()
    }

    /// One operation out of all that there are.
    mutating func step(_ random: inout SeededGenerator) throws {
        let geometry = base.geometry
        let block = BlockNumber(Int.random(in: 0..<geometry.blockCount, using: &random))
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<60:
            guard try !overlay.isBad(block) else { return }
            let first = Int.random(in: 0..<geometry.pagesPerBlock, using: &random)
            let most = min(geometry.pagesPerBlock - first, random.chance(20) ? 8 : 1)
            let pages = PageRange(
                from: geometry.firstPage(of: block).advanced(by: first), count: Int.random(in: 1...most, using: &random)
            )
            // Few bits are cleared, so that a page can be programmed often.
            let bits = random.bytes(pages.count * geometry.rawPageSize).map { $0 | random.next8() | random.next8() }
            try both { device in try bits.withUnsafeBytes { try device.program(pages, bits: $0) } }
        case 60..<80:
            guard try !overlay.isBad(block) else { return }
            try both { try $0.erase(block) }
        case 80..<82: try both { try $0.markBad(block) }
        case 82..<90:
            try store.sync()
            synced = store.sequence
        case 90..<93:
            let name = "mark-\(store.sequence)-\(marks.count)"
            let point = random.chance(30) ? states.keys.sorted().randomElement(using: &random) : nil
            marks[name] = try store.mark(name, at: point.map(String.init))
        case 93..<95: try rewind(&random)
        case 95..<98: try store.writer.checkpoint(store.state.index)
        default: try reopen(closing: random.chance(50))
        }
        states[store.sequence] = try Snapshot(overlay)
    }

    /// Opens the store again, as after the end of its process.
    mutating func reopen(closing: Bool) throws {
        if closing { try store.close() }
        store = try JournaledStore(file, base: base, marker: marker, interval: interval)
    }

    private mutating func rewind(_ random: inout SeededGenerator) throws {
        let points = states.keys.filter { $0 <= store.sequence }.sorted()
        guard let target = points.randomElement(using: &random) else { return }
        if let mark = try store.rewind(to: "\(target)").mark { marks[mark] = points.last }
        overlay = try copy(of: states[target])
    }

    /// An overlay that holds what a snapshot says: the snapshot's chip becomes its base.
    private func copy(of snapshot: Snapshot?) throws -> BlockStore {
        let device = MemoryDevice(geometry: base.geometry)
        let pages = snapshot?.pages ?? []
        for first in stride(from: 0, to: pages.count, by: base.geometry.unitPages) {
            let unit = pages[first..<(first + base.geometry.unitPages)]
            guard let page = unit.first, page.state != .erased else { continue }
            let bytes = unit.flatMap(\.data) + unit.flatMap(\.oob)
            let isBlank = page.isHeld && Snapshot.programmed(bytes) == 0
            let state = page.state == .bad ? (page.isHeld ? .programmed : .missing) : page.state
            if isBlank, state == .programmed { continue }
            device.set(unitAt: PageNumber(first), state: state, bytes: page.isHeld ? bytes : nil)
        }
        for block in snapshot?.bad.runs.joined().map(\.self) ?? [] { try device.markBad(block) }
        return BlockStore(base: device, marker: marker)
    }

    private func both(_ body: (any FlashDevice) throws -> Void) throws {
        try body(store)
        try body(overlay)
    }

    /// What a reader finds in `bytes` at `point`.
    func state(_ bytes: [UInt8], at point: Int) throws -> Snapshot {
        let history = try StoreHistory(MemoryJournalFile(bytes))
        return try Snapshot(
            StoreState(
                base: base, index: try history.index(at: try history.point("\(point)")), file: history.file,
                header: history.header))
    }
}

extension SeededGenerator {
    mutating func next8() -> UInt8 { UInt8(truncatingIfNeeded: next()) }
}
