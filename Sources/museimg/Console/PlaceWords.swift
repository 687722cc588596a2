// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash

/// Places on a chip, for people.
enum PlaceWords {
    /// `block 3 page 5`, `block 3 pages 5..9`, `block 3 page 60 .. block 4 page 2`
    static func pages(_ first: PageNumber, _ last: PageNumber, _ geometry: Geometry) -> String {
        let (low, high) = (geometry.block(of: first), geometry.block(of: last))
        func index(_ page: PageNumber) -> Int {
            page.rawValue - geometry.firstPage(of: geometry.block(of: page)).rawValue
        }
        let noun = geometry.isNOR ? "byte" : "page"
        if first == last { return "\(low) \(noun) \(index(first))" }
        if low == high { return "\(low) \(noun)s \(index(first))..\(index(last))" }
        return "\(low) \(noun) \(index(first)) .. \(high) \(noun) \(index(last))"
    }
}
