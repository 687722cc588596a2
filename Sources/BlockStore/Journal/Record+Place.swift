// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit

extension Record {
    /// - Parameters:
    ///   - offset: where the record lies.
    ///   - name: of the store's file.
    /// - Throws: ``FormatError`` unless the chip has the page or the block that it is of.
    func checkPlace(in geometry: Geometry, at offset: Int, name: String) throws {
        let isInside =
            switch kind {
            case .program: address < geometry.pageCount
            case .erase, .markBad: address < geometry.blockCount
            default: true
            }
        guard !isInside else { return }
        throw FormatError(
            .badValue, name: name, at: offset + 24,
            "record \(sequence) is of \(kind) \(address), which the chip does not have")
    }
}
