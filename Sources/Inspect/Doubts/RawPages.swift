// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit

/// The pages of a chip, each with its OOB, as one row of bytes.
struct RawPages: ByteSource {
    let pages: any PageSource

    var name: String { "chip" }
    var size: Int { pages.geometry.rawSize }

    private var rawPage: Int { pages.geometry.rawPageSize }

    func stretch(at offset: Int) -> ByteStretch? {
        guard let known = pages.knownExtent(at: PageNumber(offset / rawPage)), known.content != .bytes else {
            return nil
        }
        return ByteStretch(range: offset..<(known.pages.upperBound.rawValue * rawPage), isHole: true)
    }

    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws -> Int {
        guard offset >= 0, offset < size, !buffer.isEmpty else { return 0 }
        let geometry = pages.geometry
        let wanted = min(buffer.count, size - offset)
        let unit = geometry.unitPages
        let first = offset / rawPage / unit * unit
        let last = min(geometry.pageCount, (offset + wanted + rawPage - 1) / rawPage)
        let range = PageNumber(first)..<PageNumber(last)
        let held = PageBuffer(geometry: geometry, capacity: range.count)
        try pages.readAll(range, into: held, using: PageBuffer(geometry: geometry, capacity: range.count))
        let skip = offset - first * rawPage
        if geometry.oobSize == 0 {
            buffer.copyBytes(from: held.data(of: range)[skip..<(skip + wanted)])
            return wanted
        }
        let raw = held.scratch(bytes: range.count * rawPage)
        Interleaving.join(
            data: UnsafeRawBufferPointer(held.data(of: range)), oob: UnsafeRawBufferPointer(held.oob(of: range)),
            count: range.count, pageSize: geometry.pageSize, oobSize: geometry.oobSize, into: raw)
        buffer.copyBytes(from: raw[skip..<(skip + wanted)])
        return wanted
    }
}
