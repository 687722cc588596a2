// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import BlockStore
import FUSEView
import Flash
import Foundation
import Inspect
import MTD
import PageLayout
import Synchronization
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What mounting takes.
enum FUSEHost {
    static let isThere: Bool = {
        let descriptor = open("/dev/fuse", O_RDWR)
        guard descriptor >= 0 else {
            print("SKIPPED: /dev/fuse cannot be opened, nothing of the FUSE view is tested by mounting it")
            return false
        }
        close(descriptor)
        return true
    }()

    static let reason: Comment = "needs /dev/fuse"
}

/// A folder of its own, which goes at the end.
final class WorkFolder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "museimg-fuse-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// A view that is mounted and served.
final class Mounted: Sendable {
    let view: FUSEView
    let folder: WorkFolder
    var path: String { folder.path }
    private let ended = DispatchSemaphore(value: 0)
    private let lines: Lines
    /// What was logged.
    var log: [String] { lines.all.withLock { $0 } }

    private final class Lines: Sendable { let all = Mutex<[String]>([]) }

    init(_ device: MTDDevice, parts: [Partition] = [], info: String = "{}\n", folder: WorkFolder? = nil) throws {
        let lines = Lines()
        self.lines = lines
        self.folder = try folder ?? WorkFolder()
        view = FUSEView(device: device, info: { Array(info.utf8) }, partitions: parts, name: "a, b\\c") { line in
            lines.all.withLock { $0.append(line) }
        }
        try view.mount(at: self.folder.path)
        let (view, ended) = (view, ended)
        Thread {
            view.run()
            ended.signal()
        }.start()
    }

    deinit { _ = try? view.unmount(isForced: true) }

    /// Waits for the end of serving.
    func wait() -> Bool { ended.wait(timeout: .now() + 20) == .success }

    func unmount(sourceLocation: SourceLocation = #_sourceLocation) throws {
        // A file that was just closed may be in use for a moment yet.
        for _ in 0..<100 {
            guard try view.unmount() == .busy else { break }
            usleep(20_000)
        }
        #expect(wait(), "does not end", sourceLocation: sourceLocation)
    }

    /// Runs a shell command in the folder.
    func run(_ command: String) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", command]
        process.currentDirectoryURL = URL(filePath: "/")
        process.environment = ProcessInfo.processInfo.environment.merging(["V": path, "LC_ALL": "C"]) { $1 }
        // A file, not a pipe: nothing can block.
        let work = try WorkFolder()
        let file = URL(filePath: "\(work.path)/output")
        try Data().write(to: file)
        let handle = try FileHandle(forWritingTo: file)
        process.standardOutput = handle
        process.standardError = handle
        try process.run()
        process.waitUntilExit()
        let output = try Data(contentsOf: file)
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }

    /// A file of the view.
    func open(_ name: String, _ flags: Int32 = O_RDONLY) throws -> Handle {
        let descriptor = Glibc.open("\(path)/\(name)", flags | O_CLOEXEC)
        guard descriptor >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        return Handle(descriptor)
    }

    func bytes(_ name: String) throws -> [UInt8] { try open(name).read(at: 0, count: .max) }
}

/// An open file of a view.
final class Handle {
    let descriptor: Int32
    init(_ descriptor: Int32) { self.descriptor = descriptor }
    deinit { close(descriptor) }

    func read(at offset: Int, count: Int) throws -> [UInt8] {
        var result: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 128 << 10)
        while result.count < count {
            let got = pread(descriptor, &piece, min(piece.count, count - result.count), off_t(offset + result.count))
            guard got >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
            if got == 0 { break }
            result += piece[..<got]
        }
        return result
    }

    func write(_ bytes: [UInt8], at offset: Int) throws {
        var done = 0
        while done < bytes.count {
            let put = bytes[done...].withUnsafeBytes {
                pwrite(descriptor, $0.baseAddress, $0.count, off_t(offset + done))
            }
            guard put > 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
            done += put
        }
    }
}
