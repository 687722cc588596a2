// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash

/// The words in front of a boot program on Atmel's SAM chips, which tell the boot ROM how to read the flash.
///
/// Source: data sheets of SAM9 and SAMA5 ("NAND Flash Specific Header Detection"): 52 equal words of 32 bits.
struct PMECCHeader {
    let pageSize: Int
    let oobSize: Int
    let sectorSize: Int
    let strength: Int
    /// First byte of parity, in the OOB.
    let parityOffset: Int

    private static let words = 52
    private static let strengths = [2, 4, 8, 12, 24, 32]

    /// - Parameter bytes: from the start of the dump.
    init?(_ bytes: [UInt8]) {
        guard let word = bytes.little32(at: 0), word >> 28 == 0xC, word & 1 == 1 else { return nil }
        for i in 1..<Self.words where bytes.little32(at: 4 * i) != word { return nil }
        let sectors = 1 << (word >> 1 & 7)
        let code = word >> 13 & 7
        let size = word >> 16 & 3
        guard code < Self.strengths.count, size <= 1 else { return nil }
        sectorSize = size == 0 ? 512 : 1024
        pageSize = sectors * sectorSize
        oobSize = word >> 4 & 0x1FF
        strength = Self.strengths[code]
        parityOffset = word >> 18 & 0x1FF
        guard [512, 1024, 2048, 4096, 8192].contains(pageSize), oobSize > 0, parityOffset < oobSize else { return nil }
    }

    var answer: DirectAnswer {
        DirectAnswer(
            geometry: GeometrySpec(pageSize: pageSize, oobSize: oobSize, pagesPerBlock: 0),
            text: "the boot header says \(pageSize)+\(oobSize), PMECC with \(strength) bits per \(sectorSize) bytes"
                + " from OOB byte \(parityOffset) on")
    }
}
