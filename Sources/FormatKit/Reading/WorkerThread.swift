// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Synchronization
public import SystemPackage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A thread that may wait in the kernel for as long as it likes, which a task must not.
public final class WorkerThread: Sendable {
    private final class Body: Sendable {
        let run: @Sendable () -> Void
        let isDone = Atomic(false)
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    private let body: Body
    private let thread: pthread_t

    /// - Throws: `Errno` when there is no thread to be had.
    public init(_ run: @escaping @Sendable () -> Void) throws(Errno) {
        body = Body(run)
        let context = Unmanaged.passRetained(body)
        var made = pthread_t()
        let failure = pthread_create(
            &made, nil,
            { context in
                guard let context else { return nil }
                let body = Unmanaged<Body>.fromOpaque(context).takeRetainedValue()
                body.run()
                body.isDone.store(true, ordering: .releasing)
                return nil
            }, context.toOpaque())
        guard failure == 0 else {
            context.release()
            throw Errno(rawValue: failure)
        }
        thread = made
    }

    /// Whether its work is done.
    public var isDone: Bool { body.isDone.load(ordering: .acquiring) }

    /// Waits for its end; to be called once.
    public func join() { pthread_join(thread, nil) }

    /// Ends a system call in which it waits.
    public func wake() {
        if !isDone { pthread_kill(thread, SIGUSR1) }
    }

    /// Lets ``wake()`` end system calls from now on, and do nothing else; without it that ends the process.
    public static func prepareToWake() {
        var action = sigaction()
        #if canImport(Glibc)
            action.__sigaction_handler.sa_handler = { _ in }
        #else
            action.__sa_handler.sa_handler = { _ in }
        #endif
        sigaction(SIGUSR1, &action, nil)
    }
}
