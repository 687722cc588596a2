// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash

/// What lies between the bytes of a text and is not in it, with the commands that show it.
enum MissingAddresses {
    /// Gaps so near to each other are fetched by one command, in bytes.
    private static let near = 64
    private static let shown = 32

    static func note(
        _ extents: AddressedExtents, _ dialect: some AddressedDialect, into tally: inout FindingTally<RecordFinding>
    ) {
        guard let first = extents.extents.first, dialect.fetch(0..<1) != nil else { return }
        var ranges: [Range<Int>] = []
        var missing = 0
        var end = first.address
        for extent in extents.extents {
            if extent.address > end {
                missing += extent.address - end
                if let last = ranges.last, end - last.upperBound < near {
                    ranges[ranges.count - 1] = last.lowerBound..<extent.address
                } else {
                    ranges.append(end..<extent.address)
                }
            }
            end = extent.end
        }
        guard missing > 0 else { return }
        let commands = ranges.prefix(shown).compactMap { dialect.fetch(aligned($0)) }
        let more = ranges.count > shown ? "; and \(ranges.count - shown) more" : ""
        tally.add(
            .gap, .note, at: nil,
            "\(missing) bytes between the first and the last address are missing, in \(ranges.count) stretches; "
                + "these commands show them: \(commands.joined(separator: "; "))\(more)")
    }

    /// Whole rows.
    private static func aligned(_ range: Range<Int>) -> Range<Int> {
        (range.lowerBound & ~15)..<((range.upperBound + 15) & ~15)
    }
}
