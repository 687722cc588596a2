// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import MTD

/// Reads the spaces of a chip. What is not known for sure is an error, never wrong bytes: pages that ECC cannot correct
/// (but in `raw`), and pages that the dump does not hold.
final class FUSEReader {
    private let device: MTDDevice
    private let room: FUSERoom
    private let writer: BlockWriter

    init(_ device: MTDDevice, _ room: FUSERoom, _ writer: BlockWriter) {
        self.device = device
        self.room = room
        self.writer = writer
    }

    /// Bytes of data, corrected, and with what was written a moment ago.
    ///
    /// - Parameter range: at most the room's capacity.
    func data(_ range: Range<Int>) throws -> UnsafeRawBufferPointer {
        guard writer.holds(range) else { return try corrected(range) }
        guard range.count > 0, let now = try? corrected(range) else {
            // What is being written may be just what cannot be read.
            writer.settle()
            return try corrected(range)
        }
        room.whole.put(now, at: 0)
        writer.overlay(range, onto: room.whole)
        return room.whole.bytes(0..<range.count)
    }

    private func corrected(_ range: Range<Int>) throws -> UnsafeRawBufferPointer {
        let read = try device.read(at: range.lowerBound, count: range.count, mode: .corrected, room.mtd)
        return try known(read, page: range.lowerBound / device.shape.writeSize)
    }

    /// Bytes of OOB, page after page, as the layout arranges them.
    func oob(_ range: Range<Int>) throws -> UnsafeRawBufferPointer {
        guard !range.isEmpty else { return room.whole.bytes(0..<0) }
        writer.settle()
        let (page, column) = range.lowerBound.quotientAndRemainder(dividingBy: device.shape.oobSize)
        let read = try device.readOOB(
            at: page * device.shape.writeSize + column, count: range.count, .place, .corrected, room.mtd)
        return try known(read, page: page)
    }

    private func known(_ read: MTDRead, page: Int) throws -> UnsafeRawBufferPointer {
        guard !read.isUncorrectable else {
            throw FlashError(
                .uncorrectable, "cannot be corrected, or is not in the dump, or one behind it", page: PageNumber(page))
        }
        return read.bytes
    }

    /// Raw pages, data and OOB of each together.
    func raw(_ range: Range<Int>) throws -> UnsafeRawBufferPointer {
        writer.settle()
        let size = device.geometry.rawPageSize
        let end = PageNumber((range.upperBound + size - 1) / size)
        var page = PageNumber(range.lowerBound / size)
        var skip = range.lowerBound % size
        var done = 0
        while done < range.count {
            let got = try pages(page..<end)
            let bytes = UnsafeRawBufferPointer(room.raw.rawPagesInPlace())
            let part = bytes.bytes(skip..<min(got.count * size, skip + range.count - done))
            if part.count == range.count { return part }
            room.whole.put(part, at: done)
            done += part.count
            page = got.upperBound
            skip = 0
        }
        return room.whole.bytes(0..<range.count)
    }

    /// Reads pages from the start of `range` on, at least one.
    private func pages(_ range: PageRange) throws -> PageRange {
        let buffer = room.raw
        let part = PageRange(from: range.lowerBound, count: min(range.count, buffer.capacity))
        let got: PageRange
        let known = device.chip.knownExtent(at: part.lowerBound)
        switch known?.content {
        case .absent: throw Self.notHeld(part.lowerBound)
        case .filled(let byte):
            got = known?.pages.clamped(to: part) ?? part
            buffer.fill(got, with: byte, state: known?.state ?? .programmed)
        case .bytes, nil: got = try device.chip.read(part, into: buffer)
        }
        var page = got.lowerBound
        while page < got.upperBound {
            let run = buffer.run(from: page)
            if run.state == .unreadable || run.state == .missing { throw Self.notHeld(page) }
            page = run.pages.upperBound
        }
        return got
    }

    private static func notHeld(_ page: PageNumber) -> FlashError {
        FlashError(.unreadable, "the dump does not hold it whole", page: page)
    }
}
