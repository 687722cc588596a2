// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash

/// The options that formats of addressed text share.
package enum AddressedOptions {
    package static let common: [FormatInfo.Option] = [
        .init("geometry", "GEOMETRY", "page, pages per block and blocks, as in nor:64Kx128 (or give -g)"),
        FlatOptions.bad,
        .init(
            "base", "ADDR|lowest",
            "the address of the chip's first byte: reading by default 0, or the block of the lowest address "
                + "where that is 16 MiB or more; writing by default 0"),
        .init("overlap", "first|last", "reading: which of two values for one address counts (default first)"),
    ]
    /// For texts that may come out of a console's log, in several captures.
    package static let console: [FormatInfo.Option] =
        common.filter { $0.name != "overlap" } + [
            .init(
                "overlap", "majority|first|last",
                "reading: which of several values for one address counts (default majority)"),
            .init("also", "PATH", "reading: one more capture of the same dump (again for a third)"),
        ]
    package static let eol = FormatInfo.Option("eol", "lf|crlf", "writing: how lines end (default lf)")

    /// Lower addresses are taken for offsets on the chip: no processor has a flash of that size at 0 and another above.
    static let lowBases = 16 << 20

    /// Where the chip begins when a text is read.
    enum Base { case address(Int), lowest, found }

    static func base(_ options: OptionReader) throws -> Base {
        if options.string("base") == "lowest" { return .lowest }
        return try options.size("base").map { .address($0) } ?? .found
    }

    /// The address of the chip's first byte, for writing.
    ///
    /// - Throws: ``UsageError`` for anything else than an address.
    package static func writtenBase(_ options: OptionReader) throws -> Int {
        guard case .address(let base) = try base(options) else {
            guard options.string("base") == nil else {
                throw UsageError("\(options.spec.name): base=lowest can be read, not written")
            }
            return 0
        }
        guard base <= Geometry.Limits.chipSize else {
            throw UsageError("\(options.spec.name): base=\(ByteCount.hex(base)): no chip begins there")
        }
        return base
    }

    static func winner(
        _ options: OptionReader, usual: AddressedExtents.Winner
    ) throws -> AddressedExtents.Winner {
        let choice: AddressedExtents.Winner? =
            usual == .majority
            ? try options.choice("overlap", ["majority": .majority, "first": .first, "last": .last])
            : try options.choice("overlap", ["first": .first, "last": .last])
        return choice ?? usual
    }

    /// The end of lines, to be written.
    package static func lineEnd(_ options: OptionReader) throws -> [UInt8] {
        try options.choice("eol", ["lf": [0x0A], "crlf": [0x0D, 0x0A]]) ?? [0x0A]
    }

    /// A number of bytes a line, to be written.
    ///
    /// - Throws: ``UsageError`` when it is not in `range`.
    package static func lineLength(_ options: OptionReader, _ range: ClosedRange<Int>, usual: Int) throws -> Int {
        let count = try options.size("bytes") ?? usual
        guard range.contains(count) else {
            throw UsageError(
                "\(options.spec.name): bytes=\(count): expected \(range.lowerBound) to \(range.upperBound)")
        }
        return count
    }
}
