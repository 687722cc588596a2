// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

internal import CFuse
import Flash
import MTD

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What libfuse calls, one function a request; the server does the work. With ``FUSESession`` the only file that
/// touches the library.
enum FUSEOperations {
    /// The names and attributes of a view that nobody writes stay as they are.
    private static let forever = 86400.0

    static func table() -> fuse_lowlevel_ops {
        var table = fuse_lowlevel_ops()
        table.lookup = { request, parent, name in FUSEOperations.lookUp(request, parent, name) }
        table.getattr = { request, number, _ in FUSEOperations.tellAttributes(request, number) }
        table.setattr = { request, number, wanted, what, _ in
            FUSEOperations.setAttributes(request, number, wanted, what)
        }
        table.open = { request, number, file in FUSEOperations.open(request, number, file) }
        table.read = { request, number, size, offset, _ in FUSEOperations.read(request, number, size, offset) }
        table.write = { request, number, bytes, size, offset, _ in
            FUSEOperations.write(request, number, UnsafeRawBufferPointer(start: bytes, count: size), offset)
        }
        table.flush = { request, _, _ in FUSEOperations.finish(request, isDurable: false) }
        table.fsync = { request, _, _, _ in FUSEOperations.finish(request, isDurable: true) }
        table.release = { request, _, _ in FUSEOperations.finish(request, isDurable: false) }
        table.readdir = { request, number, size, offset, _ in FUSEOperations.list(request, number, size, offset) }
        table.statfs = { request, _ in FUSEOperations.tellSpace(request) }
        refuse(&table)
        return table
    }

    /// Files are neither made nor removed nor renamed.
    private static func refuse(_ table: inout fuse_lowlevel_ops) {
        table.mknod = { request, _, _, _, _ in fuse_reply_err(request, EPERM) }
        table.mkdir = { request, _, _, _ in fuse_reply_err(request, EPERM) }
        table.create = { request, _, _, _, _ in fuse_reply_err(request, EPERM) }
        table.unlink = { request, _, _ in fuse_reply_err(request, EPERM) }
        table.rmdir = { request, _, _ in fuse_reply_err(request, EPERM) }
        table.symlink = { request, _, _, _ in fuse_reply_err(request, EPERM) }
        table.link = { request, _, _, _ in fuse_reply_err(request, EPERM) }
        table.rename = { request, _, _, _, _, _ in fuse_reply_err(request, EPERM) }
    }

    private static func server(_ request: fuse_req_t?) -> FUSEServer? {
        fuse_req_userdata(request).map { Unmanaged<FUSEServer>.fromOpaque($0).takeUnretainedValue() }
    }

    /// Calls `body` with the server and a node; answers the request where one of them is missing, or `body` throws.
    private static func with(
        _ request: fuse_req_t?, _ number: fuse_ino_t, _ body: (FUSEServer, FUSENode) throws -> Void
    ) {
        guard let server = server(request), let node = server.tree.numbers.node(numbered: number) else {
            fuse_reply_err(request, ENOENT)
            return
        }
        do {
            try body(server, node)
        } catch {
            fuse_reply_err(request, server.fail(error))
        }
    }

    private static func timeout(_ server: FUSEServer) -> Double { server.isWritable ? 0 : forever }

    private static func lookUp(_ request: fuse_req_t?, _ parent: fuse_ino_t, _ name: UnsafePointer<CChar>?) {
        with(request, parent) { server, folder in
            guard let name, let node = server.tree.find(name, in: folder) else {
                fuse_reply_err(request, ENOENT)
                return
            }
            var entry = fuse_entry_param()
            entry.ino = server.tree.numbers.number(of: node)
            entry.attr = server.attributes(of: node)
            entry.attr_timeout = timeout(server)
            entry.entry_timeout = forever
            fuse_reply_entry(request, &entry)
        }
    }

    private static func tellAttributes(_ request: fuse_req_t?, _ number: fuse_ino_t) {
        with(request, number) { server, node in
            var attributes = server.attributes(of: node)
            fuse_reply_attr(request, &attributes, timeout(server))
        }
    }

    /// Times are taken and dropped, as `cp -p` wants it; a size is what it is.
    private static func setAttributes(
        _ request: fuse_req_t?, _ number: fuse_ino_t, _ wanted: UnsafeMutablePointer<stat>?, _ what: Int32
    ) {
        with(request, number) { server, node in
            let owner = FUSE_SET_ATTR_MODE | FUSE_SET_ATTR_UID | FUSE_SET_ATTR_GID
            let isOtherSize = what & FUSE_SET_ATTR_SIZE != 0 && wanted?.pointee.st_size != server.size(of: node)
            guard what & owner == 0, !isOtherSize else {
                fuse_reply_err(request, EPERM)
                return
            }
            var attributes = server.attributes(of: node)
            fuse_reply_attr(request, &attributes, timeout(server))
        }
    }

    /// As with a block device, O_TRUNC says nothing.
    private static func open(
        _ request: fuse_req_t?, _ number: fuse_ino_t, _ file: UnsafeMutablePointer<fuse_file_info>?
    ) {
        with(request, number) { server, node in
            guard let file else { return }
            let isForWriting = file.pointee.flags & O_ACCMODE != O_RDONLY
            guard !isForWriting || server.isWritable(node) else {
                fuse_reply_err(request, server.isWritable ? EACCES : EROFS)
                return
            }
            if isForWriting { server.writer.prepare() }
            cfuse_open_flags(file, !server.isWritable, !isForWriting)
            fuse_reply_open(request, file)
        }
    }

    private static func read(_ request: fuse_req_t?, _ number: fuse_ino_t, _ size: Int, _ offset: off_t) {
        with(request, number) { server, node in
            try server.read(node, at: offset, count: size) { bytes in
                fuse_reply_buf(request, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count)
            }
        }
    }

    private static func write(
        _ request: fuse_req_t?, _ number: fuse_ino_t, _ bytes: UnsafeRawBufferPointer, _ offset: off_t
    ) {
        with(request, number) { server, node in
            let count = try server.write(bytes, to: node, at: offset)
            guard count > 0 || bytes.isEmpty else {
                fuse_reply_err(request, ENOSPC)
                return
            }
            fuse_reply_write(request, count)
        }
    }

    private static func finish(_ request: fuse_req_t?, isDurable: Bool) {
        with(request, fuse_ino_t(FUSE_ROOT_ID)) { server, _ in
            try isDurable ? server.sync() : server.finish()
            fuse_reply_err(request, 0)
        }
    }

    /// `.` and `..` are entries 0 and 1; an offset is the number of the next entry.
    private static func list(_ request: fuse_req_t?, _ number: fuse_ino_t, _ size: Int, _ offset: off_t) {
        with(request, number) { server, folder in
            guard folder.isFolder else {
                fuse_reply_err(request, ENOTDIR)
                return
            }
            let room = server.room.entries
            let space = min(size, room.count)
            let count = server.tree.count(of: folder) + 2
            var used = 0
            var next = max(0, offset)
            while next < count {
                let node =
                    switch next {
                    case 0: folder
                    case 1: server.tree.parent(of: folder)
                    default: server.tree.entry(next - 2, of: folder)
                    }
                var attributes = stat()
                attributes.st_ino = ino_t(server.tree.numbers.number(of: node))
                attributes.st_mode = node.isFolder ? S_IFDIR : S_IFREG
                func add(_ name: UnsafePointer<CChar>) -> Int {
                    fuse_add_direntry(
                        request, room.baseAddress.map { $0 + used }, space - used, name, &attributes, next + 1)
                }
                let taken =
                    switch next {
                    case 0: add(".")
                    case 1: add("..")
                    default: server.tree.withName(of: node, server.room.name, add) ?? 0
                    }
                guard taken <= space - used else { break }
                used += taken
                next += 1
            }
            fuse_reply_buf(request, room.baseAddress, used)
        }
    }

    private static func tellSpace(_ request: fuse_req_t?) {
        with(request, fuse_ino_t(FUSE_ROOT_ID)) { server, _ in
            var out = statvfs()
            out.f_bsize = 4096
            out.f_frsize = 512
            out.f_blocks = fsblkcnt_t(server.device.geometry.dataSize / 512)
            out.f_files = fsfilcnt_t(server.tree.numbers.count)
            out.f_namemax = 255
            fuse_reply_statfs(request, &out)
        }
    }
}
