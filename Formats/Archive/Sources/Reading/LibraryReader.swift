// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import CArchive
import FormatKit

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// An archive or a compressed stream, read through libarchive entry by entry.
final class LibraryReader: ExpandedStream {
    private let archive: OpaquePointer
    private let callbacks: SourceCallbacks
    private let wrapper: Wrapper
    /// Thrown once everything before it is handed out.
    private var pending: (any Error)?

    /// - Parameter piece: how much libarchive is given at once, in bytes.
    /// - Throws: ``FormatError`` with the offset in the file, ``IOFailure``, ``Interrupted``.
    init(
        _ wrapper: Wrapper, _ setup: [Wrapper.Setup], _ source: any ByteSource,
        piece: Int = SourceCallbacks.usualPiece
    ) throws {
        guard let archive = archive_read_new() else {
            throw FormatError(.tooLarge, name: source.name, "no memory is left")
        }
        self.archive = archive
        self.wrapper = wrapper
        callbacks = SourceCallbacks(source, piece: piece)
        callbacks.attach(to: archive)
        for enable in setup {
            // A warning means that an outside program would be run.
            guard enable(archive) == ARCHIVE_OK else {
                throw FormatError(.unsupported, name: source.name, "this libarchive cannot read \(wrapper.name)")
            }
        }
        try UTF8Names.use { try check(archive_read_open1(archive)) }
    }

    deinit { archive_read_free(archive) }

    var consumed: Int { callbacks.delivered }

    /// The next member's header; nil at the end.
    func nextEntry() throws -> LibraryEntry? {
        var entry: OpaquePointer?
        let status = try UTF8Names.use { () throws -> Int32 in
            let status = archive_read_next_header(archive, &entry)
            try check(status)
            return status
        }
        guard status != ARCHIVE_EOF, let entry else { return nil }
        return UTF8Names.use { LibraryEntry(entry) }
    }

    /// Looks at the start of a compressed stream.
    ///
    /// - Returns: false when nothing is in it.
    /// - Throws: ``FormatError`` (`badMagic`) when it is of another kind.
    func beginStream(filter: Int32) throws -> Bool {
        let entry = try nextEntry()
        // What no filter recognises, libarchive hands on as it is.
        guard archive_filter_code(archive, 0) == filter else {
            throw FormatError(.badMagic, name: callbacks.source.name, at: 0, "is no \(wrapper.name) stream")
        }
        return entry != nil
    }

    func next() throws -> ExpandedPiece? {
        if let pending { throw pending }
        var start: UnsafeRawPointer?
        var count = 0
        var offset: Int64 = 0
        let status = archive_read_data_block(archive, &start, &count, &offset)
        // A warning here is a CRC or a length that does not fit, told with the last bytes.
        if status == ARCHIVE_WARN, start != nil, count > 0 { pending = failure() }
        guard status == ARCHIVE_OK || status == ARCHIVE_EOF || pending != nil else { throw failure() }
        let piece = ExpandedPiece(
            offset: Int(clamping: offset), bytes: UnsafeRawBufferPointer(start: start, count: count))
        return status == ARCHIVE_EOF ? nil : piece
    }

    private func check(_ status: Int32) throws {
        guard status == ARCHIVE_OK || status == ARCHIVE_EOF || status == ARCHIVE_WARN else { throw failure() }
    }

    private func failure() -> any Error {
        if let failure = callbacks.failure { return failure }
        let text = archive_error_string(archive).map { String(cString: $0) } ?? "cannot be read"
        let offset = max(0, Int(archive_filter_bytes(archive, -1)))
        return FormatError(
            LibraryText.code(text), name: callbacks.source.name, at: min(offset, callbacks.source.size),
            LibraryText.plain(text))
    }
}
