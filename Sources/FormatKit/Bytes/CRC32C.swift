// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import CChecksum

/// CRC-32C (Castagnoli), as iSCSI has it: RFC 3720, section 12.1.
public enum CRC32C {
    /// - Parameter crc: of the bytes before these, to go on with.
    public static func of(_ bytes: UnsafeRawBufferPointer, continuing crc: UInt32 = 0) -> UInt32 {
        cchecksum_crc32c(crc, bytes.baseAddress, bytes.count)
    }

    public static func of(_ bytes: [UInt8], continuing crc: UInt32 = 0) -> UInt32 {
        bytes.withUnsafeBytes { of($0, continuing: crc) }
    }
}
