// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import CLinux
import Synchronization
public import SystemPackage

/// A regular file or a block device, read with pread, or mapped where somebody asks for that.
public final class FileSource: ByteSource {
    public let name: String
    public let size: Int
    private let descriptor: FileDescriptor
    /// Whether asking for holes is worth a system call.
    private let isSparse: Bool
    /// The stretch that the last look found to be data.
    private let knownData = Mutex(0..<0)
    private let mapping: FileMapping

    /// Takes over `descriptor`, which must be seekable.
    ///
    /// - Throws: ``IOFailure``.
    public init(descriptor: FileDescriptor, name: String) throws {
        self.descriptor = descriptor
        self.name = name
        let end: Int
        do {
            end = Int(try descriptor.seek(offset: 0, from: .end))
        } catch let error as Errno {
            throw IOFailure(.read, errno: error, name: name)
        }
        size = end
        mapping = FileMapping(descriptor, size: end)
        isSparse = FileStatus(descriptor).map { $0.kind == .regular && $0.allocatedBytes < end } ?? false
    }

    deinit { try? descriptor.close() }

    public func mapped(at offset: Int, count: Int) -> UnsafeRawBufferPointer? {
        mapping.bytes(at: offset, count: count)
    }

    public var isMappingIntact: Bool { mapping.isWhole }

    /// - Throws: ``IOFailure``, also when the file has become shorter than it was.
    public func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws -> Int {
        var done = 0
        while done < buffer.count {
            do {
                let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
                let got = try descriptor.read(fromAbsoluteOffset: Int64(offset + done), into: rest)
                if got == 0, offset + done < size {
                    throw IOFailure(.read, errno: .ioError, name: name, offset: offset + done)
                }
                if got == 0 { break }
                done += got
            } catch let error as Errno {
                throw IOFailure(.read, errno: error, name: name, offset: offset + done)
            }
        }
        return done
    }

    public func stretch(at offset: Int) -> ByteStretch? {
        guard isSparse, offset < size else { return nil }
        return knownData.withLock { known in
            if known.contains(offset) { return ByteStretch(range: offset..<known.upperBound, isHole: false) }
            let data = Int(clinux_next_data(descriptor.rawValue, Int64(offset), Int64(size)))
            guard data <= offset else { return ByteStretch(range: offset..<min(data, size), isHole: true) }
            let end = Int(clinux_next_hole(descriptor.rawValue, Int64(offset)))
            known = offset..<max(offset + 1, end > 0 ? min(end, size) : size)
            return ByteStretch(range: known, isHole: false)
        }
    }
}
