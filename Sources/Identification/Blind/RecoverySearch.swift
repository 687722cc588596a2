// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ECC
import PageLayout

/// The stages of ``BlindRecovery``, with what they share.
struct RecoverySearch {
    let sample: PageSample
    let rows: [Int]
    let effort: BlindRecovery.Effort
    let statistics: ColumnStatistics
    let candidates: [ParityRanges.Candidate]
    private var budget: RecoveryBudget
    /// What is multiplied on every chance: shapes, places and polynomials that are looked at.
    private static let trials = BlindRecovery.hypotheses

    init(_ sample: PageSample, rows: [Int], effort: BlindRecovery.Effort) {
        self.sample = sample
        self.rows = rows
        self.effort = effort
        statistics = ColumnStatistics(sample, rows: rows)
        candidates = ParityRanges.propose(statistics, pageSize: sample.pageSize, oobSize: sample.oobSize)
        let operations =
            switch effort {
            case .quick: 300_000_000
            case .normal: 3_000_000_000
            case .thorough: 30_000_000_000
            }
        budget = RecoveryBudget(operations: operations)
    }

    mutating func run() -> [RecoveredCode] {
        if let found = hamming() { return [found] }
        let passes = effort == .quick ? 2 : effort == .normal ? 4 : 12
        if let found = runs(PrimitivePolynomials.known(degree:), passes: passes) { return [found] }
        if let found = scan(PrimitivePolynomials.known(degree:), passes: passes) { return [found] }
        if let found = exactShapes() { return [found] }
        guard effort != .quick else { return [] }
        if let found = reedSolomon() { return [found] }
        if let found = runs(PrimitivePolynomials.all(degree:), passes: max(2, passes / 2)) { return [found] }
        if let found = scan(PrimitivePolynomials.all(degree:), passes: max(2, passes / 2)) { return [found] }
        if let found = majority() { return [found] }
        return effort == .thorough ? linear().map { [$0] } ?? [] : []
    }

    private func hamming() -> RecoveredCode? {
        HammingSearch.search(sample).map { found in
            RecoveredCode(
                code: .hamming(found.code, found.code.variant), steps: [], padBits: 0, arrangement: .contiguous,
                evidence: found.evidence)
        }
    }

    /// Rows in which a message varies, each message once.
    private func telling(_ message: [BitRange]) -> [Int] {
        let shape = WordShape(message: message, parity: BitRange(byte: 0, bytes: 1), order: .msb)
        return WordSet(sample, shape, rows: rows).pages
    }

    private func list(_ polynomials: (Int) -> [UInt32], longerThan bits: Int) -> [(m: Int, polynomial: UInt32)] {
        let fields = (effort == .thorough ? [13, 14, 15, 12, 16] : [13, 14, 15]).filter { (1 << $0) - 1 > bits + 8 }
        return fields.flatMap { m in polynomials(m).map { (m: m, polynomial: $0) } }
    }

    /// Stage 2: one root, and words whose parity follows directly.
    private mutating func runs(_ polynomials: (Int) -> [UInt32], passes: Int) -> RecoveredCode? {
        let telling = telling([BitRange(byte: 0, bytes: min(512, sample.rawSize))])
        guard telling.count >= GeneratorSearch.leastMatches else { return nil }
        let list = list(polynomials, longerThan: 0)
        let cost = list.count * min(sample.rawSize, RunScan.longest) * 8
        for triple in Triples(count: telling.count, limit: passes) {
            for hole in [nil] + RunScan.holes(statistics).map({ $0 as Range<Int>? }) {
                for order in [BitOrder.lsb, .msb, .nibble] {
                    guard budget.spend(cost) else { return nil }
                    let scan = RunScan(
                        sample: sample, statistics: statistics, order: order, telling: telling,
                        rows: (telling[triple.0], telling[triple.1], telling[triple.2]), hole: hole)
                    for hit in scan.hits(list).prefix(Self.mostHits) {
                        if let found = confirm(hit, .run, step: 0) { return found }
                    }
                }
            }
        }
        return nil
    }

    /// Places of one scan that are looked at closely.
    private static let mostHits = 24

    /// Stage 3: one root, all places.
    private mutating func scan(_ polynomials: (Int) -> [UInt32], passes: Int) -> RecoveredCode? {
        for candidate in candidates {
            let telling = telling(candidate.message)
            guard telling.count >= GeneratorSearch.leastMatches else { continue }
            let bits = candidate.message.bitCount
            let list = list(polynomials, longerThan: bits)
            let cost = list.count * (bits / 8 + candidate.region.count * 48 + 512)
            for triple in Triples(count: telling.count, limit: passes) {
                for order in [BitOrder.msb, .lsb, .nibble] {
                    guard budget.spend(cost) else { return nil }
                    let scan = PositionScan(
                        sample: sample, statistics: statistics, candidate: candidate, order: order,
                        rows: (telling[triple.0], telling[triple.1], telling[triple.2]))
                    for hit in scan.hits(list).prefix(Self.mostHits) {
                        if let found = confirm(hit, candidate.arrangement, step: candidate.step) { return found }
                    }
                }
            }
        }
        return nil
    }

    private mutating func confirm(
        _ hit: PositionScan.Hit, _ arrangement: ParityRanges.Arrangement, step: Int
    ) -> RecoveredCode? {
        let set = WordSet(sample, hit.shape, rows: rows)
        guard budget.spend(set.words.count * 64) else { return nil }
        let residues = ResidueTable(modulus: hit.polynomial).residues(set)
        guard let mode = Mode(residues, among: Array(residues.indices)),
            mode.rows.count >= GeneratorSearch.leastMatches,
            let parameters = SyndromeMajority.strength(
                set, hit.m, hit.polynomial, sound: mode.rows, least: GeneratorSearch.leastMatches),
            let proven = CodeProof.prove(set, hit.shape, parameters, trials: Self.trials)
        else { return nil }
        return recovered(proven, arrangement, step: step)
    }

    /// Looks for the form that engines have, then for the other steps.
    private func recovered(
        _ proven: ProvenCode, _ arrangement: ParityRanges.Arrangement, step: Int
    ) -> RecoveredCode {
        let best = proven.withUsualForm(sample, rows: rows, trials: Self.trials)
        let steps = StepExtension(
            sample: sample, rows: rows, proven: best, arrangement: arrangement, step: step
        ).shapes()
        return RecoveredCode(
            code: .bch(best.parameters, best.form), steps: steps, padBits: best.pads.count,
            arrangement: arrangement, evidence: best.evidence)
    }

    /// Stage 4: common divisors at the places that the columns suggest.
    private mutating func exactShapes() -> RecoveredCode? {
        for (candidate, shape) in suggested() {
            let set = WordSet(sample, shape, rows: rows, limit: 64)
            let triples = effort == .thorough ? 40 : 4
            let words = set.bitCount / 64 + 1
            guard budget.spend(triples * words * words * 48) else { return nil }
            guard let found = GeneratorSearch.search(set, shape, triples: triples, trials: 10_000) else { continue }
            let code = GeneratorFactoring.code(of: found.generator)
            let parameters: BCHParameters? =
                if case .bch(let exact) = code { exact } else {
                    GeneratorFactoring.code(dividing: found.generator, degree: found.parity.count)
                }
            if let parameters, let proven = CodeProof.prove(set, shape, parameters, trials: Self.trials) {
                return recovered(proven, candidate.arrangement, step: candidate.step)
            }
            var m: Int?
            if case .cyclic(let order) = code { m = order }
            var exact = shape
            exact.parity = found.parity
            return RecoveredCode(
                code: .cyclic(generator: found.generator, m: m), steps: [exact],
                padBits: shape.parity.end - found.parity.end, arrangement: candidate.arrangement,
                evidence: found.evidence)
        }
        return nil
    }

    private func suggested() -> [(ParityRanges.Candidate, WordShape)] {
        candidates.flatMap { candidate in
            ParityRanges.shapes(candidate, statistics).flatMap { place in
                [BitOrder.msb, .lsb, .nibble].map { order in
                    (candidate, WordShape(message: place.message, parity: place.parity, order: order))
                }
            }
        }
    }

    /// Stage 5: nine and ten bit symbols.
    private mutating func reedSolomon() -> RecoveredCode? {
        for (candidate, shape) in suggested() where shape.order == .lsb && shape.messageBits <= 1 << 13 {
            guard budget.spend(20_000_000) else { return nil }
            guard let found = ReedSolomonSearch.search(sample, shape, trials: 1000) else { continue }
            return RecoveredCode(
                code: .reedSolomon(found.parameters), steps: [shape], padBits: 0, arrangement: candidate.arrangement,
                evidence: found.evidence)
        }
        return nil
    }

    /// Stage 6: most words have errors.
    private mutating func majority() -> RecoveredCode? {
        for (candidate, shape) in suggested() {
            let set = WordSet(sample, shape, rows: rows, limit: effort == .thorough ? WordSet.most : 48)
            guard budget.spend(set.words.count * 8 * 4000) else { return nil }
            if let proven = SyndromeMajority.search(set, shape, trials: 10_000) {
                return recovered(proven, candidate.arrangement, step: candidate.step)
            }
        }
        return nil
    }

    /// Last: sums of bits, with no idea of the code. The OOB has to depend on the data, and densely.
    private func linear() -> RecoveredCode? {
        guard let found = try? RankMethod.relations(sample, BitRange(byte: 0, bytes: sample.rawSize)) else {
            return nil
        }
        let edge = sample.pageSize * 8
        guard found.parity.allSatisfy({ $0 >= edge }), (0.3...0.7).contains(found.density),
            found.evidence.log2Chance < Evidence.proof
        else { return nil }
        return RecoveredCode(
            code: .linear(found), steps: [], padBits: 0, arrangement: .contiguous, evidence: found.evidence)
    }
}
