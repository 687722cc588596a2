// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The folder that a view is mounted on.
enum MountPoint {
    private static let device = "/dev/fuse"

    /// Looks whether a view can be mounted at `path`.
    ///
    /// - Returns: the path without links, from the root on.
    static func check(_ path: String) throws(FUSEError) -> String {
        try checkDevice()
        guard let resolved = realpath(path, nil) else {
            let hint: String? =
                switch errno {
                case ENOENT: "make it: mkdir \(path)"
                case ENOTCONN: "a view whose server died is mounted there: umount \(path)"
                default: nil
                }
            throw FUSEError(.mountPoint, "\(path): \(reason(errno))", hint: hint)
        }
        defer { free(resolved) }
        let whole = String(cString: resolved)
        if MountTable.type(at: whole) == "fuse.museimg" {
            throw FUSEError(.busy, "\(path): an image is mounted there", hint: "umount \(path)")
        }
        let descriptor = open(whole, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 || errno == EACCES else {
            throw FUSEError(.mountPoint, "\(path): \(reason(errno))")
        }
        if descriptor >= 0 { close(descriptor) }
        return whole
    }

    static func checkDevice() throws(FUSEError) {
        let descriptor = open(device, O_RDWR | O_CLOEXEC)
        guard descriptor < 0 else {
            close(descriptor)
            return
        }
        let hint =
            errno == EACCES ? "ask for the right to use \(device)" : "load the kernel's module: modprobe fuse"
        throw FUSEError(.unavailable, "\(device): \(reason(errno))", hint: hint)
    }

    static func unmount(_ path: String, isForced: Bool) throws(FUSEError) -> FUSEView.Unmounted {
        // MNT_FORCE breaks the connection, so that nobody waits; MNT_DETACH takes it away from under its users.
        let flags = isForced ? Int32(MNT_FORCE | MNT_DETACH) : 0
        if umount2(path, flags | Int32(UMOUNT_NOFOLLOW)) == 0 { return .done }
        switch errno {
        case EBUSY: return .busy
        // Gone, or another's view.
        case EINVAL, ENOENT: return .done
        case EPERM: break
        default: throw FUSEError(.refused, "\(path): \(reason(errno))")
        }
        let number = MountTable.device(at: path)
        Helper.run(["fusermount3", "-u", "-q"] + (isForced ? ["-z"] : []) + ["--", path])
        guard MountTable.type(at: path) == nil else { return .busy }
        if isForced, let number { abort(number) }
        return .done
    }

    /// Breaks the connection of a view that is taken away already: what MNT_FORCE does for root.
    private static func abort(_ minor: Int) {
        let descriptor = open("/sys/fs/fuse/connections/\(minor)/abort", O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        _ = write(descriptor, "1", 1)
        close(descriptor)
    }

    static func reason(_ code: Int32) -> String {
        let text = String(cString: strerror(code))
        return text.prefix(1).lowercased() + text.dropFirst()
    }
}
