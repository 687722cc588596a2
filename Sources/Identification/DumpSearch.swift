// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import PageLayout

/// Identification of bytes whose geometry is unknown, from the cheapest question to the dearest.
struct DumpSearch {
    typealias Shape = LayoutTemplate.Shape

    private let source: any ByteSource
    private let hint: GeometrySpec?
    private let effort: Identifier.Effort
    private let sample: DumpSample
    private let known: [Shape]
    private var proofs: ProofSearch
    private var tried: Set<Trial> = []

    private struct Trial: Hashable {
        var shape: Shape
        var order: FlatOrder
    }

    private var rowLimit: Int { effort == .quick ? 48 : effort == .normal ? 64 : 128 }

    init(
        _ source: any ByteSource, hint: GeometrySpec?, _ catalogue: LayoutCatalogue, _ effort: Identifier.Effort
    ) throws {
        self.source = source
        self.hint = hint
        self.effort = effort
        sample = try DumpSample(source)
        known = ShapeShortlist.known(catalogue)
        proofs = ProofSearch(catalogue, effort)
    }

    mutating func run() throws -> IdentificationReport {
        var conclusion = Conclusion(effort)
        conclusion.remarks = ContentRemarks.of(sample)
        guard sample.windows.contains(where: { RowSampler.tells($0.bytes) }) else { return conclusion.report }
        let direct = try DirectAnswer.find(source, sample)
        let evidence = try GeometryEvidence(source, sample)
        conclusion.direct = direct
        conclusion.geometry = evidence.candidates
        conclusion.hint = hint
        let shortlist = self.shortlist(direct, evidence)
        try search(shortlist, direct, evidence)
        if !isDone, effort != .quick { conclusion.remarks += try proofs.recover() }
        try proofs.settleSizes()
        return try conclusion.finish(&proofs, shortlist: shortlist, source: source)
    }

    private func shortlist(_ direct: [DirectAnswer], _ evidence: GeometryEvidence) -> [ShapeShortlist.Entry] {
        if let hint {
            return hint.oobSize > 0
                ? ShapeShortlist(sample, first: [Shape(hint)], shapes: []).entries : []
        }
        let first = direct.map { Shape($0.geometry) } + evidence.candidates.map { Shape($0.spec) }
        let unknown = ShapeShortlist.unknown(size: source.size, besides: known)
        return ShapeShortlist(sample, first: first.filter { $0.oobSize > 0 }, shapes: known + unknown.prefix(16))
            .entries
    }

    private mutating func search(
        _ shortlist: [ShapeShortlist.Entry], _ direct: [DirectAnswer], _ evidence: GeometryEvidence
    ) throws {
        let certain = evidence.candidates.filter { $0.confidence == .certain }
        let supported = Set(direct.map { Shape($0.geometry) } + certain.map { Shape($0.spec) })
        let first = shortlist.prefix(effort == .quick ? 10 : 16)
        for entry in first {
            try test(entry.shape, .interleaved, isSupported: supported.contains(entry.shape), isThorough: false)
            // Structures with checksums and parity agree: nothing can be surer.
            if proofs.ranking.best?.isSupported ?? false { return }
        }
        if isDone { return try testRelatives(supported) }
        // Other orders leave no period: only the size of the file speaks for them.
        let orders: [FlatOrder] = effort == .quick ? [.atEnd] : [.atEnd, .oobFirst, .perBlock]
        for order in orders {
            let fitting = shortlist.filter { order == .oobFirst ? $0.score > 2 : $0.divides }
            for entry in fitting.prefix(effort == .quick ? 8 : fitting.count) {
                try test(entry.shape, order, isSupported: false, isThorough: false)
            }
            if isDone { return }
        }
        guard effort != .quick else { return }
        for entry in shortlist.dropFirst(first.count) {
            try test(entry.shape, .interleaved, isSupported: false, isThorough: false)
        }
        if isDone { return try testRelatives(supported) }
        try proofs.testDecoding(rows: effort == .full ? 48 : 24)
    }

    /// Pages whose size is a multiple or a part of a proved one: sectors may look alike in both.
    private mutating func testRelatives(_ supported: Set<Shape>) throws {
        guard hint == nil else { return }
        for shape in known where shape.oobSize > 0 {
            try test(shape, .interleaved, isSupported: supported.contains(shape), isThorough: false)
        }
    }

    private var isDone: Bool { proofs.ranking.best != nil }

    private mutating func test(
        _ shape: Shape, _ order: FlatOrder, isSupported: Bool, isThorough: Bool
    ) throws {
        guard tried.insert(Trial(shape: shape, order: order)).inserted, !proofs.isPointless(shape),
            let pages = FlatPages(source, shape, order, pagesPerBlock: hint?.pagesPerBlock ?? shape.usualPagesPerBlock)
        else { return }
        let rows = try RowSampler.rows(pages, at: RowSampler.places(sample, pages), limit: rowLimit)
        try proofs.test(pages, order, rows: rows, isSupported: isSupported, isThorough: isThorough)
    }
}

extension LayoutTemplate.Shape {
    init(_ spec: GeometrySpec) { self.init(pageSize: spec.pageSize, oobSize: spec.oobSize) }

    /// As chips with such pages mostly have.
    var usualPagesPerBlock: Int {
        let known = KnownShape.all.first { $0.pageSize == pageSize && $0.oobSize == oobSize }
        return known?.usualPagesPerBlock ?? (pageSize <= 512 ? 32 : pageSize <= 4096 ? 64 : 128)
    }
}
