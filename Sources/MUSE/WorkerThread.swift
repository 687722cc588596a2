// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A thread that may wait in the kernel for as long as it likes, which a task must not.
final class WorkerThread: Sendable {
    private final class Body: Sendable {
        let run: @Sendable () -> Void
        let isDone = Atomic(false)
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    private let body: Body
    private let thread: pthread_t?

    init(_ run: @escaping @Sendable () -> Void) {
        let body = Body(run)
        self.body = body
        var made = pthread_t()
        let context = Unmanaged.passRetained(body).toOpaque()
        let failure = pthread_create(
            &made, nil,
            { context in
                guard let context else { return nil }
                let body = Unmanaged<Body>.fromOpaque(context).takeRetainedValue()
                body.run()
                body.isDone.store(true, ordering: .releasing)
                return nil
            }, context)
        thread = failure == 0 ? made : nil
        if failure != 0 {
            // No thread to be had: the caller's does the work.
            Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run()
            body.isDone.store(true, ordering: .releasing)
        }
    }

    /// Waits for its end, which it may be asked for once.
    ///
    /// - Returns: whether it has ended.
    func wait(milliseconds: Int) -> Bool {
        guard let thread else { return true }
        if body.isDone.load(ordering: .acquiring) {
            pthread_join(thread, nil)
            return true
        }
        usleep(UInt32(milliseconds * 1000))
        return false
    }

    /// Ends a system call in which it waits.
    func wake() {
        guard let thread, !body.isDone.load(ordering: .acquiring) else { return }
        pthread_kill(thread, SIGUSR1)
    }
}

/// The signal that ends system calls, and does nothing else.
enum WakeSignal {
    static func prepare() {
        var action = sigaction()
        #if canImport(Glibc)
            action.__sigaction_handler.sa_handler = { _ in }
        #else
            action.__sa_handler.sa_handler = { _ in }
        #endif
        sigaction(SIGUSR1, &action, nil)
    }
}
