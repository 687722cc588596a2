// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// 64-bit words from a boundary of 64 bytes on, written once: constants of kernels.
final class AlignedWords: @unchecked Sendable {
    let base: UnsafePointer<UInt64>

    /// - Parameter fill: writes the words, which are 0 before.
    init(count: Int, _ fill: (UnsafeMutablePointer<UInt64>) -> Void) {
        let words = UnsafeMutableRawPointer.allocate(byteCount: count * 8, alignment: 64)
            .bindMemory(to: UInt64.self, capacity: count)
        words.initialize(repeating: 0, count: count)
        fill(words)
        base = UnsafePointer(words)
    }

    deinit { UnsafeMutablePointer(mutating: base).deallocate() }
}
