// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit

/// The expanded image; what nobody cares for is a hole, and reads as 0xFF.
struct SparseSource: ByteSource {
    let name: String
    let size: Int
    let map: SparseMap
    let files: [any ByteSource]

    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws -> Int {
        let count = max(0, min(buffer.count, size - offset))
        var done = 0
        var index = map.index(at: offset) ?? map.parts.count
        while done < count {
            guard index < map.parts.count, map.parts[index].start < offset + count else {
                SparseSource.fill(buffer, done..<count, [0xFF, 0xFF, 0xFF, 0xFF])
                break
            }
            let part = map.parts[index]
            let at = offset + done
            if part.start > at {
                SparseSource.fill(buffer, done..<(part.start - offset), [0xFF, 0xFF, 0xFF, 0xFF])
                done = part.start - offset
                continue
            }
            let length = min(part.end - at, count - done)
            switch part.content {
            case .stored(let place):
                let room = UnsafeMutableRawBufferPointer(rebasing: buffer[done..<(done + length)])
                let got = try files[part.file].read(into: room, at: place + at - part.start)
                guard got == length else { return done + got }
            case .filled(let value):
                let pattern = (0..<4).map {
                    UInt8(truncatingIfNeeded: value >> UInt32(8 * (($0 + at - part.start) % 4)))
                }
                SparseSource.fill(buffer, done..<(done + length), pattern)
            }
            done += length
            index += 1
        }
        return count
    }

    /// - Parameter pattern: four bytes, beginning at the start of `range`.
    static func fill(_ buffer: UnsafeMutableRawBufferPointer, _ range: Range<Int>, _ pattern: [UInt8]) {
        let byte = pattern[0]
        if pattern.allSatisfy({ $0 == byte }) {
            for i in range { buffer[i] = byte }
        } else {
            for i in range { buffer[i] = pattern[(i - range.lowerBound) & 3] }
        }
    }

    func stretch(at offset: Int) -> ByteStretch? {
        guard offset < size else { return nil }
        guard let index = map.index(at: offset) else { return ByteStretch(range: offset..<size, isHole: true) }
        let part = map.parts[index]
        if part.start > offset { return ByteStretch(range: offset..<part.start, isHole: true) }
        var end = part.end
        var next = index + 1
        while next < map.parts.count, map.parts[next].start == end, next - index < 64 {
            end = map.parts[next].end
            next += 1
        }
        return ByteStretch(range: offset..<end, isHole: false)
    }

    /// Where the byte at `offset` stands in the first file; nil when no single place holds it.
    func place(of offset: Int) -> Int? {
        guard let index = map.index(at: offset) else { return nil }
        let part = map.parts[index]
        guard case .stored(let place) = part.content, part.start <= offset, part.file == 0 else { return nil }
        return place + offset - part.start
    }
}
