// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// A stretch of another source.
package struct PartSource: ByteSource {
    package let name: String
    package let size: Int
    private let source: any ByteSource
    private let start: Int

    /// - Parameter range: in bytes; what of it lies behind the end of `source` does not exist.
    package init(_ source: any ByteSource, _ range: Range<Int>, name: String) {
        self.source = source
        self.name = name
        start = min(range.lowerBound, source.size)
        size = max(0, min(range.upperBound, source.size) - start)
    }

    package func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws -> Int {
        guard offset >= 0, offset < size else { return 0 }
        let part = UnsafeMutableRawBufferPointer(rebasing: buffer[..<min(buffer.count, size - offset)])
        return try source.read(into: part, at: start + offset)
    }

    package func stretch(at offset: Int) -> ByteStretch? {
        guard offset < size, let own = source.stretch(at: start + offset) else { return nil }
        let low = max(0, own.range.lowerBound - start)
        return ByteStretch(range: low..<max(low, min(size, own.range.upperBound - start)), isHole: own.isHole)
    }

    /// The CRC-32 (zlib's) of all of it.
    ///
    /// - Throws: what reading throws, ``Interrupted``.
    package func crc32(continuing crc: UInt32 = 0) throws -> UInt32 {
        var crc = crc
        let buffer = IOBuffer()
        var offset = 0
        while offset < size {
            try Interruption.check()
            let got = try read(into: buffer.bytes, at: offset)
            guard got > 0 else { break }
            crc = CRC32.zlib(buffer.prefix(got), continuing: crc)
            offset += got
        }
        return crc
    }
}
