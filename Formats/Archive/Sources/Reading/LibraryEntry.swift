// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import CArchive

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A member's header.
struct LibraryEntry {
    /// As a person may see it; a path in the archive, never one of ours.
    let name: String
    /// Expanded, in bytes; nil where the header does not tell.
    let size: Int?
    /// A file with contents: no folder, link or device.
    let isRegular: Bool
    let isEncrypted: Bool

    init(_ entry: OpaquePointer) {
        let text = archive_entry_pathname_utf8(entry) ?? archive_entry_pathname(entry)
        name = MemberName.printable(text.map { String(cString: $0) } ?? "")
        size = archive_entry_size_is_set(entry) != 0 ? Int(clamping: archive_entry_size(entry)) : nil
        isRegular = archive_entry_filetype(entry) == S_IFREG && archive_entry_hardlink(entry) == nil
        isEncrypted = archive_entry_is_encrypted(entry) != 0
    }
}
