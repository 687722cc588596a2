// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import BenchKit
import ECC
import Glibc

/// Steps of random data that stay in the second-level cache, and the kernel's own code for them.
final class HammingWork {
    private typealias Calculate =
        @convention(c) (UnsafePointer<UInt8>, UInt32, UnsafeMutablePointer<UInt8>, Bool) -> Int32

    private let code: HammingCode
    private let calculate: Calculate
    private let stepBytes: Int
    private let count: Int
    /// Bytes of data in a pass over all steps.
    var bytes: Int { stepBytes * count }

    private let messages: UnsafeMutablePointer<UInt8>
    private let parity: UnsafeMutablePointer<UInt8>
    private let differences: UnsafeMutablePointer<UInt64>

    /// - Parameter library: a shared object with `ecc_sw_hamming_calculate`.
    init(library: String, stepBytes: Int, acceleration: Acceleration) throws {
        guard let handle = dlopen(library, RTLD_NOW), let symbol = dlsym(handle, "ecc_sw_hamming_calculate") else {
            throw Failure("\(library) has no Hamming code: \(dlerror().map { String(cString: $0) } ?? "")")
        }
        calculate = unsafeBitCast(symbol, to: Calculate.self)
        code = try HammingCode(.standard, messageBytes: stepBytes, acceleration: acceleration)
        self.stepBytes = stepBytes
        count = 256 << 10 / stepBytes
        messages = .allocate(capacity: stepBytes * count)
        parity = .allocate(capacity: 3 * count)
        differences = .allocate(capacity: count)
        parity.initialize(repeating: 0, count: 3 * count)
        differences.initialize(repeating: 0, count: count)
        var state: UInt64 = 42
        for i in 0..<stepBytes * count {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            (messages + i).initialize(to: UInt8(truncatingIfNeeded: state >> 33))
        }
        encode()
        guard checkByKernel() == 0 else { throw Failure("the kernel computes another parity") }
        guard check() == 0 else { throw Failure("the check finds errors where there are none") }
    }

    deinit {
        messages.deallocate()
        parity.deallocate()
        differences.deallocate()
    }

    func encode() {
        code.encode(messages: messages, messageStride: stepBytes, parity: parity, parityStride: 3, count: count)
    }

    @discardableResult
    func check() -> Int {
        code.check(
            messages: messages, messageStride: stepBytes, parity: parity, parityStride: 3, count: count,
            differences: differences)
    }

    func encodeByKernel() {
        for i in 0..<count { _ = calculate(messages + i * stepBytes, UInt32(stepBytes), parity + 3 * i, false) }
    }

    /// As its users check: encode, and compare.
    @discardableResult
    func checkByKernel() -> Int {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 4) { ecc in
            guard let ecc = ecc.baseAddress else { return -1 }
            var differing = 0
            for i in 0..<count {
                _ = calculate(messages + i * stepBytes, UInt32(stepBytes), ecc, false)
                if memcmp(ecc, parity + 3 * i, 3) != 0 { differing += 1 }
            }
            return differing
        }
    }
}
