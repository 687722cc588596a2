// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit

/// A temporary file that grows piece by piece.
struct ExpandedFile {
    private let spool: Spool
    private let holesAreReal: Bool
    /// 0x00 that are not written yet.
    private var pendingZeros = 0

    /// Runs of 0x00 are looked for in pieces of this size, in bytes.
    private static let grain = 64 << 10

    init(holesAreReal: Bool) throws {
        spool = try Spool()
        self.holesAreReal = holesAreReal
    }

    /// Bytes so far, holes counted.
    var position: Int { spool.sink.position + pendingZeros }

    /// - Parameter piece: not before ``position``.
    mutating func append(_ piece: ExpandedPiece) throws {
        pendingZeros += piece.offset - position
        guard !holesAreReal else { return try write(piece.bytes) }
        var rest = piece.bytes
        while !rest.isEmpty {
            let part = UnsafeRawBufferPointer(rebasing: rest.prefix(ExpandedFile.grain))
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(part.count))
            if UniformBytes.isFilled(part, with: 0) {
                pendingZeros += part.count
            } else {
                try write(part)
            }
        }
    }

    private mutating func write(_ bytes: UnsafeRawBufferPointer) throws {
        try flushZeros()
        if !bytes.isEmpty { try spool.sink.write(bytes) }
    }

    private mutating func flushZeros() throws {
        if pendingZeros > 0 { try spool.sink.hole(count: pendingZeros, filler: 0) }
        pendingZeros = 0
    }

    mutating func finish(name: String) throws -> any ByteSource {
        try flushZeros()
        let source = try spool.source(name: name)
        return holesAreReal ? source : SolidSource(source: source)
    }
}

/// A file whose holes are no more than saved space.
private struct SolidSource: ByteSource {
    let source: FileSource

    var name: String { source.name }
    var size: Int { source.size }

    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws -> Int {
        try source.read(into: buffer, at: offset)
    }
}
