// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit

extension StoreState {
    /// Bytes of a unit's pages, each with its OOB.
    private var unitSize: Int { geometry.rawPageSize * geometry.unitPages }

    /// Reads pages of changed units, from the first of `wanted` on.
    func readRecords(_ own: BlockEntry, _ wanted: PageRange, into buffer: PageBuffer) throws {
        let run = wholeRun(own, wanted)
        guard run.isEmpty else { return try readRun(own, run, into: buffer) }
        let part = wanted.clamped(to: geometry.unit(of: wanted.lowerBound))
        let bytes = try unitBytes(at: part.lowerBound, own)
        buffer.pages = part
        let skipped = part.lowerBound.rawValue % geometry.unitPages
        bytes.withUnsafeBytes { take($0, pagesFrom: skipped, part, into: buffer) }
        buffer.classifyByContent()
    }

    /// Pages whose records are whole and follow each other in the file: empty for less than a unit.
    private func wholeRun(_ own: BlockEntry, _ wanted: PageRange) -> PageRange {
        let empty = PageRange(from: wanted.lowerBound, count: 0)
        guard geometry.unitPages == 1, let first = own.unit(geometry.unitIndex(of: wanted.lowerBound)), first.isWhole
        else { return empty }
        let stride = Record.frameSize(payload: unitSize)
        var (count, offset) = (1, first.offset)
        while count < wanted.count {
            let next = own.units[geometry.unitIndex(of: wanted.lowerBound) + count]
            offset += stride
            guard next.isWhole, next.offset == offset else { break }
            count += 1
        }
        return PageRange(from: wanted.lowerBound, count: count)
    }

    private func readRun(_ own: BlockEntry, _ run: PageRange, into buffer: PageBuffer) throws {
        let stride = Record.frameSize(payload: unitSize)
        let start = own.units[geometry.unitIndex(of: run.lowerBound)].offset
        buffer.pages = run
        let mapped = file.mapped(at: start, count: run.count * stride)
        let frames = try mapped ?? frames(at: start, count: run.count * stride, room: buffer)
        for (i, page) in run.enumerated() {
            let frame = UnsafeRawBufferPointer(rebasing: frames.dropFirst(i * stride).prefix(stride))
            guard frame.count == stride, Record.isIntact(frame, seed: seed), isWhole(frame, of: page) else {
                throw damaged(start + i * stride, frame, page)
            }
            take(
                UnsafeRawBufferPointer(rebasing: frame[Record.headerSize...]), pagesFrom: 0,
                PageRange(from: page, count: 1), into: buffer)
        }
        guard mapped == nil || file.isMappingIntact else { throw damaged(start, nil, run.lowerBound) }
        buffer.classifyByContent()
    }

    /// What lies at `start`, in the scratch room of a buffer; less at the end of the file.
    private func frames(at start: Int, count: Int, room: PageBuffer) throws -> UnsafeRawBufferPointer {
        let room = room.scratch(bytes: count)
        return UnsafeRawBufferPointer(rebasing: room[..<(try file.read(into: room, at: start))])
    }

    private func isWhole(_ frame: UnsafeRawBufferPointer, of page: PageNumber) -> Bool {
        guard let record = Record(header: frame) else { return false }
        return record.kind == .program && record.flags == .whole && record.address == page.rawValue
            && record.length == unitSize
    }

    /// What the unit that holds `page` holds: data and OOB of each of its pages.
    ///
    /// - Throws: ``StoreError`` (`damaged`) that names the record, what the base throws.
    func unitBytes(at page: PageNumber, _ own: BlockEntry?) throws -> [UInt8] {
        let unit = geometry.unit(of: page)
        var bytes = [UInt8](repeating: 0xFF, count: unitSize)
        var next = own?.unit(geometry.unitIndex(of: page))?.offset
        var links = 0
        while let offset = next {
            let (record, payload) = try program(at: offset, of: unit)
            links += 1
            // Each is before the one that names it, so this ends; nobody writes as long a chain.
            guard links <= 0x7FFF else { throw damaged(offset, nil, page) }
            let bits = record.flags.contains(.continued) ? 8 : 0
            let start = (record.address - unit.lowerBound.rawValue) * geometry.rawPageSize
            payload.withUnsafeBytes { payload in
                bytes.withUnsafeMutableBytes { all in
                    UnsafeMutableRawBufferPointer(rebasing: all[start...].prefix(payload.count - bits))
                        .clearBits(UnsafeRawBufferPointer(rebasing: payload[bits...]))
                }
            }
            if record.flags.contains(.whole) { return bytes }
            guard bits > 0 else { break }
            let before = payload.withUnsafeBytes { Int(exactly: $0.little(at: 0)) }
            guard let before, before < offset else { throw damaged(offset, nil, page) }
            next = before
        }
        if own?.isErased != true { try clear(&bytes, byBaseOf: unit) }
        return bytes
    }

    private func clear(_ bytes: inout [UInt8], byBaseOf unit: PageRange) throws {
        if case .filled(0xFF)? = base.knownExtent(at: unit.lowerBound)?.content, unit.count == 1 { return }
        let buffer = PageBuffer(geometry: geometry, capacity: unit.count)
        try base.readAll(unit, into: buffer, using: PageBuffer(geometry: geometry, capacity: unit.count))
        let raw = buffer.rawPagesInPlace()
        bytes.withUnsafeMutableBytes { $0.clearBits(UnsafeRawBufferPointer(raw)) }
    }

    /// The program at `offset`, and its payload.
    func program(at offset: Int, of unit: PageRange) throws -> (Record, [UInt8]) {
        let most = Record.frameSize(payload: unitSize + 8)
        var frame = try file.bytes(at: offset, count: most)
        let record = try frame.withUnsafeBytes { bytes -> Record in
            guard bytes.count >= Record.headerSize, let record = Record(header: bytes), record.kind == .program,
                record.frameSize <= bytes.count,
                Record.isIntact(UnsafeRawBufferPointer(rebasing: bytes.prefix(record.frameSize)), seed: seed)
            else { throw damaged(offset, bytes, unit.lowerBound) }
            return record
        }
        let bits = record.length - (record.flags.contains(.continued) ? 8 : 0)
        guard bits > 0, bits % geometry.rawPageSize == 0, unit.contains(PageNumber(record.address)),
            record.address + bits / geometry.rawPageSize <= unit.upperBound.rawValue
        else { throw damaged(offset, nil, unit.lowerBound) }
        frame.removeFirst(Record.headerSize)
        frame.removeLast(frame.count - record.length)
        return (record, frame)
    }

    /// Puts raw pages into the buffer.
    private func take(
        _ raw: UnsafeRawBufferPointer, pagesFrom first: Int, _ pages: PageRange, into buffer: PageBuffer
    ) {
        let size = geometry.rawPageSize
        for (i, page) in pages.enumerated() {
            let bytes = raw[((first + i) * size)...].prefix(size)
            let one = PageRange(from: page, count: 1)
            buffer.data(of: one).copyBytes(from: UnsafeRawBufferPointer(rebasing: bytes.prefix(geometry.pageSize)))
            if geometry.oobSize > 0 {
                buffer.oob(of: one).copyBytes(
                    from: UnsafeRawBufferPointer(rebasing: bytes.dropFirst(geometry.pageSize)))
            }
        }
    }

    private func damaged(_ offset: Int, _ frame: UnsafeRawBufferPointer?, _ page: PageNumber) -> StoreError {
        let number = frame.flatMap { $0.count >= Record.headerSize ? Record(header: $0)?.sequence : nil }
        let record = number.map { "record \($0)" } ?? "the record"
        return StoreError(
            .damaged,
            "\(file.name): \(record) at file offset \(ByteCount.hex(offset)), which holds \(page), is damaged",
            hint: "`museimg store check \(file.name)` lists what is; states before it can be read")
    }
}
