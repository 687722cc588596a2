// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// SIGINT and SIGTERM as errors: work notices them between two pieces, cleans up, and ends.
public enum Interruption {
    private static let received = Atomic<Int32>(0)

    /// Takes the signals over from now on. A second one ends the process at once, unless that would leave things behind.
    ///
    /// System calls that wait (for a pipe's other end) are interrupted, not taken up again.
    ///
    /// - Parameter isPatient: whether a second one is no more than the first: for what has processes to end.
    public static func watch(isPatient: Bool = false) {
        // Made here, as a handler must not be the first to touch it.
        _ = received.load(ordering: .relaxed)
        for number in [SIGINT, SIGTERM] {
            var action = sigaction()
            #if canImport(Glibc)
                action.__sigaction_handler.sa_handler = { Interruption.note($0) }
            #else
                action.__sa_handler.sa_handler = { Interruption.note($0) }
            #endif
            action.sa_flags = isPatient ? 0 : Int32(truncatingIfNeeded: SA_RESETHAND)
            sigaction(number, &action, nil)
        }
        signal(SIGPIPE, SIG_IGN)
        // Who started us may have blocked them: threads of libdispatch do.
        var wanted = sigset_t()
        sigemptyset(&wanted)
        sigaddset(&wanted, SIGINT)
        sigaddset(&wanted, SIGTERM)
        sigprocmask(SIG_UNBLOCK, &wanted, nil)
    }

    private static func note(_ number: Int32) { received.store(number, ordering: .relaxed) }

    /// The signal that has come, once: for what decides itself whether to end. The next one is noticed again.
    public static func take() -> Int32? {
        let number = received.exchange(0, ordering: .relaxed)
        guard number != 0 else { return nil }
        watch()
        return number
    }

    /// - Throws: ``Interrupted`` once a signal has come.
    public static func check() throws {
        let number = received.load(ordering: .relaxed)
        if number != 0 { throw Interrupted(signal: number) }
    }
}
