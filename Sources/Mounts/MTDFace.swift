// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit
public import MUSE
import Synchronization
import SystemPackage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A live mount as an MTD.
public final class MTDFace: MountFace {
    private let server: MUSEServer
    private let path: String
    private let live = Mutex<Live?>(nil)

    private struct Live {
        var connection: MUSEConnection
        var thread: WorkerThread
    }

    /// - Parameter path: of the driver's device.
    public init(_ server: MUSEServer, path: String = MUSEConnection.devicePath) {
        self.server = server
        self.path = path
    }

    public func appear() throws -> String {
        let connection = try Self.connect(path)
        let server = server
        server.reset()
        let thread = try WorkerThread { server.serve(connection) }
        live.withLock { $0 = Live(connection: connection, thread: thread) }
        let number = try waitUntilRegistered(connection)
        return "mtd\(number)"
    }

    /// - Throws: ``MountError`` (`unavailable`) where there is no driver, or it may not be used.
    public static func checkDriver() throws { _ = try connect(MUSEConnection.devicePath) }

    private static func connect(_ path: String) throws(MountError) -> MUSEConnection {
        do throws(Errno) {
            return try MUSEConnection(path: path)
        } catch {
            switch error {
            case .noSuchFileOrDirectory, .noSuchAddressOrDevice:
                throw MountError(
                    .unavailable, "\(path): this kernel has no MUSE driver",
                    hint: "kernel/README.md tells how to build and load it; "
                        + "`museimg mount IMAGE DIR` shows the chip as files, without a driver")
            case .permissionDenied, .notPermitted:
                throw MountError(.unavailable, "\(path): \(error): an MTD takes root", hint: "run it as root")
            default: throw MountError(.failed, "\(path): \(error)")
            }
        }
    }

    private func waitUntilRegistered(_ connection: MUSEConnection) throws -> Int {
        // The bad-block scan of a large chip takes its time; a driver that gave up ends the connection.
        for _ in 0..<60_000 {
            switch connection.registered() {
            case .done(let number): return number
            case .failed: throw refused()
            case .unsupported:
                if let number = SysfsMTD.number(ofServer: getpid(), name: server.parameters.name) { return number }
            case .notYet: break
            }
            guard isThere else { throw refused() }
            usleep(1000)
        }
        throw MountError(.failed, "the driver did not register the MTD within a minute")
    }

    private func refused() -> MountError {
        _ = end()
        return MountError(
            server.refusal == nil ? .failed : .unavailable,
            "the driver refused the MTD" + (server.refusal.map { ": \($0)" } ?? ""),
            hint: "`dmesg | tail` shows the driver's reason")
    }

    public var isThere: Bool { live.withLock { $0.map { !$0.thread.isDone } ?? false } }

    public func leave(force: Bool) -> Bool {
        guard let connection = live.withLock({ $0?.connection }) else { return true }
        if connection.unregister() == .busy, !force { return false }
        return end()
    }

    private func end() -> Bool {
        server.stop()
        guard let live = live.withLock({ $0.take() }) else { return true }
        while !live.thread.isDone {
            live.thread.wake()
            usleep(2000)
        }
        live.thread.join()
        // With the last reference the connection closes, which takes away what is left of the MTD.
        return true
    }

    public var counters: [String: Int] { server.counters.values.byName }
}
