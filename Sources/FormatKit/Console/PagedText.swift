// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

package import Flash

/// From pages with OOB that texts show, in several captures or once, to an image.
package enum PagedText {
    /// How a store keeps pages: byte `i` of page `p`, its OOB behind its data, is at address `p * rawPageSize + i`.
    ///
    /// - Parameters:
    ///   - spec: of the chip; its blocks are counted from the pages where it does not say.
    ///   - fetch: the command that shows a page once more, by the page's offset in bytes of data.
    /// - Throws: ``FormatError`` (`empty`), ``UsageError``, ``IOFailure``.
    package static func image(
        _ store: AddressedStore, _ spec: GeometrySpec, origin: GeometryOrigin, input: FormatInput, format name: String,
        tally: FindingTally<RecordFinding>, fetch: (_ offset: Int) -> String
    ) throws -> DerivedImage {
        let file = input.source.name
        let winner = try AddressedOptions.winner(input.options, usual: .majority)
        let extents = try AddressedExtents(store, winner: winner)
        guard let last = extents.extents.last else {
            throw FormatError(.empty, name: file, at: 0, "no byte of the pages that it shows is sure")
        }
        var tally = tally
        let raw = spec.pageSize + spec.oobSize
        AddressedText.note(extents, winner, into: &tally) { address in
            "page \(ByteCount.hex(address / raw * spec.pageSize)) byte \(address % raw)"
        }
        note(extents, spec, into: &tally, fetch)
        let pages = (last.end + raw - 1) / raw
        var plan = FlatImage.Plan(order: .interleaved, geometry: spec, origin: origin)
        plan.geometry.blockCount = spec.blockCount ?? (pages + spec.pagesPerBlock - 1) / spec.pagesPerBlock
        if let bad = try input.options.blocks("bad") { plan.listedBad = bad }
        plan.marker = try FlatOptions.marker(input.options, spec)
        plan.holes = .missing
        plan.holesAreExact = true
        plan.findings = tally.findings
        let bytes = try store.spool.source(name: file)
        return try DerivedImage(AddressedSource(extents, in: bytes, base: 0, size: pages * raw), plan: plan)
    }

    /// Pages of which something is missing between the first and the last.
    private static func note(
        _ extents: AddressedExtents, _ spec: GeometrySpec, into tally: inout FindingTally<RecordFinding>,
        _ fetch: (Int) -> String
    ) {
        let raw = spec.pageSize + spec.oobSize
        guard let first = extents.extents.first, let last = extents.extents.last else { return }
        var commands: [String] = []
        var pages = 0
        var end = first.address / raw * raw
        var counted = -1
        func gap(_ range: Range<Int>) {
            guard !range.isEmpty else { return }
            let begin = max(counted + 1, range.lowerBound / raw)
            let stop = (range.upperBound - 1) / raw
            guard begin <= stop else { return }
            pages += stop - begin + 1
            counted = stop
            for page in begin...stop where commands.count < 32 { commands.append(fetch(page * spec.pageSize)) }
        }
        for extent in extents.extents {
            gap(end..<max(end, extent.address))
            end = extent.end
        }
        gap(end..<((last.end + raw - 1) / raw * raw))
        guard pages > 0 else { return }
        let more = pages > commands.count ? "; and \(pages - commands.count) more" : ""
        tally.add(
            .gap, .note, at: nil,
            "\(pages) pages are not whole; these commands show them: \(commands.joined(separator: "; "))\(more)")
    }
}
