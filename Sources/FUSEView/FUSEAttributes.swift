// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

internal import CFuse

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

extension FUSEServer {
    /// A moment, as files have it.
    struct Time {
        fileprivate var value: timespec

        static var now: Time {
            var value = timespec()
            clock_gettime(CLOCK_REALTIME, &value)
            return Time(value: value)
        }
    }

    func attributes(of node: FUSENode) -> stat {
        var out = stat()
        out.st_ino = ino_t(tree.numbers.number(of: node))
        out.st_uid = access.user
        out.st_gid = access.group
        out.st_blksize = 4096
        if node.isFolder {
            out.st_mode = S_IFDIR | access.folder
            out.st_nlink = nlink_t(2 + tree.folderCount(of: node))
        } else {
            let size = size(of: node)
            out.st_mode = S_IFREG | access.file(isWritable: isWritable(node))
            out.st_nlink = 1
            out.st_size = size
            out.st_blocks = (size + 511) / 512
        }
        (out.st_atim, out.st_mtim, out.st_ctim) = (changed.value, changed.value, changed.value)
        return out
    }
}
