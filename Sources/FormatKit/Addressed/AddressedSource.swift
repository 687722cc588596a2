// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash

/// The bytes of an addressed text as a file would have them that begins at an address: what nobody wrote is a hole.
struct AddressedSource: ByteSource {
    let name: String
    let size: Int
    private let extents: AddressedExtents
    private let file: any ByteSource
    /// The address of byte 0.
    private let base: Int

    /// - Parameters:
    ///   - file: the temporary file that the extents lie in.
    ///   - size: in bytes, so that it holds all extents that are to be seen.
    init(_ extents: AddressedExtents, in file: any ByteSource, base: Int, size: Int) {
        name = file.name
        self.extents = extents
        self.file = file
        self.base = base
        self.size = size
    }

    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws -> Int {
        let count = max(0, min(buffer.count, size - offset))
        let start = base + offset
        var done = 0
        var index = extents.index(at: start)
        while done < count {
            let address = start + done
            guard let i = index, i < extents.extents.count, extents.extents[i].address < start + count else {
                blank(buffer, done..<count)
                break
            }
            let extent = extents.extents[i]
            if extent.address > address {
                blank(buffer, done..<(extent.address - start))
                done = extent.address - start
                continue
            }
            let part = min(extent.end - address, count - done)
            let room = UnsafeMutableRawBufferPointer(rebasing: buffer[done..<(done + part)])
            if extent.period > 0 {
                try repeatPattern(of: extent, from: address, into: room)
            } else {
                let got = try file.read(into: room, at: extent.slot + address - extent.address)
                guard got == part else { return done + got }
            }
            done += part
            index = i + 1
        }
        return count
    }

    private func repeatPattern(
        of extent: AddressedExtents.Extent, from address: Int, into room: UnsafeMutableRawBufferPointer
    ) throws {
        let pattern = try file.bytes(at: extent.slot, count: extent.period)
        guard !pattern.isEmpty else { return }
        let first = (extent.phase + address - extent.address) % extent.period
        let isUniform = pattern.allSatisfy { $0 == pattern[0] }
        if isUniform {
            for i in room.indices { room[i] = pattern[0] }
        } else {
            for i in room.indices { room[i] = pattern[(first + i) % pattern.count] }
        }
    }

    private func blank(_ buffer: UnsafeMutableRawBufferPointer, _ part: Range<Int>) {
        for i in part { buffer[i] = 0xFF }
    }

    func stretch(at offset: Int) -> ByteStretch? {
        guard offset < size else { return nil }
        let address = base + offset
        guard let index = extents.index(at: address) else { return ByteStretch(range: offset..<size, isHole: true) }
        let extent = extents.extents[index]
        if extent.address > address {
            return ByteStretch(range: offset..<min(size, extent.address - base), isHole: true)
        }
        // Neighbours whose bytes lie apart in the temporary file are still one stretch.
        var end = extent.end
        var next = index + 1
        while next < extents.extents.count, extents.extents[next].address == end, next - index < 64 {
            end = extents.extents[next].end
            next += 1
        }
        return ByteStretch(range: offset..<min(size, end - base), isHole: false)
    }
}
