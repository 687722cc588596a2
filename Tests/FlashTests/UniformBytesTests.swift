// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import TestKit
import Testing

@Suite("Tests of whole buffers")
struct UniformBytesTests {
    @Test(
        "find the one byte that differs, wherever it is", arguments: [0, 1, 7, 8, 9, 511, 512, 513, 2048, 2112, 4097])
    func oneByte(count: Int) {
        var bytes = [UInt8](repeating: 0xFF, count: count)
        #expect(bytes.withUnsafeBytes { UniformBytes.isFilled($0, with: 0xFF) })
        #expect(bytes.withUnsafeBytes { UniformBytes.countProgrammed($0) } == 0)
        for i in bytes.indices {
            bytes[i] = 0xFE
            #expect(!bytes.withUnsafeBytes { UniformBytes.isFilled($0, with: 0xFF) })
            #expect(bytes.withUnsafeBytes { UniformBytes.countProgrammed($0) } == 1)
            bytes[i] = 0xFF
        }
    }

    @Test("count what a loop counts", arguments: 0..<20)
    func againstLoop(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let bytes = random.bytes(Int.random(in: 0...1000, using: &random)).map { $0 > 100 ? 0xFF : $0 }
        #expect(bytes.withUnsafeBytes { UniformBytes.countProgrammed($0) } == bytes.count { $0 != 0xFF })
    }
}
