// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

/// The CRC-32 that a CRC chunk may have, in both conventions.
///
/// AOSP's libsparse writes one that counts a fill of several blocks as one block and leaves out what nobody cares
/// for; its reader counts all of it, the latter as 0x00.
struct SparseCheck {
    private(set) var whole: UInt32 = 0
    private(set) var asLibsparseWrites: UInt32 = 0
    private var position = 0
    private let map: SparseMap
    private let file: any ByteSource
    private let blockSize: Int
    private var index = 0
    private let buffer = IOBuffer()

    init(_ map: SparseMap, _ file: any ByteSource, blockSize: Int) {
        self.map = map
        self.file = file
        self.blockSize = blockSize
    }

    /// Takes in the image up to `end`, which is the end of a chunk.
    mutating func advance(to end: Int) throws {
        while position < end {
            try Interruption.check()
            let part = index < map.parts.count && map.parts[index].start < end ? map.parts[index] : nil
            guard let part else {
                addZeros(end - position)
                break
            }
            if part.start > position { addZeros(part.start - position) }
            position = part.start
            let count = min(part.end, end) - part.start
            switch part.content {
            case .stored(let place): try addStored(place, count)
            case .filled(let value): addFill(value, count)
            }
            if part.end > end { return position = end }
            position = part.end
            index += 1
        }
        position = end
    }

    private mutating func addStored(_ place: Int, _ count: Int) throws {
        var done = 0
        while done < count {
            let room = UnsafeMutableRawBufferPointer(rebasing: buffer.bytes[..<min(buffer.bytes.count, count - done)])
            let got = try file.read(into: room, at: place + done)
            guard got > 0 else { return }
            whole = CRC32.zlib(buffer.prefix(got), continuing: whole)
            asLibsparseWrites = CRC32.zlib(buffer.prefix(got), continuing: asLibsparseWrites)
            done += got
        }
    }

    private mutating func addFill(_ value: UInt32, _ count: Int) {
        let pattern = (0..<4).map { UInt8(truncatingIfNeeded: value >> UInt32(8 * $0)) }
        repeatFill(pattern, count, into: &whole)
        repeatFill(pattern, min(count, blockSize), into: &asLibsparseWrites)
    }

    private mutating func addZeros(_ count: Int) { repeatFill([0, 0, 0, 0], count, into: &whole) }

    private func repeatFill(_ pattern: [UInt8], _ count: Int, into crc: inout UInt32) {
        SparseSource.fill(buffer.bytes, 0..<min(buffer.bytes.count, count), pattern)
        var left = count
        while left > 0 {
            let part = min(left, buffer.bytes.count)
            crc = CRC32.zlib(buffer.prefix(part), continuing: crc)
            left -= part
        }
    }
}
