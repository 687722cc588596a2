// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import CLinux
package import SystemPackage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What `fstat` and `fstatfs` tell of an open file.
package struct FileStatus {
    package enum Kind { case regular, directory, other, pipe, block, character }

    package let kind: Kind
    /// Bytes of storage that it occupies.
    package let allocatedBytes: Int
    /// The file system's preferred unit in bytes, at least 4096: the finest hole to count on.
    package let granule: Int
    /// Permission bits.
    package let mode: UInt32
    /// Which file it is: device and inode.
    package let identity: [UInt64]

    package init?(_ descriptor: FileDescriptor) {
        var info = stat()
        guard fstat(descriptor.rawValue, &info) == 0 else { return nil }
        self.init(info)
    }

    package init?(path: String) {
        var info = stat()
        guard stat(path, &info) == 0 else { return nil }
        self.init(info)
    }

    private init(_ info: stat) {
        switch info.st_mode & S_IFMT {
        case S_IFREG: kind = .regular
        case S_IFDIR: kind = .directory
        case S_IFIFO, S_IFSOCK: kind = .pipe
        case S_IFBLK: kind = .block
        case S_IFCHR: kind = .character
        default: kind = .other
        }
        allocatedBytes = Int(info.st_blocks) * 512
        granule = max(4096, Int(info.st_blksize))
        mode = info.st_mode & 0o777
        identity = [UInt64(info.st_dev), UInt64(info.st_ino)]
    }

    /// Whether the file lies in memory (tmpfs), where reserving space only costs time.
    package static func isInMemory(_ descriptor: FileDescriptor) -> Bool {
        clinux_is_tmpfs(descriptor.rawValue)
    }
}
