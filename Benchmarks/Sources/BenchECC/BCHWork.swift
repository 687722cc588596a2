// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import BenchKit
import ECC
import Glibc

/// Steps of random data that stay in the second-level cache, for one BCH code.
final class BCHWork {
    let code: BCHCode
    let kernel: KernelBCH
    let stepBytes: Int
    let count: Int
    /// Bytes of data in a pass over all steps.
    var bytes: Int { stepBytes * count }

    private let messages: UnsafeMutablePointer<UInt8>
    private let parity: UnsafeMutablePointer<UInt8>
    private let differences: UnsafeMutablePointer<UInt64>

    init(
        library: String, m: Int, polynomial: UInt32, strength: Int, stepBytes: Int, acceleration: Acceleration
    ) throws {
        code = try BCHCode(
            BCHParameters(m: m, polynomial: polynomial, strength: strength), messageBits: 8 * stepBytes,
            acceleration: acceleration)
        kernel = try KernelBCH(library: library, m: m, polynomial: polynomial, strength: strength)
        self.stepBytes = stepBytes
        count = 256 << 10 / stepBytes
        messages = .allocate(capacity: stepBytes * count)
        parity = .allocate(capacity: code.parityBytes * count)
        differences = .allocate(capacity: code.differenceWords * count)
        parity.initialize(repeating: 0, count: code.parityBytes * count)
        differences.initialize(repeating: 0, count: code.differenceWords * count)
        var state: UInt64 = 42
        for i in 0..<stepBytes * count {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            (messages + i).initialize(to: UInt8(truncatingIfNeeded: state >> 33))
        }
        encode()
        guard checkByKernel() == 0 else { throw Failure("bch.c computes another parity") }
        guard check() == 0 else { throw Failure("the check finds errors where there are none") }
    }

    deinit {
        messages.deallocate()
        parity.deallocate()
        differences.deallocate()
    }

    func encode() {
        code.encode(
            messages: messages, messageStride: stepBytes, parity: parity, parityStride: code.parityBytes, count: count)
    }

    @discardableResult
    func check() -> Int {
        code.check(
            messages: messages, messageStride: stepBytes, parity: parity, parityStride: code.parityBytes, count: count,
            differences: differences)
    }

    func encodeByKernel() {
        for i in 0..<count {
            let ecc = parity + i * code.parityBytes
            memset(ecc, 0, code.parityBytes)
            kernel.encode(kernel.control, messages + i * stepBytes, UInt32(stepBytes), ecc)
        }
    }

    /// As its users check: encode, and compare.
    @discardableResult
    func checkByKernel() -> Int {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: code.parityBytes) { ecc in
            guard let ecc = ecc.baseAddress else { return -1 }
            var differing = 0
            for i in 0..<count {
                memset(ecc, 0, code.parityBytes)
                kernel.encode(kernel.control, messages + i * stepBytes, UInt32(stepBytes), ecc)
                if memcmp(ecc, parity + i * code.parityBytes, code.parityBytes) != 0 { differing += 1 }
            }
            return differing
        }
    }
}
