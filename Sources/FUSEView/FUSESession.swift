// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

internal import CFuse
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A session of libfuse: a mount, and the loop that serves it.
///
/// The thread that makes it serves it; the library wants no more than that.
final class FUSESession {
    private let server: FUSEServer
    private let session: OpaquePointer

    /// - Parameter options: as mount takes them, commas escaped.
    init(_ server: FUSEServer, options: [String]) throws(FUSEError) {
        self.server = server
        FUSELog.prepare()
        var operations = FUSEOperations.table()
        var arguments = fuse_args()
        defer { fuse_opt_free_args(&arguments) }
        for word in ["museimg", "-o", options.joined(separator: ",")] { fuse_opt_add_arg(&arguments, word) }
        let context = Unmanaged.passUnretained(server).toOpaque()
        guard let made = cfuse_session_new(&arguments, &operations, context) else {
            throw FUSEError(.refused, FUSELog.last ?? "libfuse makes no session")
        }
        session = made
    }

    deinit { fuse_session_destroy(session) }

    /// Mounts, and answers the kernel's greeting: whoever looks from then on finds the files.
    func mount(at path: String) throws(FUSEError) {
        guard fuse_session_mount(session, path) == 0 else {
            let hint =
                geteuid() == 0
                ? nil : "other users than root need a folder of their own, and fusermount3 (Debian: fuse3)"
            throw FUSEError(.refused, "\(path): \(FUSELog.last ?? "cannot be mounted on")", hint: hint)
        }
        var request = fuse_buf()
        defer { free(request.mem) }
        var count = fuse_session_receive_buf(session, &request)
        while count == -EINTR { count = fuse_session_receive_buf(session, &request) }
        if count > 0 { fuse_session_process_buf(session, &request) }
        guard count > 0, fuse_session_exited(session) == 0 else {
            fuse_session_unmount(session)
            throw FUSEError(.refused, "\(path): \(FUSELog.last ?? "the kernel did not greet")")
        }
    }

    /// Serves until the view is unmounted, by whomever.
    func run() {
        fuse_session_loop(session)
        // Takes away what is left after an error; nothing after an unmount.
        fuse_session_unmount(session)
    }
}

/// What libfuse has to say, which it would else print.
enum FUSELog {
    private static let line = Mutex<String?>(nil)

    static var last: String? { line.withLock { $0 } }

    static func prepare() {
        fuse_set_log_func { _, format, arguments in
            guard let format, let arguments else { return }
            FUSELog.keep(format, arguments)
        }
    }

    private static func keep(_ format: UnsafePointer<CChar>, _ arguments: CVaListPointer) {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 512) { room in
            guard let start = room.baseAddress, vsnprintf(start, room.count, format, arguments) > 0 else { return }
            var text = String(cString: start)
            while text.last?.isWhitespace == true { text.removeLast() }
            let prefix = "fuse: "
            line.withLock { $0 = text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : text }
        }
    }
}
