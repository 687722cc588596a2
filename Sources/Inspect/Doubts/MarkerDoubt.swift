// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit

/// Doubts that what was taken for bad-block marks are any.
enum MarkerDoubt {
    /// Fewer bad blocks prove nothing, however few blocks there are.
    private static let least = 4

    static func findings(_ blocks: BlockCensus, _ marker: BadBlockMarker?) -> [Finding] {
        let bad = blocks.bad.count
        let written = blocks.programmed + bad
        guard let marker, bad >= least, bad * 4 > written, blocks.filled * 2 < bad else { return [] }
        return [
            Finding(
                .warning,
                "\(bad) of \(written) blocks that are not erased carry a bad-block mark: OOB byte \(marker.offset) "
                    + "is probably not the mark in this dump",
                hint: "open it with raw-oob,bbm=none, or bbm=N where the mark is at OOB byte N")
        ]
    }
}
