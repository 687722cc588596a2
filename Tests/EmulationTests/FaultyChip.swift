// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import Synchronization
import TestKit

@testable import Emulation

/// A small chip with a filter before it, and what tests ask of both.
struct FaultyChip {
    let base: MemoryDevice
    let device: FaultDevice
    let events = Events()

    final class Events: Sendable {
        private let list = Mutex<[FaultEvent]>([])
        var all: [FaultEvent] { list.withLock { $0 } }
        func add(_ event: FaultEvent) { list.withLock { $0.append(event) } }
    }

    /// - Parameter fill: what each page of a fresh chip is programmed with; nil to leave it erased.
    init(_ text: String, _ shape: String = "512+16x8x16", fill: UInt8? = nil) throws {
        let spec = try GeometrySpec(parsing: shape)
        base = MemoryDevice(geometry: try spec.geometry(blockCount: spec.blockCount ?? 1))
        let (geometry, events) = (base.geometry, events)
        if let fill {
            for first in stride(from: 0, to: geometry.pageCount, by: geometry.unitPages) {
                base.set(
                    unitAt: PageNumber(first), state: .programmed,
                    bytes: .init(repeating: fill, count: geometry.rawPageSize * geometry.unitPages))
            }
        }
        device = try FaultDevice(base, plan: try FaultFilter.plan(parsing: text)) { events.add($0) }
    }

    /// Data, then OOB, of one unit.
    func read(_ page: Int, of source: (any PageSource)? = nil) throws -> [UInt8] {
        let source = source ?? device
        let geometry = source.geometry
        let unit = geometry.unit(of: PageNumber(page))
        let buffer = PageBuffer(geometry: geometry, capacity: unit.count)
        try source.readAll(unit, into: buffer, using: PageBuffer(geometry: geometry, capacity: unit.count))
        return [UInt8](buffer.data(of: unit)) + [UInt8](buffer.oob(of: unit))
    }

    func program(_ page: Int, _ byte: UInt8) throws {
        let geometry = base.geometry
        try device.program(
            PageNumber(page), data: .init(repeating: byte, count: geometry.pageSize),
            oob: .init(repeating: byte, count: geometry.oobSize))
    }

    func erase(_ block: Int) throws { try device.erase(BlockNumber(block)) }

    /// Bits in which a unit is not full of `byte`.
    static func wrong(_ bytes: [UInt8], than byte: UInt8) -> [Int] {
        bytes.indices.flatMap { i in (0..<8).filter { (bytes[i] ^ byte) >> UInt8($0) & 1 == 1 }.map { i * 8 + $0 } }
    }
}
