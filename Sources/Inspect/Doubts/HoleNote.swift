// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

/// Tells that blocks are there only as holes of the file.
enum HoleNote {
    static func findings(_ blocks: BlockCensus) -> [Finding] {
        guard blocks.filled > 0 else { return [] }
        return [
            Finding(
                .note, "\(blocks.filled) blocks were never stored in the file and read as 0x00",
                hint: "where they stand for erased or unread blocks, give holes=erased or holes=missing")
        ]
    }
}
