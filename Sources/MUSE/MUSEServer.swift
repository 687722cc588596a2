// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import MTD
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Serves an ``MTD/MTDDevice`` to a MUSE driver, of version 1 or 3, from several threads.
public final class MUSEServer: Sendable {
    public let device: MTDDevice
    public let parameters: MUSEParameters
    /// A line for the log.
    let log: @Sendable (String) -> Void
    public let counters = MUSECounters()

    private let isStopping = Atomic(false)
    private let isRefused = Mutex<String?>(nil)

    public init(_ device: MTDDevice, _ parameters: MUSEParameters, log: @escaping @Sendable (String) -> Void) {
        self.device = device
        self.parameters = parameters
        self.log = log
    }

    /// Serves until the driver closes the connection, or ``stop()``.
    ///
    /// - Parameter threads: how many serve at once.
    public func serve(_ connection: MUSEConnection, threads: Int = MUSEServer.usualThreads) {
        WakeSignal.prepare()
        isStopping.store(false, ordering: .releasing)
        let loops = (0..<max(1, threads)).map { _ in MUSELoop(self, connection) }
        let running = loops.map { loop in WorkerThread { loop.run() } }
        for thread in running {
            // A wake-up that comes just before a thread begins to wait is lost: it gets another one.
            while !thread.wait(milliseconds: 20) {
                if isStopped { thread.wake() }
            }
        }
    }

    public static let usualThreads = max(2, min(4, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))))

    /// Makes ``serve(_:threads:)`` return soon; requests in work are answered first.
    public func stop() { isStopping.store(true, ordering: .releasing) }

    var isStopped: Bool { isStopping.load(ordering: .acquiring) }

    /// Why the MTD cannot be: told by a driver that is too old.
    public var refusal: String? { isRefused.withLock { $0 } }

    func refuse(_ reason: String) {
        isRefused.withLock { $0 = reason }
        log(reason)
    }
}
