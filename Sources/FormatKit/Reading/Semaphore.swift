// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import CLinux

/// POSIX's, at a place of its own.
public final class Semaphore: @unchecked Sendable {
    private let semaphore: OpaquePointer?

    public init(_ value: Int = 0) { semaphore = clinux_semaphore_new(UInt32(value)) }

    deinit { clinux_semaphore_free(semaphore) }

    /// False where there was no memory for it.
    public var isThere: Bool { semaphore != nil }

    public func post() { clinux_semaphore_post(semaphore) }
    public func wait() { clinux_semaphore_wait(semaphore) }
}
