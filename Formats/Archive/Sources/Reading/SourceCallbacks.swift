// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import CArchive
import FormatKit

/// A ``ByteSource`` as libarchive reads it: a position, and one buffer that is used again and again.
final class SourceCallbacks {
    let source: any ByteSource
    /// Bytes that were read, skipped ones not counted.
    private(set) var delivered = 0
    /// Why a callback failed: libarchive only knows that it did.
    private(set) var failure: (any Error)?
    private var position = 0
    private let buffer: IOBuffer

    /// In bytes.
    static let usualPiece = 128 << 10

    /// - Parameter piece: bytes that are handed over at once.
    init(_ source: any ByteSource, piece: Int) {
        self.source = source
        buffer = IOBuffer(count: piece)
    }

    /// Sets the callbacks of `archive`, which must not outlive this object.
    func attach(to archive: OpaquePointer) {
        archive_read_set_callback_data(archive, Unmanaged.passUnretained(self).toOpaque())
        archive_read_set_read_callback(archive) { _, data, start in
            guard let callbacks = SourceCallbacks.from(data) else { return Int(ARCHIVE_FATAL) }
            start?.pointee = UnsafeRawPointer(callbacks.buffer.bytes.baseAddress)
            return callbacks.read()
        }
        archive_read_set_skip_callback(archive) { _, data, count in
            SourceCallbacks.from(data)?.skip(count) ?? 0
        }
        archive_read_set_seek_callback(archive) { _, data, offset, origin in
            SourceCallbacks.from(data)?.seek(offset, from: origin) ?? Int64(ARCHIVE_FATAL)
        }
    }

    private static func from(_ data: UnsafeMutableRawPointer?) -> SourceCallbacks? {
        data.map { Unmanaged<SourceCallbacks>.fromOpaque($0).takeUnretainedValue() }
    }

    private func read() -> Int {
        do {
            try Interruption.check()
            let got = position < source.size ? try source.read(into: buffer.bytes, at: position) : 0
            position += got
            delivered += got
            return got
        } catch {
            failure = error
            return Int(ARCHIVE_FATAL)
        }
    }

    private func skip(_ count: Int64) -> Int64 {
        let step = min(max(0, Int(clamping: count)), source.size - position)
        position += step
        return Int64(step)
    }

    private func seek(_ offset: Int64, from origin: Int32) -> Int64 {
        let base: Int
        switch origin {
        case SEEK_CUR: base = position
        case SEEK_END: base = source.size
        default: base = 0
        }
        let (target, overflow) = base.addingReportingOverflow(Int(clamping: offset))
        guard !overflow, target >= 0, target <= source.size else { return Int64(ARCHIVE_FATAL) }
        position = target
        return Int64(target)
    }
}
