// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import PageLayout

extension MTDDevice {
    /// Programs data. What of a page is not given stays as it is.
    ///
    /// - Parameters:
    ///   - address: any byte of data.
    ///   - bytes: data; parity is made for it, unless `mode` is raw.
    /// - Throws: ``FlashError`` (`outOfRange`, `readOnly`, `rules`), or what the chip throws.
    public func program(at address: Int, _ bytes: UnsafeRawBufferPointer, mode: ReadMode, _ room: MTDRoom) throws {
        try check(address, bytes.count)
        try checkWritable()
        guard !geometry.isNOR else { return try programBytes(at: address, bytes) }
        var done = 0
        while done < bytes.count {
            let column = (address + done) % shape.writeSize
            let count = min(shape.writeSize - column, bytes.count - done)
            let part = UnsafeRawBufferPointer(rebasing: bytes[done...].prefix(count))
            try programPage(page(at: address + done), part, column: column, mode, room)
            done += count
        }
    }

    private func programBytes(at address: Int, _ bytes: UnsafeRawBufferPointer) throws {
        var done = 0
        while done < bytes.count {
            let first = PageNumber(address + done)
            let end = geometry.pages(of: geometry.block(of: first)).upperBound
            let pages = PageRange(from: first, count: min(bytes.count - done, end.rawValue - first.rawValue))
            try chip.program(pages, bits: UnsafeRawBufferPointer(rebasing: bytes[done...].prefix(pages.count)))
            done += pages.count
        }
    }

    private func programPage(
        _ page: PageNumber, _ part: UnsafeRawBufferPointer, column: Int, _ mode: ReadMode, _ room: MTDRoom
    ) throws {
        var data = part
        if part.count < shape.writeSize {
            room.data.initializeMemory(as: UInt8.self, repeating: 0xFF)
            UnsafeMutableRawBufferPointer(rebasing: room.data[column...].prefix(part.count)).copyMemory(from: part)
            data = UnsafeRawBufferPointer(room.data)
        }
        guard let start = data.baseAddress else { return }
        if mode == .corrected, let programmer = room.programmer {
            try program(page, programmer.bits(page, data: start, oob: nil), room)
        } else {
            room.raw.initializeMemory(as: UInt8.self, repeating: 0xFF)
            room.raw.copyMemory(from: data)
            try program(page, UnsafeRawBufferPointer(room.raw), room)
        }
    }

    /// Programs OOB, page after page. What of it is not given stays as it is.
    ///
    /// - Parameter address: that of a page, plus the offset within its OOB as `mode` counts it.
    /// - Throws: ``FlashError`` (`outOfRange`, `readOnly`, `rules`), or what the chip throws.
    public func programOOB(
        at address: Int, _ bytes: UnsafeRawBufferPointer, _ mode: OOBMode, _ how: ReadMode, _ room: MTDRoom
    ) throws {
        let stretch = try oobStretch(at: address, count: bytes.count, mode, room)
        try checkWritable()
        var column = stretch.column
        var done = 0
        for page in stretch.pages {
            room.oob.initializeMemory(as: UInt8.self, repeating: 0xFF)
            done += scatter(bytes[done...], to: room.oob, from: column, mode)
            column = 0
            if how == .corrected, let programmer = room.programmer {
                room.data.initializeMemory(as: UInt8.self, repeating: 0xFF)
                guard let data = room.data.baseAddress else { return }
                try program(page, programmer.bits(page, data: data, oob: room.oob.baseAddress), room)
            } else {
                room.raw.initializeMemory(as: UInt8.self, repeating: 0xFF)
                UnsafeMutableRawBufferPointer(rebasing: room.raw[shape.writeSize...])
                    .copyMemory(from: UnsafeRawBufferPointer(rebasing: room.oob[..<shape.oobSize]))
                try program(page, UnsafeRawBufferPointer(room.raw), room)
            }
        }
    }

    func program(_ page: PageNumber, _ bits: UnsafeRawBufferPointer, _ room: MTDRoom) throws {
        let pages = PageRange(from: page, count: 1)
        for event in try rules.program(page, wasProgrammed: { try isProgrammed(page, room) }) { onEvent(event) }
        try chip.program(pages, bits: bits)
    }

    private func isProgrammed(_ page: PageNumber, _ room: MTDRoom) throws -> Bool {
        if let known = chip.knownExtent(at: page) { return known.content == .filled(0xFF) ? false : true }
        _ = try chip.read(PageRange(from: page, count: 1), into: room.pages)
        let one = PageRange(from: page, count: 1)
        return !UniformBytes.isFilled(UnsafeRawBufferPointer(room.pages.data(of: one)), with: 0xFF)
            || !UniformBytes.isFilled(UnsafeRawBufferPointer(room.pages.oob(of: one)), with: 0xFF)
    }

    func checkWritable() throws(FlashError) {
        guard shape.isWritable else { throw FlashError(.readOnly, "is mounted read-only") }
    }
}
