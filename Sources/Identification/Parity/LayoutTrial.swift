// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import PageLayout

/// One layout against the pages of a dump: how many of its steps re-encode exactly.
struct LayoutTrial {
    let codec: LayoutCodec
    private let workspace: LayoutCodec.Workspace
    /// Pages after which the scrambler's key begins again; nil without a scrambler.
    let keyCycle: Int?
    /// Whether steps that can be corrected count as well, each code word once.
    let decodes: Bool

    /// Steps that could tell something, each content once.
    private(set) var tested = 0
    private(set) var matched = 0
    /// Data bits in those that matched.
    private(set) var matchedBits = 0
    private(set) var testedBits = 0
    private(set) var parities = Set<UInt64>()
    private var contents = Set<UInt64>()
    /// Pages of which a step matched: there every step's tests and matches.
    private(set) var testedThere: [Int]
    private(set) var matchedThere: [Int]
    private(set) var pagesThere = 0
    /// Their numbers, the first few.
    private(set) var places: [Int] = []
    /// Of those pages: how many have no bad-block mark, and pads as the engine writes them.
    private(set) var unmarked = 0
    private(set) var padded = 0

    var layout: PageLayout { codec.layout }

    init(_ codec: LayoutCodec, keyCycle: Int? = nil, decodes: Bool = false) {
        self.decodes = decodes
        self.codec = codec
        self.keyCycle = keyCycle
        workspace = LayoutCodec.Workspace(for: codec)
        testedThere = Array(repeating: 0, count: codec.layout.steps.count)
        matchedThere = testedThere
    }

    /// - Returns: steps that told something, and those that matched, whether their content was met before or not.
    @discardableResult
    mutating func add(_ row: Row) -> (told: Int, matched: Int) {
        guard row.bytes.count == layout.rawPageSize else { return (0, 0) }
        var raw = row.bytes
        return raw.withUnsafeMutableBytes { raw in
            guard let start = raw.baseAddress else { return (0, 0) }
            if let keyCycle { codec.scramble(start, pageInBlock: row.page % keyCycle) }
            if decodes { codec.correct(start, pageInBlock: keyCycle.map { row.page % $0 } ?? 0, workspace) }
            return add(UnsafeRawPointer(start), row.page)
        }
    }

    private mutating func add(_ raw: UnsafeRawPointer, _ page: Int) -> (told: Int, matched: Int) {
        var there: [(step: Int, fits: Bool)] = []
        for step in layout.steps.indices {
            guard let match = codec.match(raw, step: step, workspace), !isTrivial(raw, step: step) else { continue }
            there.append((step, match.fits))
            guard contents.insert(match.content).inserted else { continue }
            tested += 1
            testedBits += layout.steps[step].dataBits
            guard match.fits else { continue }
            matched += 1
            matchedBits += layout.steps[step].dataBits
            parities.insert(match.parity)
        }
        let fitting = there.count { $0.fits }
        guard fitting > 0 else { return (there.count, 0) }
        pagesThere += 1
        if places.count < 4 { places.append(page) }
        for (step, fits) in there {
            testedThere[step] += 1
            if fits { matchedThere[step] += 1 }
        }
        if codec.padsFit(raw) { padded += 1 }
        if let marker = layout.marker?.range, marker.isWholeBytes {
            let bytes = UnsafeRawBufferPointer(
                rebasing: UnsafeRawBufferPointer(start: raw, count: layout.rawPageSize)[marker.bytes])
            if bytes.allSatisfy({ $0 == 0xFF }) { unmarked += 1 }
        }
        return (there.count, fitting)
    }

    /// Whether a step was corrected to what sparse bytes lie near to without any parity: in many codes zeros are a word.
    private func isTrivial(_ corrected: UnsafeRawPointer, step: Int) -> Bool {
        guard decodes, case .corrected = workspace.outcomes[step] else { return false }
        return codec.messageRepeats(corrected, step: step, within: layout.code.strength, workspace)
    }
}
