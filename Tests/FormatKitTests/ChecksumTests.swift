// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import CChecksum
import FormatKit
import TestKit
import Testing

@Suite("Checksums")
struct ChecksumTests {
    @Test("CRC-32C has the values of RFC 3720, B.4")
    func vectors() {
        #expect(CRC32C.of(Array("123456789".utf8)) == 0xE306_9283)
        #expect(CRC32C.of([UInt8](repeating: 0, count: 32)) == 0x8A91_36AA)
        #expect(CRC32C.of([UInt8](repeating: 0xFF, count: 32)) == 0x62A8_AB43)
        #expect(CRC32C.of((0..<32).map { UInt8($0) }) == 0x46DD_794E)
        #expect(CRC32C.of((0..<32).reversed().map { UInt8($0) }) == 0x113F_DB5C)
    }

    @Test("with the processor's instruction and without, in one piece and in two, it is the same")
    func paths() {
        var random = SeededGenerator(seed: 1)
        for size in Array(0..<40) + [335, 336, 1007, 1008, 1009, 2140, 6143, 6144, 6145, 20000] {
            let bytes = random.bytes(size)
            let seed = UInt32(truncatingIfNeeded: random.next())
            let whole = CRC32C.of(bytes, continuing: seed)
            #expect(cchecksum_crc32c_portable(seed, bytes, size) == whole)
            let cut = size / 3
            #expect(
                CRC32C.of(Array(bytes[cut...]), continuing: CRC32C.of(Array(bytes[..<cut]), continuing: seed)) == whole)
        }
    }

    @Test("SHA-256 has the values of FIPS 180-4's examples")
    func sha256() throws {
        let abc = MemorySource(Array("abc".utf8))
        #expect(
            try abc.sha256(of: [0..<3])
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(
            try abc.sha256(of: [0..<1, 1..<2, 2..<3])
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(
            SHA256().finish() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    }
}
