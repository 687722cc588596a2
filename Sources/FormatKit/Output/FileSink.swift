// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import CLinux
package import Flash
package import SystemPackage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Writes to an open file from its current position on.
package final class FileSink: RewritableSink {
    package private(set) var position = 0
    private let descriptor: FileDescriptor
    private let name: String
    /// Holes are left only in multiples of this, in bytes; 0 where the file cannot have any.
    private let granule: Int
    /// Space is reserved ahead up to here; `Int.max` where reserving does not pay.
    private var reserved: Int
    private var fillBuffer: (byte: UInt8, bytes: [UInt8]) = (0, [])

    /// Bytes at once: to a disk, larger writes were sometimes many times slower; in memory they are faster.
    private let largestWrite: Int
    /// Up to here the kernel was told to begin writing to disk; `Int.max` where it shall not be told.
    private var started: Int

    /// The disk works while the next pieces are made, and the sync at the end finds little left to do.
    private static let writeback = 8 << 20

    /// How far ahead space is reserved: enough for the file system to lay out long extents.
    private static let window = 64 << 20

    /// What the file is for.
    package enum Use {
        /// A file of ours alone that is to be synced.
        case output
        /// Somebody else may have written there before us (standard output): written from the file's position on,
        /// without holes.
        case shared
        /// A temporary file, never synced.
        case scratch
    }

    package init(descriptor: FileDescriptor, name: String, use: Use) {
        self.descriptor = descriptor
        self.name = name
        let status = FileStatus(descriptor)
        let isRegular = status?.kind == .regular && use != .shared
        granule = isRegular ? status?.granule ?? 0 : 0
        let isOnDisk = isRegular && !FileStatus.isInMemory(descriptor)
        largestWrite = isOnDisk ? 256 << 10 : 1 << 20
        reserved = isOnDisk ? 0 : .max
        started = isOnDisk && use == .output ? 0 : .max
    }

    package func write(_ bytes: UnsafeRawBufferPointer) throws {
        try Interruption.check()
        reserve(upTo: position + bytes.count)
        var done = 0
        while done < bytes.count {
            do {
                let rest = UnsafeRawBufferPointer(rebasing: bytes[done..<min(bytes.count, done + largestWrite)])
                let count =
                    granule > 0
                    ? try descriptor.write(toAbsoluteOffset: Int64(position), rest) : try descriptor.write(rest)
                done += count
                position += count
            } catch let error as Errno {
                throw IOFailure(.write, errno: error, name: name, offset: position)
            }
        }
        startWriteback()
    }

    /// Spares a copy: the kernel gathers the pieces.
    package func write(zipped lists: [StridedBytes]) throws {
        guard let count = lists.first?.count, granule > 0 else { return try writePieces(lists, from: 0) }
        let group = max(
            1, min(FileSink.maxVectors / lists.count, largestWrite / lists.reduce(0) { $0 + $1.size }))
        var vectors: [iovec] = []
        vectors.reserveCapacity(group * lists.count)
        var next = 0
        while next < count {
            try Interruption.check()
            vectors.removeAll(keepingCapacity: true)
            for i in next..<min(count, next + group) {
                for list in lists {
                    let piece = list[i]
                    vectors.append(
                        iovec(iov_base: UnsafeMutableRawPointer(mutating: piece.baseAddress), iov_len: piece.count))
                }
            }
            let wanted = vectors.reduce(0) { $0 + $1.iov_len }
            reserve(upTo: position + wanted)
            let done = pwritev(descriptor.rawValue, vectors, CInt(vectors.count), off_t(position))
            guard done == wanted else {
                // Rare, and where the disk is full: piece by piece it is clear what went wrong, and where.
                return try writePieces(lists.map { $0.part(next, count: count - next) }, from: max(0, done))
            }
            position += done
            next += vectors.count / lists.count
            startWriteback()
        }
    }

    /// IOV_MAX.
    private static let maxVectors = 1024

    /// Piece by piece, without the first `done` bytes.
    private func writePieces(_ lists: [StridedBytes], from done: Int) throws {
        position += done
        var left = done
        for i in 0..<(lists.first?.count ?? 0) {
            for list in lists {
                let piece = list[i]
                let skipped = min(left, piece.count)
                left -= skipped
                try write(UnsafeRawBufferPointer(rebasing: piece[skipped...]))
            }
        }
    }

    private func startWriteback() {
        guard started != .max, position - started > FileSink.writeback else { return }
        _ = clinux_start_writeback(descriptor.rawValue, Int64(started), Int64(position - started))
        started = position
    }

    package func fill(_ byte: UInt8, count: Int) throws {
        if fillBuffer.byte != byte || fillBuffer.bytes.isEmpty {
            fillBuffer = (byte, [UInt8](repeating: byte, count: 256 << 10))
        }
        try fillBuffer.bytes.withUnsafeBytes { buffer in
            var left = count
            while left > 0 {
                let part = min(left, buffer.count)
                try write(UnsafeRawBufferPointer(rebasing: buffer[..<part]))
                left -= part
            }
        }
    }

    package func hole(count: Int, filler: UInt8) throws {
        guard granule > 0 else { return try fill(filler, count: count) }
        let end = position + count
        let holeStart = (position + granule - 1) / granule * granule
        let holeEnd = end / granule * granule
        guard holeStart < holeEnd else { return try fill(filler, count: count) }
        try fill(filler, count: holeStart - position)
        try punch(holeStart..<holeEnd)
        position = holeEnd
        try fill(filler, count: end - holeEnd)
    }

    package var canRewrite: Bool { granule > 0 }

    package func rewrite(_ bytes: [UInt8], at offset: Int) throws {
        precondition(offset + bytes.count <= position)
        do {
            _ = try bytes.withUnsafeBytes { try descriptor.writeAll(toAbsoluteOffset: Int64(offset), $0) }
        } catch let error as Errno {
            throw IOFailure(.write, errno: error, name: name, offset: offset)
        }
    }

    package func finish() throws {
        guard granule > 0 else { return }
        // Cuts what was reserved too much, and makes a hole at the end count.
        try setSize(position)
    }

    private func reserve(upTo end: Int) {
        guard end > reserved else { return }
        let target = max(end, position + FileSink.window)
        let start = max(reserved, position)
        // Only a help: where it fails, writing finds out by itself.
        let isReserved = clinux_reserve(descriptor.rawValue, Int64(start), Int64(target - start))
        reserved = isReserved ? target : .max
    }

    private func punch(_ range: Range<Int>) throws {
        guard reserved != .max, range.lowerBound < reserved else { return }
        // Space reserved behind the end of a file cannot be given back: ext4 punches up to the end only.
        try setSize(range.upperBound)
        let end = min(range.upperBound, reserved)
        _ = clinux_punch(descriptor.rawValue, Int64(range.lowerBound), Int64(end - range.lowerBound))
    }

    private func setSize(_ size: Int) throws {
        guard ftruncate(descriptor.rawValue, off_t(size)) == 0 else {
            throw IOFailure(.write, errno: Errno(rawValue: errno), name: name, offset: size)
        }
    }
}
