// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import CArchive
import FormatKit

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// An archive or a compressed stream, written through libarchive. The same bytes in give the same bytes out.
final class LibraryWriter {
    private let archive: OpaquePointer
    private let outer: any ByteSink
    private let wrapper: Wrapper
    private var failure: (any Error)?
    private var isClosed = false

    /// - Throws: ``FormatError`` (`unsupported`) where this libarchive cannot write it.
    init(_ wrapper: Wrapper, level: Int?, outer: any ByteSink) throws {
        guard let archive = archive_write_new() else {
            throw FormatError(.tooLarge, "\(wrapper.name): no memory is left")
        }
        self.archive = archive
        self.outer = outer
        self.wrapper = wrapper
        for enable in wrapper.writing {
            guard enable(archive) == ARCHIVE_OK else {
                throw FormatError(.unsupported, "this libarchive cannot write \(wrapper.name)")
            }
        }
        if let level { try check(archive_write_set_option(archive, nil, "compression-level", "\(level)")) }
        archive_write_set_bytes_per_block(archive, 128 << 10)
        // Without this the last block is filled up with 0x00.
        archive_write_set_bytes_in_last_block(archive, 1)
        let opened = archive_write_open(
            archive, Unmanaged.passUnretained(self).toOpaque(), nil,
            { _, data, start, count in
                guard let data else { return Int(ARCHIVE_FATAL) }
                let writer = Unmanaged<LibraryWriter>.fromOpaque(data).takeUnretainedValue()
                return writer.passOn(UnsafeRawBufferPointer(start: start, count: count))
            }, nil)
        try check(opened)
    }

    deinit {
        // Else what is begun would be completed, and look whole.
        if !isClosed { archive_write_fail(archive) }
        archive_write_free(archive)
    }

    /// Begins the one file inside.
    ///
    /// - Parameter size: in bytes; nil for a stream, whose length comes out by itself.
    func begin(name: String, size: Int?) throws {
        guard let entry = archive_entry_new() else {
            throw FormatError(.tooLarge, "\(wrapper.name): no memory is left")
        }
        defer { archive_entry_free(entry) }
        archive_entry_set_pathname(entry, name)
        archive_entry_set_filetype(entry, S_IFREG)
        archive_entry_set_perm(entry, 0o644)
        archive_entry_set_mtime(entry, 0, 0)
        if let size { archive_entry_set_size(entry, Int64(size)) }
        try UTF8Names.use { try check(archive_write_header(archive, entry)) }
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws {
        var rest = bytes
        while !rest.isEmpty {
            let taken = archive_write_data(archive, rest.baseAddress, rest.count)
            guard taken > 0 else { throw reason() }
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(taken))
        }
    }

    /// Writes the end of the wrapper.
    func finish() throws {
        try UTF8Names.use { try check(archive_write_close(archive)) }
        isClosed = true
    }

    private func passOn(_ bytes: UnsafeRawBufferPointer) -> Int {
        do {
            try outer.write(bytes)
            return bytes.count
        } catch {
            failure = error
            return Int(ARCHIVE_FATAL)
        }
    }

    private func check(_ status: Int32) throws {
        guard status == ARCHIVE_OK || status == ARCHIVE_WARN else { throw reason() }
    }

    private func reason() -> any Error {
        if let failure { return failure }
        let text = archive_error_string(archive).map { String(cString: $0) } ?? "cannot be written"
        return FormatError(.unsupported, "\(wrapper.name): \(LibraryText.plain(text))")
    }
}
