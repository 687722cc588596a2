// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ECC
import TestKit
import Testing

@Suite("Hamming code of the firmware configuration block")
struct FCBHammingTests {
    @Test("parities are those of mxsboot")
    func vectors() throws {
        let group = try ECCVectors.group("fcb-hamming-13-8")
        let table = try #require(ECCVectors.bytes(hex: group.params["table_for_bytes_0_255"]?.text))
        #expect((0...255).map { FCBHamming.parity(of: UInt8($0)) } == table)
        for vector in group.vectors {
            let bytes = try #require(ECCVectors.bytes(hex: vector["fcb_hex_first_140"]?.text))
            #expect(bytes.map(FCBHamming.parity) == ECCVectors.bytes(hex: vector["parity_hex_first_140"]?.text))
        }
    }

    @Test("one wrong bit is put right, two are noticed")
    func damage() {
        var wrong = 0
        for value in UInt8.min...UInt8.max {
            let word = UInt16(value) | UInt16(FCBHamming.parity(of: value)) << 8
            for a in 0..<13 {
                for b in 0..<13 {
                    let damaged = word ^ 1 << UInt16(a) ^ (a == b ? 0 : 1 << UInt16(b))
                    var byte = UInt8(truncatingIfNeeded: damaged)
                    // The upper bits belong to others.
                    var parity = UInt8(truncatingIfNeeded: damaged >> 8) | 0xa0
                    let result = FCBHamming.correct(byte: &byte, parity: &parity)
                    let after = UInt16(byte) | UInt16(parity & 0x1f) << 8
                    let expected: Correction = a == b ? .corrected(bits: 1) : .uncorrectable
                    if result != expected || after != (a == b ? word : damaged) || parity & 0xe0 != 0xa0 { wrong += 1 }
                }
            }
        }
        #expect(wrong == 0)
    }
}
