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

    /// Takes the signals over from now on. A second one ends the process at once.
    public static func watch() {
        for number in [SIGINT, SIGTERM] {
            signal(number) { received in
                Interruption.note(received)
                signal(received, SIG_DFL)
            }
        }
        signal(SIGPIPE, SIG_IGN)
    }

    private static func note(_ number: Int32) { received.store(number, ordering: .relaxed) }

    /// - Throws: ``Interrupted`` once a signal has come.
    public static func check() throws {
        let number = received.load(ordering: .relaxed)
        if number != 0 { throw Interrupted(signal: number) }
    }
}
