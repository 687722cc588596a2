// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import MTD

extension BlockWriter {
    /// Programs what differs, after an erase where that needs one.
    func bring(_ number: BlockNumber) throws {
        guard let block else { return }
        let pages = geometry.pages(of: number)
        try device.chip.readAll(pages, into: block.old, using: block.piece)
        guard needsErase(block, pages) else {
            return try forEachWritten { index in try program(index, of: number, block) }
        }
        try checkRest(block, pages)
        try saveOOB(block, number)
        let bits = UnsafeRawBufferPointer(block.old.rawPagesInPlace())
        try device.erase(at: number.rawValue * geometry.blockSize, count: geometry.blockSize)
        // Once it is erased, everything that still goes is better than to stop.
        var failure: (any Error)?
        for index in marks.indices {
            do {
                if marks[index] == .written {
                    try program(index, of: number, block, keepsOOB: true)
                } else {
                    try restore(index, of: number, bits)
                }
            } catch { failure = failure ?? error }
        }
        if let failure { throw failure }
    }

    /// Drops what is as on the chip already, and tells whether the rest needs an erase.
    private func needsErase(_ block: BlockRoom, _ pages: PageRange) -> Bool {
        var needs = false
        forEachWritten { index in
            let new = block.data.bytes(index * unit..<(index + 1) * unit)
            if block.old.state(of: page(index, of: pages)) == .erased {
                if UniformBytes.isFilled(new, with: 0xFF) { marks[index] = .read }
            } else if let old = try? old(index) {
                if new.isEqual(to: old) {
                    marks[index] = .read
                } else if !(geometry.isNOR && zip(new, old).allSatisfy({ $0 & $1 == $0 })) {
                    needs = true
                }
            } else {
                needs = true
            }
        }
        return needs
    }

    /// An erase must not turn pages into erased ones of which nobody knows what they are.
    private func checkRest(_ block: BlockRoom, _ pages: PageRange) throws {
        for index in marks.indices where marks[index] != .written {
            let page = page(index, of: pages)
            let state = block.old.state(of: page)
            guard state != .missing, state != .unreadable else {
                throw FlashError(
                    .unreadable, "its block cannot be written in part: the dump does not hold it whole", page: page)
            }
        }
    }

    private func saveOOB(_ block: BlockRoom, _ number: BlockNumber) throws {
        let size = geometry.oobSize
        guard size > 0 else { return }
        try forEachWritten { index in
            let read = try device.readOOB(
                at: number.rawValue * geometry.blockSize + index * unit, count: size, .place, .corrected, room.mtd)
            block.oob.put(read.bytes, at: index * size)
        }
    }

    private func program(
        _ index: Int, of number: BlockNumber, _ block: BlockRoom, keepsOOB: Bool = false
    ) throws {
        let data = block.data.bytes(index * unit..<(index + 1) * unit)
        if keepsOOB, geometry.oobSize > 0 {
            let oob = block.oob.bytes(index * geometry.oobSize..<(index + 1) * geometry.oobSize)
            try device.program(page(index, of: geometry.pages(of: number)), data: data, keepingOOB: oob, room.mtd)
        } else if !UniformBytes.isFilled(data, with: 0xFF) {
            try device.program(
                at: number.rawValue * geometry.blockSize + index * unit, data, mode: .corrected, room.mtd)
        }
    }

    /// Programs a unit's bits as they were.
    private func restore(_ index: Int, of number: BlockNumber, _ bits: UnsafeRawBufferPointer) throws {
        let size = geometry.isNOR ? unit : geometry.rawPageSize
        let own = bits.bytes(index * size..<(index + 1) * size)
        guard !UniformBytes.isFilled(own, with: 0xFF) else { return }
        if geometry.isNOR {
            try device.program(at: number.rawValue * geometry.blockSize + index * unit, own, mode: .raw, room.mtd)
        } else {
            try device.program(page(index, of: geometry.pages(of: number)), bits: own, room.mtd)
        }
    }

    private func page(_ index: Int, of pages: PageRange) -> PageNumber {
        pages.lowerBound.advanced(by: index * (geometry.isNOR ? unit : 1))
    }

    private func forEachWritten(_ body: (Int) throws -> Void) rethrows {
        for index in marks.indices where marks[index] == .written { try body(index) }
    }
}
