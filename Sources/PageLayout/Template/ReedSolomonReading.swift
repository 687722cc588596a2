// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ECC

extension ReedSolomonParameters {
    /// The `[code]` of kind reed-solomon.
    ///
    /// - Throws: ``LayoutError`` (`malformed`). That the numbers make a code is proved with the layout.
    init(_ section: TOMLSection) throws(LayoutError) {
        try section.checkKeys([
            "kind", "m", "polynomial", "roots", "first_root", "message", "parity", "trailing_zeros", "erased_ff",
        ])
        guard let polynomial = UInt32(exactly: try section.number("polynomial")) else {
            throw section.malformed("polynomial", "expected a number of 32 bits")
        }
        self.init(
            m: try section.number("m"), polynomial: polynomial, firstRoot: try section.number("first_root", usual: 1),
            roots: try section.number("roots"), message: try section.choice("message") ?? .bytes,
            parity: try section.choice("parity") ?? .highestFirst,
            trailingZeros: try section.number("trailing_zeros", usual: 0), erasedAsFF: try section.bool("erased_ff"))
    }
}
