// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash

/// Words for checksums that do not agree.
enum Checksum {
    static func mismatch(_ what: String, _ found: UInt32?, _ expected: UInt32) -> String {
        "\(what) is \(found.map { ByteCount.hex(Int($0), digits: 8) } ?? "unknown"), expected "
            + ByteCount.hex(Int(expected), digits: 8)
    }
}
