// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import PageLayout

/// Makes the report of what a search has found.
struct Conclusion {
    private let effort: Identifier.Effort
    /// What structures state, and what headers and columns speak for.
    var direct: [DirectAnswer] = []
    var geometry: [GeometryCandidate] = []
    var hint: GeometrySpec?
    var remarks: [String] = []

    init(_ effort: Identifier.Effort) { self.effort = effort }

    /// A report without candidates.
    var report: IdentificationReport {
        var report = IdentificationReport()
        report.remarks = remarks
        return report
    }

    func finish(
        _ proofs: inout ProofSearch, shortlist: [ShapeShortlist.Entry], source: (any ByteSource)?
    ) throws -> IdentificationReport {
        var report = report
        let ranking = proofs.ranking
        if let best = ranking.best { report.candidates.append(try candidate(best, ranking, &proofs)) }
        if report.proved == nil { report.candidates += unproved(shortlist, source) }
        let shapes = Set(proofs.readings.map(\.pages.shape)).sorted()
        let unknown = Set(shapes.flatMap { proofs.shelf.unknown(for: $0) })
        if !unknown.isEmpty {
            report.notTried.append(
                "layouts whose code nobody has published, such as "
                    + unknown.sorted().prefix(3).joined(separator: ", "))
        }
        if ranking.best == nil {
            report.notTried.append(
                "scramblers with seeds of their own, and codes that are neither BCH, Hamming nor Reed-Solomon")
        }
        if effort == .quick, ranking.best == nil {
            report.notTried.append("pages of less likely sizes, decoding, unknown codes (see --effort normal)")
        }
        return report
    }

    private func candidate(
        _ best: TrialRanking.Entry, _ ranking: TrialRanking, _ proofs: inout ProofSearch
    ) throws -> IdentificationReport.Candidate {
        let shape = best.pages.shape
        let block = try blockLength(best)
        let chance = best.trial.log2Chance(hypotheses: proofs.hypotheses)
        let pass = try RangePass(
            best.pages, main: best.trial, codecs: try proofs.shelf.codecs(for: shape),
            pagesPerBlock: block.pagesPerBlock, hypotheses: proofs.hypotheses, tests: effort == .quick ? 12 : 96)
        var evidence = [
            Evidence(
                text: best.trial.sentence, log2Chance: chance, tested: best.trial.tested, matches: best.trial.matched)
        ]
        evidence += pass.trials.dropFirst().map { other in
            Evidence(
                text: "\(other.layout.name): \(other.sentence) where it is found",
                log2Chance: other.log2Chance(hypotheses: proofs.hypotheses), tested: other.tested,
                matches: other.matched)
        }
        evidence += spoken(for: shape).map { Evidence(text: $0, log2Chance: 0, tested: 0, matches: 0) }
        evidence.append(Evidence(text: block.reason, log2Chance: 0, tested: 0, matches: 0))
        if let rival = ranking.rival {
            evidence.append(
                Evidence(
                    text: "but \(rival.layout.name) of \(rival.layout.pageSize)+\(rival.layout.oobSize) fits as well",
                    log2Chance: 0, tested: rival.trial.tested, matches: rival.trial.matched))
        }
        let pages = best.pages.count
        let isWhole = pages % block.pagesPerBlock == 0
        return IdentificationReport.Candidate(
            geometry: GeometrySpec(
                pageSize: shape.pageSize, oobSize: shape.oobSize, pagesPerBlock: block.pagesPerBlock,
                blockCount: hint?.blockCount ?? (isWhole ? pages / block.pagesPerBlock : nil)),
            order: best.order, ranges: pass.ranges, evidence: evidence, log2Chance: chance,
            isProved: ranking.rival == nil, marker: best.layout.marker, assumesBlock: block.isAssumed,
            indistinguishable: ranking.equals)
    }

    private func spoken(for shape: LayoutTemplate.Shape) -> [String] {
        direct.filter { LayoutTemplate.Shape($0.geometry) == shape }.map(\.text)
            + geometry.filter { LayoutTemplate.Shape($0.spec) == shape }.compactMap(\.reasons.first)
    }

    private func blockLength(
        _ best: TrialRanking.Entry
    ) throws -> (pagesPerBlock: Int, isAssumed: Bool, reason: String) {
        let shape = best.pages.shape
        if let hint { return (hint.pagesPerBlock, false, "\(hint.pagesPerBlock) pages in a block as given") }
        for answer in direct where LayoutTemplate.Shape(answer.geometry) == shape && answer.geometry.pagesPerBlock > 0 {
            return (answer.geometry.pagesPerBlock, false, "\(answer.geometry.pagesPerBlock) pages in a block as stated")
        }
        for found in geometry where LayoutTemplate.Shape(found.spec) == shape && !found.assumesBlock {
            return (found.spec.pagesPerBlock, false, "\(found.spec.pagesPerBlock) pages in a block as the headers lie")
        }
        let search = try BlockLengthSearch(best.pages, codec: best.trial.codec, probes: effort == .quick ? 128 : 1024)
        if search.isAssumed, let cycle = best.trial.keyCycle, let keys = best.layout.scrambler?.seeds.count,
            cycle < keys
        {
            return (cycle, false, "the scrambler's key begins again every \(cycle) pages")
        }
        return (search.pagesPerBlock, search.isAssumed, search.reason)
    }

    /// Page sizes that something speaks for, without a layout.
    private func unproved(
        _ shortlist: [ShapeShortlist.Entry], _ source: (any ByteSource)?
    ) -> [IdentificationReport.Candidate] {
        let stated =
            direct.map { ($0.geometry, $0.text) }
            + geometry.map { ($0.spec, $0.reasons.joined(separator: "; ")) }
        var seen = Set<LayoutTemplate.Shape>()
        var out: [IdentificationReport.Candidate] = []
        for (spec, text) in stated where seen.insert(LayoutTemplate.Shape(spec)).inserted {
            var spec = spec
            if let hint, LayoutTemplate.Shape(hint) == LayoutTemplate.Shape(spec) { spec = hint }
            if spec.pagesPerBlock == 0 { spec.pagesPerBlock = LayoutTemplate.Shape(spec).usualPagesPerBlock }
            out.append(bare(spec, text, source))
        }
        for entry in shortlist.prefix(3) where entry.score > 20 && seen.insert(entry.shape).inserted {
            let spec = GeometrySpec(
                pageSize: entry.shape.pageSize, oobSize: entry.shape.oobSize,
                pagesPerBlock: entry.shape.usualPagesPerBlock)
            let fits = entry.divides ? " and divides the file" : ""
            out.append(bare(spec, "a period of \(entry.shape.rawSize) bytes fits the columns\(fits)", source))
        }
        return out
    }

    private func bare(
        _ spec: GeometrySpec, _ text: String, _ source: (any ByteSource)?
    ) -> IdentificationReport.Candidate {
        var spec = spec
        let unit = (spec.pageSize + spec.oobSize) * spec.pagesPerBlock
        if spec.blockCount == nil, let source, unit > 0, source.size % unit == 0 {
            spec.blockCount = source.size / unit
        }
        return IdentificationReport.Candidate(
            geometry: spec, order: spec.oobSize > 0 ? .interleaved : .dataOnly, ranges: [],
            evidence: [Evidence(text: text, log2Chance: 0, tested: 0, matches: 0)], log2Chance: 0, isProved: false,
            marker: nil, assumesBlock: hint == nil, indistinguishable: [])
    }
}
