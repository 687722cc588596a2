// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import BenchKit
import ECC

/// Words of one code with so many random errors each, as the differences that a check leaves.
final class DecodeWork {
    let count = 256
    private let decoder: BCHDecoder
    private let workspace: BCHDecoder.Workspace
    private let kernel: KernelBCH
    private let stepBytes: Int
    private let words: Int
    private let parityBytes: Int
    private let differences: [UInt64]
    /// The differences as the parities that bch.c computes, where those stored are 0.
    private let computed: [UInt8]
    private let stored: [UInt8]
    private var found: [UInt32]

    init(
        library: String, parameters: BCHParameters, stepBytes: Int, errors: Int, acceleration: Acceleration
    ) throws {
        let code = try BCHCode(parameters, messageBits: 8 * stepBytes)
        decoder = BCHDecoder(code, acceleration: acceleration)
        workspace = BCHDecoder.Workspace(for: decoder)
        kernel = try KernelBCH(
            library: library, m: parameters.m, polynomial: parameters.polynomial, strength: parameters.strength)
        self.stepBytes = stepBytes
        words = code.differenceWords
        parityBytes = code.parityBytes
        stored = [UInt8](repeating: 0, count: code.parityBytes)
        found = [UInt32](repeating: 0, count: parameters.strength)
        var (differences, computed): ([UInt64], [UInt8]) = ([], [])
        var state: UInt64 = 7
        for _ in 0..<count {
            var message = [UInt8](repeating: 0, count: stepBytes)
            var parity = stored
            var positions = Set<Int>()
            while positions.count < errors {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                positions.insert(Int(state >> 33) % (code.messageBits + code.parityBits))
            }
            for k in positions {
                if k < code.messageBits {
                    message[k / 8] ^= 0x80 >> UInt8(k % 8)
                } else {
                    parity[(k - code.messageBits) / 8] ^= 0x80 >> UInt8(k % 8)
                }
            }
            let part = code.parity(of: message)
            computed += zip(part, parity).map { $0 ^ $1 }
            var difference = [UInt64](repeating: 0, count: code.differenceWords)
            _ = code.check(
                messages: message, messageStride: 0, parity: parity, parityStride: 0, count: 1,
                differences: &difference)
            differences += difference
        }
        self.differences = differences
        self.computed = computed
        guard errors > parameters.strength || (decode() == errors * count && decodeByKernel() == errors * count) else {
            throw Failure("errors are not found")
        }
    }

    /// The sum of the numbers of errors found.
    @discardableResult
    func decode() -> Int {
        differences.withUnsafeBufferPointer { words in
            guard let first = words.baseAddress else { return 0 }
            var sum = 0
            for i in 0..<count { sum += decoder.locate(first + i * self.words, workspace) ?? 0 }
            return sum
        }
    }

    @discardableResult
    func decodeByKernel() -> Int {
        computed.withUnsafeBufferPointer { parities in
            guard let first = parities.baseAddress else { return 0 }
            var sum = 0
            for i in 0..<count {
                sum += max(
                    0,
                    Int(
                        kernel.decode(
                            kernel.control, nil, UInt32(stepBytes), stored, first + i * parityBytes, nil, &found)))
            }
            return sum
        }
    }
}
