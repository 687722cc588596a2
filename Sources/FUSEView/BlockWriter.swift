// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import MTD

/// Collects what is written to one erase block, and brings it to the chip as a whole.
///
/// Pages that are erased are programmed. Where others change, the block is read, erased and programmed anew: pages that
/// stay as they were get their very bits again, pages that change keep what their OOB held beside parity.
final class BlockWriter {
    let device: MTDDevice
    let room: FUSERoom
    /// The block's own room, made when a file is opened for writing.
    var block: BlockRoom?
    /// The block that is being written.
    private(set) var current: BlockNumber?
    /// What the room holds of each unit.
    var marks: [Mark] = []
    /// An error of bytes that were taken long ago: told at the next chance.
    private var late: (any Error)?
    /// Told of what nobody waits for any more.
    private let log: @Sendable (String) -> Void

    enum Mark: UInt8 {
        case nothing
        /// As on the chip.
        case read
        /// Written since.
        case written
    }

    init(_ device: MTDDevice, _ room: FUSERoom, log: @escaping @Sendable (String) -> Void) {
        self.device = device
        self.room = room
        self.log = log
    }

    var geometry: Geometry { device.geometry }
    /// Bytes that are read and programmed at once: a page; on NOR a unit of bytes.
    var unit: Int { geometry.isNOR ? geometry.unitPages : geometry.pageSize }

    /// Makes the room, once.
    func prepare() {
        guard block == nil else { return }
        block = BlockRoom(geometry)
        marks = Array(repeating: .nothing, count: geometry.blockSize / unit)
    }

    /// Takes bytes of data.
    ///
    /// - Throws: ``Flash/FlashError`` (`badBlock`, `uncorrectable`, `readOnly`) when none of them, or not all, can be taken.
    func write(_ bytes: UnsafeRawBufferPointer, at address: Int) throws {
        prepare()
        var done = 0
        while done < bytes.count {
            let at = address + done
            let number = BlockNumber(at / geometry.blockSize)
            try begin(number)
            let offset = at % geometry.blockSize
            let count = min(bytes.count - done, unit - offset % unit)
            try put(bytes.bytes(done..<done + count), at: offset)
            done += count
        }
    }

    private func begin(_ number: BlockNumber) throws {
        guard current != number else { return }
        guard device.shape.isWritable else { throw FlashError(.readOnly, "is mounted read-only") }
        settle()
        guard try !device.chip.isBad(number) else {
            throw FlashError(.badBlock, "is bad and cannot be written", block: number)
        }
        current = number
    }

    private func put(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws {
        guard let block else { return }
        let index = offset / unit
        if bytes.count < unit, marks[index] == .nothing {
            block.data.put(try old(index), at: index * unit)
        }
        block.data.put(bytes, at: offset)
        marks[index] = .written
    }

    /// A unit's data on the chip.
    func old(_ index: Int) throws -> UnsafeRawBufferPointer {
        guard let current else { return room.whole.bytes(0..<0) }
        let read = try device.read(
            at: current.rawValue * geometry.blockSize + index * unit, count: unit, mode: .corrected, room.mtd)
        guard !read.isUncorrectable else {
            throw FlashError(
                .uncorrectable, "a part of a page cannot be written: the rest of it cannot be read", block: current)
        }
        return read.bytes
    }

    /// Whether bytes of `range` are in the room and not on the chip.
    func holds(_ range: Range<Int>) -> Bool {
        guard let current else { return false }
        let start = current.rawValue * geometry.blockSize
        return range.overlaps(start..<start + geometry.blockSize)
    }

    /// Puts what is in the room over `target`, which holds `range` as the chip has it.
    func overlay(_ range: Range<Int>, onto target: UnsafeMutableRawBufferPointer) {
        guard let current, let block else { return }
        let start = current.rawValue * geometry.blockSize
        let shared = range.clamped(to: start..<start + geometry.blockSize)
        var at = shared.lowerBound
        while at < shared.upperBound {
            let index = (at - start) / unit
            let end = min(shared.upperBound, start + (index + 1) * unit)
            if marks[index] == .written {
                target.put(block.data.bytes(at - start..<end - start), at: at - range.lowerBound)
            }
            at = end
        }
    }

    /// Brings everything to the chip. What could not be written is given up; ``finish()`` tells.
    func settle() {
        guard let number = current else { return }
        defer {
            current = nil
            for index in marks.indices { marks[index] = .nothing }
        }
        guard marks.contains(.written) else { return }
        do {
            try bring(number)
        } catch {
            log("writing back: \(describe(error))")
            late = error
        }
    }

    /// The same, for those who wrote.
    ///
    /// - Throws: what went wrong since the last time: ``Flash/FlashError``, or what the chip throws.
    func finish() throws {
        settle()
        guard let error = late else { return }
        late = nil
        throw error
    }
}

/// An error in words.
func describe(_ error: any Error) -> String { (error as? any Diagnostic)?.message ?? "\(error)" }
