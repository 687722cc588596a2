// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit

/// The pages of a text: a flat image of the temporary file that holds them, in which some are known only in part.
struct NanddumpTextImage: RawImage {
    private let flat: FlatImage
    private let runs: [CellStore.Run]
    private let partial: SlotSet
    private let pagesPerCell: Int
    let chipOOBSize: Int
    let findings: [Finding]

    var geometry: Geometry { flat.geometry }
    var geometryOrigin: GeometryOrigin { flat.geometryOrigin }
    var writtenAs: FormatSpec? { flat.writtenAs }
    var marker: BadBlockMarker? { flat.marker }

    /// What the options make of a text.
    struct Reading {
        var listedBad = BlockSet()
        /// The listed blocks are filler in the text.
        var padsListed = false
        var marker: BadBlockMarker?
        var writtenAs: FormatSpec
    }

    /// - Throws: ``FormatError`` (`empty`), ``FlashError`` (`invalidGeometry`), ``IOFailure``.
    init(_ decoder: TextDecoder, geometry text: TextGeometry, reading: Reading, name: String) throws {
        let shape = text.shape
        runs = decoder.store.runs
        partial = decoder.store.partial.slots
        pagesPerCell = shape.unitPages
        guard let last = runs.last else {
            throw FormatError(.empty, name: name, at: 0, "no row has an address that a chip has")
        }
        let seenEnd = (last.cell + last.count) * pagesPerCell
        let statedEnd = decoder.statedEnd / shape.pageSize
        let needed = max(seenEnd, statedEnd)
        let listedEnd = reading.listedBad.runs.last?.upperBound.rawValue ?? 0
        let blocks = max((needed + shape.pagesPerBlock - 1) / shape.pagesPerBlock, listedEnd)

        var spec = GeometrySpec(shape, withBlocks: false)
        spec.blockCount = text.blockCount ?? blocks
        var plan = FlatImage.Plan(
            order: shape.oobSize > 0 ? .interleaved : .dataOnly, geometry: spec, origin: text.origin)
        plan.listedBad = reading.listedBad
        plan.marker = shape.oobSize > 0 ? reading.marker : nil
        plan.writtenAs = reading.writtenAs
        plan.pieces = runs.flatMap { run in
            let piece = AddressMap.Piece(
                chipPage: run.cell * shape.unitPages, filePage: run.slot * shape.unitPages,
                count: run.count * shape.unitPages)
            return reading.padsListed ? piece.without(reading.listedBad, shape) : [piece]
        }
        flat = try FlatImage(try decoder.store.spool.source(name: name), plan: plan)
        chipOOBSize = text.chipOOBSize
        // Offsets in the temporary file mean nothing to anybody.
        let own = flat.findings.map { Finding($0.severity, $0.message, count: $0.count) }
        findings = text.findings + decoder.findings() + own
    }

    func knownExtent(at page: PageNumber) -> PageExtent? { flat.knownExtent(at: page) }
    func isBad(_ block: BlockNumber) throws -> Bool { try flat.isBad(block) }

    func read(_ range: PageRange, into buffer: PageBuffer) throws -> PageRange {
        let got = try flat.read(range, into: buffer)
        guard !partial.isEmpty else { return got }
        geometry.forEachUnit(of: buffer.pages) { unit in
            let cell = unit.lowerBound.rawValue / pagesPerCell
            guard let run = CellStore.run(of: cell, in: runs), partial.contains(run.slot + cell - run.cell) else {
                return
            }
            buffer.setState(.unreadable, of: unit)
        }
        return got
    }

    func fileOffset(of page: PageNumber) -> Int? {
        let cell = page.rawValue / pagesPerCell
        return CellStore.run(of: cell, in: runs)?.place(of: cell)
    }
}

extension AddressMap.Piece {
    /// The piece cut into parts, where those that lie in `blocks` are filler.
    fileprivate func without(_ blocks: BlockSet, _ shape: Geometry) -> [AddressMap.Piece] {
        var parts: [AddressMap.Piece] = []
        var done = 0
        while done < count {
            let block = BlockNumber((chipPage + done) / shape.pagesPerBlock)
            let run = blocks.run(around: block, limit: block..<BlockNumber(1 << 40))
            let end = min(count, run.blocks.upperBound.rawValue * shape.pagesPerBlock - chipPage)
            parts.append(
                AddressMap.Piece(
                    chipPage: chipPage + done, filePage: filePage + done, count: end - done, isFiller: run.isMember))
            done = end
        }
        return parts
    }
}
