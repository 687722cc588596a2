// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// Addresses that may be damaged, compared as text.
enum AddressText {
    /// Whether `found` is what two lost or wrong characters leave of `address`, and rather of it than of the addresses
    /// of the rows around it.
    ///
    /// - Parameters:
    ///   - step: from row to row.
    ///   - text: how the tool prints an address.
    static func isMeant(_ found: [UInt8], _ address: Int, step: Int, _ text: (Int) -> [UInt8]) -> Bool {
        let own = distance(found, text(address))
        guard own <= 2 else { return false }
        return (-4...4).allSatisfy {
            $0 == 0 || address + $0 * step < 0 || distance(found, text(address + $0 * step)) > own
        }
    }

    /// How many characters have to be changed, added or taken away to get from one to the other (Levenshtein).
    private static func distance(_ found: [UInt8], _ due: [UInt8]) -> Int {
        guard abs(found.count - due.count) <= 2, due.count <= 24 else { return .max }
        var distances = Array(0...due.count)
        for (i, character) in found.enumerated() {
            var diagonal = distances[0]
            distances[0] = i + 1
            for j in due.indices {
                let change = diagonal + (character | 0x20 == due[j] | 0x20 ? 0 : 1)
                diagonal = distances[j + 1]
                distances[j + 1] = min(change, min(distances[j], diagonal) + 1)
            }
        }
        return distances[due.count]
    }
}
