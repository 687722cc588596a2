// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import PageLayout

extension MTDDevice {
    /// Reads data into one piece.
    ///
    /// - Parameters:
    ///   - address: any byte of data.
    ///   - count: at most the room's capacity.
    /// - Throws: ``FlashError`` (`outOfRange`), or what the file behind the chip throws.
    public func read(at address: Int, count: Int, mode: ReadMode, _ room: MTDRoom) throws -> MTDRead {
        var result = try readPieces(at: address, count: count, mode: mode, room)
        guard let pieces = result.pieces else { return result }
        var done = 0
        for piece in pieces {
            UnsafeMutableRawBufferPointer(rebasing: room.whole[done...].prefix(piece.count)).copyMemory(from: piece)
            done += piece.count
        }
        // Bytes may have gone while they were copied.
        guard chip.isResidentIntact else { return try readPages(at: address, count: count, mode: mode, room) }
        result.bytes = UnsafeRawBufferPointer(rebasing: room.whole[..<count])
        result.pieces = nil
        return result
    }

    /// Reads data without moving it where that can be: pages that lie in memory are handed out from there.
    ///
    /// - Parameters:
    ///   - address: any byte of data.
    ///   - count: at most the room's capacity.
    /// - Throws: ``FlashError`` (`outOfRange`), or what the file behind the chip throws.
    public func readPieces(at address: Int, count: Int, mode: ReadMode, _ room: MTDRoom) throws -> MTDRead {
        try check(address, count)
        guard count > 0, count <= room.capacity,
            let lent = room.lender.lend(
                at: address, count: count, corrects: mode == .corrected, { onEvent(.uncorrectable($0)) })
        else { return try readPages(at: address, count: count, mode: mode, room) }
        var result = MTDRead()
        result.pieces = lent.pieces
        result.bitflips = lent.bitflips
        result.isUncorrectable = lent.isUncorrectable
        return result
    }

    /// Looks at data that will be asked for next, so that it need not be then.
    ///
    /// - Parameters:
    ///   - address: where it begins; nothing is done when that is no page's first byte.
    ///   - isWanted: asked often; false ends it.
    public func lookAhead(at address: Int, count: Int, _ room: MTDRoom, while isWanted: () -> Bool) {
        guard address % shape.writeSize == 0, address >= 0, address < shape.size, count > 0 else { return }
        room.lender.lookAhead(at: address, count: min(count, shape.size - address), while: isWanted)
    }

    private func readPages(at address: Int, count: Int, mode: ReadMode, _ room: MTDRoom) throws -> MTDRead {
        guard count <= room.capacity else {
            throw FlashError(.outOfRange, "\(count) bytes in one read, at most \(room.capacity)")
        }
        var result = MTDRead()
        guard count > 0 else { return result }
        let wanted = page(at: address)..<page(at: address + count - 1).advanced(by: 1)
        let skipped = address % shape.writeSize
        var next = wanted.lowerBound
        var done = 0
        while next < wanted.upperBound {
            let got = try fetch(next..<wanted.upperBound, mode == .raw ? chip : corrected, room, &result)
            let data = room.pages.data(of: got)
            let from = next == wanted.lowerBound ? skipped : 0
            let part = UnsafeRawBufferPointer(rebasing: data[from...].prefix(count - done))
            if part.count == count {
                result.bytes = part
                return result
            }
            UnsafeMutableRawBufferPointer(rebasing: room.whole[done...].prefix(part.count)).copyMemory(from: part)
            done += part.count
            next = got.upperBound
        }
        result.bytes = UnsafeRawBufferPointer(rebasing: room.whole[..<count])
        return result
    }

    /// Reads OOB, page after page.
    ///
    /// - Parameters:
    ///   - address: that of a page, plus the offset within its OOB as `mode` counts it.
    ///   - count: bytes of OOB, at most the room's capacity; past the end of a page's it goes on with the next page's.
    /// - Throws: ``FlashError`` (`outOfRange`), or what the file behind the chip throws.
    public func readOOB(at address: Int, count: Int, _ mode: OOBMode, _ how: ReadMode, _ room: MTDRoom) throws
        -> MTDRead
    {
        let stretch = try oobStretch(at: address, count: count, mode, room)
        let source = how == .raw ? chip : oobIsProtected ? corrected : arranged
        var result = MTDRead()
        var column = stretch.column
        var next = stretch.pages.lowerBound
        var done = 0
        while next < stretch.pages.upperBound {
            let got = try fetch(next..<stretch.pages.upperBound, source, room, &result)
            for page in got {
                let oob = room.pages.oob(of: PageRange(from: page, count: 1))
                done += gather(UnsafeRawBufferPointer(oob), from: column, mode, room.whole[done..<count])
                column = 0
            }
            next = got.upperBound
        }
        result.bytes = UnsafeRawBufferPointer(rebasing: room.whole[..<count])
        return result
    }

    /// Reads pages from the start of `range` on into the room's buffer, at least one.
    private func fetch(
        _ range: PageRange, _ source: any PageSource, _ room: MTDRoom, _ result: inout MTDRead
    ) throws -> PageRange {
        let buffer = room.pages
        let part = PageRange(from: range.lowerBound, count: min(range.count, buffer.capacity))
        if let known = chip.knownExtent(at: part.lowerBound), known.content == .absent {
            let absent = known.pages.clamped(to: part)
            buffer.fill(absent, with: 0xFF, state: known.state)
            result.isUncorrectable = true
            onEvent(.notHeld(absent.lowerBound))
            return absent
        }
        let got: PageRange
        if let known = source.knownExtent(at: part.lowerBound), case .filled(let byte) = known.content {
            got = known.pages.clamped(to: part)
            buffer.fill(got, with: byte, state: known.state)
        } else {
            got = try source.read(part, into: buffer)
        }
        result.bitflips = max(result.bitflips, buffer.bitflips)
        var page = got.lowerBound
        while page < got.upperBound {
            let run = buffer.run(from: page)
            switch run.state {
            case .uncorrectable: onEvent(.uncorrectable(page))
            case .unreadable: onEvent(.notHeld(page))
            case .programmed, .erased, .bad, .missing:
                page = run.pages.upperBound
                continue
            }
            result.isUncorrectable = true
            page = run.pages.upperBound
        }
        return got
    }
}
