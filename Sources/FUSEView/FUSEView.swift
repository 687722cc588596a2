// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Inspect
public import MTD
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A chip as a folder of files, without a kernel module of its own:
///
///     data.bin            data, corrected, at the chip's addresses
///     oob.bin             OOB of all pages, as the layout arranges it (where there is OOB)
///     raw.bin             data and OOB of each page as they lie on the chip
///     info.json           what the caller says of the image
///     bad.txt             bad blocks: number, TAB, place in data.bin
///     parts/<name>.bin    partitions of data.bin
///     blocks/<n>/data     one erase block's data, and its oob
///
/// Reading a page that ECC cannot correct, or that the dump does not hold, is EIO; `raw.bin` has the bits of the former.
/// Pages of bad blocks are in their places, as they lie. Where the device is writable, so are `data.bin`, its partitions
/// and its blocks: an erase block is erased and programmed anew where that is needed. Sizes stay as they are, and
/// O_TRUNC says nothing, as with a block device.
public final class FUSEView: Sendable {
    private let name: String
    private let place = Mutex<String?>(nil)
    private let work: Work
    private let counted: FUSECounters

    /// For the thread that mounts and serves: one and the same, or one after the other.
    private final class Work: @unchecked Sendable {
        let server: FUSEServer
        var session: FUSESession?
        init(_ server: FUSEServer) { self.server = server }
    }

    /// - Parameters:
    ///   - info: makes the contents of `info.json`, once, when somebody asks for them.
    ///   - partitions: what is in `parts`; cut to the chip.
    ///   - name: what `mount` and `df` show as the source.
    ///   - access: by default nobody but the caller may look; as root it may be anybody.
    ///   - log: told, in a line, of errors.
    public init(
        device: MTDDevice, info: @escaping @Sendable () -> [UInt8], partitions: [Partition], name: String,
        access: FUSEAccess = .own,
        log: @escaping @Sendable (String) -> Void
    ) {
        self.name = name
        let server = FUSEServer(device, info: info, partitions: partitions, access: access, log: log)
        work = Work(server)
        counted = server.counters
    }

    /// What has been done so far, by name: `reads`, `writes`, `bytesRead`, `bytesWritten`, `failures`.
    public var counters: [String: Int] { counted.byName }

    /// Mounts; the files are there when it returns, and are answered for by ``run()``.
    ///
    /// As root others are let in too, as far as the permissions say; other users mount through `fusermount3`, for
    /// themselves.
    ///
    /// - Throws: ``FUSEError``.
    public func mount(at path: String) throws {
        let path = try MountPoint.check(path)
        // libfuse takes options apart at commas.
        var source = ""
        for character in name { source += character == "," || character == "\\" ? "\\\(character)" : "\(character)" }
        var options = ["fsname=\(source)", "subtype=museimg", "default_permissions"]
        if geteuid() == 0 { options.append("allow_other") }
        if !work.server.isWritable { options.append("ro") }
        let session = try FUSESession(work.server, options: options)
        try session.mount(at: path)
        work.session = session
        place.withLock { $0 = path }
    }

    /// Serves on the calling thread, until the view is unmounted by ``unmount(isForced:)`` or by anybody else.
    ///
    /// What was written is with the device when it returns.
    public func run() {
        work.session?.run()
        place.withLock { $0 = nil }
        work.session = nil
        do {
            try work.server.finish()
        } catch { work.server.log(describe(error)) }
    }

    /// What came of unmounting.
    public enum Unmounted: Sendable, Hashable {
        case done
        /// Files are open, or somebody stands in a folder: nothing has changed.
        case busy
    }

    /// Unmounts, from another thread than the one that serves; ``run()`` returns then.
    ///
    /// - Parameter isForced: also when it is in use: who has files open gets errors from then on.
    /// - Throws: ``FUSEError`` (`refused`) for another reason than use.
    public func unmount(isForced: Bool = false) throws -> Unmounted {
        guard let path = place.withLock({ $0 }) else { return .done }
        return try MountPoint.unmount(path, isForced: isForced)
    }

    /// - Throws: ``FUSEError`` (`unavailable`) where nothing can be mounted.
    public static func checkDevice() throws { try MountPoint.checkDevice() }

    /// Takes away what a process has left mounted that was killed; nothing where nothing is.
    public static func takeAway(_ path: String) { _ = try? MountPoint.unmount(path, isForced: true) }
}
