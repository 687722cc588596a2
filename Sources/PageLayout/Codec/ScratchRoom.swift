// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// Room for one step's message and parity, and for the differences of a page's steps.
///
/// One of the few places that hold raw memory.
final class ScratchRoom {
    let message: UnsafeMutableRawPointer
    let parity: UnsafeMutableRawPointer
    let differences: UnsafeMutablePointer<UInt64>

    init(message: Int, parity: Int, words: Int) {
        self.message = .allocate(byteCount: message + 64, alignment: 64)
        self.parity = .allocate(byteCount: parity + 64, alignment: 64)
        differences = .allocate(capacity: max(1, words))
        differences.initialize(repeating: 0, count: max(1, words))
    }

    deinit {
        message.deallocate()
        parity.deallocate()
        differences.deallocate()
    }
}
