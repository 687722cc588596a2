// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit

/// CRC-32Cs of what pages hold: one for each unit, over its data and then its OOB.
enum PageChecksums {
    /// - Parameter range: pages that `buffer` holds.
    static func of(_ range: PageRange, in buffer: PageBuffer) -> [UInt32] {
        var checksums: [UInt32] = []
        checksums.reserveCapacity(buffer.geometry.unitCount(of: range))
        buffer.geometry.forEachUnit(of: range) { part in
            var checksum: UInt32 = 0
            for pieces in [buffer.stridedData(of: part), buffer.stridedOOB(of: part)] {
                if let all = pieces.contiguous {
                    checksum = CRC32C.of(all, continuing: checksum)
                } else {
                    for i in 0..<pieces.count { checksum = CRC32C.of(pieces[i], continuing: checksum) }
                }
            }
            checksums.append(checksum)
        }
        return checksums
    }
}
