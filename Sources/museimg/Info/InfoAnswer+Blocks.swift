// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import Inspect

extension InfoAnswer {
    /// How many erase blocks there are of each kind.
    struct Blocks: Encodable {
        let programmed: Int
        let erased: Int
        let bad: Int
        let missing: Int
        let unreadable: Int
        /// Of those that are not missing.
        let partial: Int
        /// Ascending; both ends are meant.
        let badRanges: [Run]
        /// Where marks were looked for.
        let marker: Marker?

        struct Run: Encodable {
            let first: Int
            let last: Int
        }

        struct Marker: Encodable {
            let oobByte: Int
            let pages: [Int]
        }

        init(_ census: BlockCensus, _ marker: BadBlockMarker?) {
            programmed = census.programmed
            erased = census.erased
            bad = census.bad.count
            missing = census.missing
            unreadable = census.unreadable
            partial = census.partial
            badRanges = census.bad.runs.map { Run(first: $0.lowerBound.rawValue, last: $0.upperBound.rawValue - 1) }
            self.marker = marker.map { Marker(oobByte: $0.offset, pages: $0.pages.sorted()) }
        }
    }
}
