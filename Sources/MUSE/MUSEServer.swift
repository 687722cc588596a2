// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit
public import MTD
import Synchronization
import SystemPackage

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

    /// Where the latest read ended: one that begins there goes on with it.
    let nextAddress = Atomic(0)
    private let taken = Atomic(0)
    private let isStopping = Atomic(false)
    private let refusals = Mutex<String?>(nil)

    public init(_ device: MTDDevice, _ parameters: MUSEParameters, log: @escaping @Sendable (String) -> Void) {
        self.device = device
        self.parameters = parameters
        self.log = log
    }

    /// How many threads serve where nobody says.
    public static let usualThreads = max(2, min(4, sysconf(Int32(_SC_NPROCESSORS_ONLN))))

    /// Serves until the driver closes the connection, or ``stop()``.
    ///
    /// - Parameter threads: how many serve at once, this one among them.
    public func serve(_ connection: MUSEConnection, threads: Int = MUSEServer.usualThreads) {
        WorkerThread.prepareToWake()
        let others = (1..<max(2, threads)).compactMap { _ in
            let loop = MUSELoop(self, connection)
            // With fewer threads it is only slower.
            return try? WorkerThread { loop.run() }
        }
        MUSELoop(self, connection).run()
        for thread in others {
            // A wake-up that comes just before the thread begins to wait is lost: it gets another one.
            while !thread.isDone {
                thread.wake()
                usleep(2000)
            }
            thread.join()
        }
    }

    /// Counts a request; the number says whether others came since.
    func took() -> Int { taken.wrappingAdd(1, ordering: .relaxed).newValue }

    var tickets: Int { taken.load(ordering: .relaxed) }

    /// Makes ``serve(_:threads:)`` return soon, if its threads are woken; requests in work are answered first.
    public func stop() { isStopping.store(true, ordering: .releasing) }

    /// Makes it ready to serve again.
    public func reset() { isStopping.store(false, ordering: .releasing) }

    var isStopped: Bool { isStopping.load(ordering: .acquiring) }

    /// Why there can be no MTD with this driver.
    public var refusal: String? { refusals.withLock { $0 } }

    func refuse(_ reason: String) {
        refusals.withLock { $0 = reason }
        log(reason)
    }
}
