// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash

/// From an addressed text to its pages: what nobody wrote is missing.
package enum AddressedText {
    /// Reads the text that `input` holds.
    ///
    /// - Parameter name: of the format.
    /// - Throws: ``FormatError`` (`empty`, `badMagic`, `tooLarge`), ``UsageError``, ``IOFailure``.
    package static func open(
        _ input: FormatInput, _ dialect: some AddressedDialect, format name: String
    ) throws -> DerivedImage {
        let file = input.source.name
        guard input.source.size > 0 else {
            throw FormatError(.empty, name: file, at: 0, "the file is empty, expected lines as in `\(dialect.example)`")
        }
        let winner = try AddressedOptions.winner(input.options, usual: dialect.combines ? .majority : .first)
        let asked = try AddressedOptions.base(input.options)
        let captures = dialect.combines ? input.options.spec.options.filter { $0.key == "also" } : []
        let sources = try [input.source] + captures.map { try input.openCompanion($0.value) }
        let store = try dialect.read(sources, limits: input.limits)
        var tally = dialect.tally
        let extents = try AddressedExtents(store, winner: winner)
        guard let first = extents.extents.first, let last = extents.extents.last else {
            throw AddressedText.nothing(dialect, tally.findings, file)
        }
        AddressedText.note(extents, winner, into: &tally)
        MissingAddresses.note(extents, dialect, into: &tally)

        let given = try FlatOptions.geometry(input)
        let base = try AddressedText.base(asked, first.address, last.end, given?.0, &tally)
        let lost = extents.extents.reduce(0) { $0 + max(0, min($1.end, base) - $1.address) }
        if lost > 0 {
            tally.add(
                .base, .warning, at: nil, "\(lost) bytes lie below base=\(ByteCount.hex(base)) and are left out")
        }
        guard last.end > base, last.end - base <= Geometry.Limits.chipSize else {
            throw FormatError(
                .tooLarge, name: file,
                "addresses go from \(ByteCount.hex(first.address)) to \(ByteCount.hex(last.end - 1)): "
                    + "no chip at \(ByteCount.hex(base)) has them",
                hint: "give the address of the chip's first byte, as in \(name),base=\(ByteCount.hex(first.address))")
        }
        let bytes = try store.spool.source(name: file)
        let data = AddressedSource(extents, in: bytes, base: base, size: last.end - base)
        let (spec, origin) = try given ?? FlatOptions.dataGeometry(data)
        let whole = (data.size + spec.pageSize - 1) / spec.pageSize * spec.pageSize
        var plan = FlatImage.Plan(order: .dataOnly, geometry: spec, origin: origin)
        if let bad = try input.options.blocks("bad") { plan.listedBad = bad }
        plan.holes = .missing
        plan.holesAreExact = true
        plan.writtenAs = FormatSpec(name)
        plan.writtenAs?.options = dialect.style
        if base > 0 { plan.writtenAs?.options.append(.init(key: "base", value: ByteCount.hex(base))) }
        plan.findings = tally.findings
        return try DerivedImage(AddressedSource(extents, in: bytes, base: base, size: whole), plan: plan)
    }

    /// Why there is no image: no line was understood, or all that were are damaged.
    private static func nothing(
        _ dialect: some AddressedDialect, _ findings: [Finding], _ file: String
    ) -> FormatError {
        if let damage = findings.first(where: { $0.severity == .warning }) {
            return FormatError(.badChecksum, name: file, at: damage.offset, damage.message)
        }
        guard dialect.understood > 0 else {
            return FormatError(
                .badMagic, name: file, at: 0, "no line as in `\(dialect.example)` is in it",
                hint: "`museimg formats` lists other forms of dumps")
        }
        return FormatError(.empty, name: file, at: 0, "the text has no data, only other records")
    }

    /// - Parameter place: how a person calls an address.
    static func note(
        _ extents: AddressedExtents, _ winner: AddressedExtents.Winner, into tally: inout FindingTally<RecordFinding>,
        place: (Int) -> String = { "address \(ByteCount.hex($0))" }
    ) {
        for conflict in extents.conflicts {
            let other = ByteCount.hex(Int(conflict.other), digits: 2)
            let values = conflict.kept.map { "\(ByteCount.hex(Int($0), digits: 2)) and \(other)" }
            let rule =
                switch winner {
                case .first: "the first counts"
                case .last: "the last counts"
                case .majority: values == nil ? "it is left out" : "the one that comes more often counts"
                }
            tally.add(
                .conflict, .warning, at: conflict.textOffset,
                "\(place(conflict.address)) has two values, "
                    + (values ?? "\(other) and another that comes as often") + ": \(rule)")
        }
        let more = extents.conflicting - extents.conflicts.count
        if more > 0 { tally.add(.conflict, .warning, at: nil, "\(more) more addresses have two values") }
        if extents.unconfirmed > 0 {
            tally.add(
                .unknown, .warning, at: nil,
                "\(extents.unconfirmed) bytes are left out: no row beside them confirms their address, and the text is "
                    + "damaged")
        }
        if extents.repeated > 0 {
            tally.add(.repeats, .note, at: nil, "\(extents.repeated) bytes come more than once, always the same")
        }
    }

    /// The address of the chip's first byte.
    private static func base(
        _ asked: AddressedOptions.Base, _ lowest: Int, _ end: Int, _ given: GeometrySpec?,
        _ tally: inout FindingTally<RecordFinding>
    ) throws -> Int {
        switch asked {
        case .address(let address): return address
        case .lowest: return lowest
        case .found:
            if lowest < AddressedOptions.lowBases { return 0 }
            if let given, let count = given.blockCount, try end <= given.geometry(blockCount: count).dataSize {
                return 0
            }
            let block = try given?.geometry(blockCount: 0).blockSize ?? 64 << 10
            let base = lowest / block * block
            tally.add(
                .base, .note, at: nil,
                "addresses begin at \(ByteCount.hex(lowest)); the chip is taken to begin at \(ByteCount.hex(base)), "
                    + "base= decides it")
            return base
        }
    }
}
