// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit

/// The one pass over a chip: counts blocks and collects what is recognised.
struct Survey {
    private let source: any PageSource
    private let coverage: Coverage
    private let recognisers = Recognisers.all
    private let signatures: SignatureSet
    private let view: DataView
    private let step: Int
    private var found: [[Content]]
    private var yaffs: YAFFSCollector
    /// Up to here the data belongs to something whose size is known.
    private var coveredUntil = 0
    private(set) var census: BlockCensus
    /// Hits that were too many.
    private var leftOut = 0

    /// Hits of one kind that are kept; pieces of one thing count once.
    private static let maxHits = 4096
    /// Where content begins when pages do not say: no boot loader takes less.
    private static let norStep = 512

    init(_ source: any PageSource, _ coverage: Coverage) {
        self.source = source
        self.coverage = coverage
        signatures = SignatureSet(recognisers)
        view = DataView(source)
        step = source.geometry.pageSize >= 256 ? source.geometry.pageSize : Survey.norStep
        found = Array(repeating: [], count: recognisers.count)
        yaffs = YAFFSCollector(source.geometry)
        census = BlockCensus(source.geometry)
    }

    mutating func run() throws {
        let geometry = source.geometry
        let buffer = PageBuffer(geometry: geometry)
        let headEnd =
            coverage.isWhole ? geometry.pageCount : coverage.head / geometry.blockSize * geometry.pagesPerBlock
        try walk(PageNumber(0)..<PageNumber(headEnd), buffer)
        var block = BlockNumber(headEnd / geometry.pagesPerBlock)
        while block.rawValue < geometry.blockCount {
            let first = geometry.firstPage(of: block)
            if let known = source.knownExtent(at: first), known.content != .bytes {
                census.add(known)
                let next = geometry.block(of: known.pages.upperBound)
                if next == block { try sample(known.pages.upperBound, of: block, buffer) }
                block = max(block.advanced(by: 1), next)
            } else {
                try sample(first, of: block, buffer)
                block = block.advanced(by: coverage.stride)
            }
        }
        census.close()
    }

    /// Looks at the first pages that are held of those from `page` on, and whether the block's last one is.
    private mutating func sample(_ page: PageNumber, of block: BlockNumber, _ buffer: PageBuffer) throws {
        let pages = source.geometry.pages(of: block)
        var first = page
        while first < pages.upperBound, let known = source.knownExtent(at: first), known.content != .bytes {
            let part = known.pages.clamped(to: pages)
            census.add(PageExtent(pages: part, state: known.state, content: known.content))
            first = part.upperBound
        }
        guard first < pages.upperBound, let last = pages.last else { return }
        let few = PageRange(from: first, count: max(1, 4096 / source.geometry.pageSize)).clamped(to: pages)
        try walk(few, buffer)
        if few.upperBound <= last, let known = source.knownExtent(at: last), known.content == .absent {
            census.add(PageExtent(pages: last..<pages.upperBound, state: known.state, content: .absent))
        }
    }

    private mutating func walk(_ pages: PageRange, _ buffer: PageBuffer) throws {
        var walker = try PageWalker(source, range: pages, buffer: buffer)
        while let run = try walker.step() {
            try Interruption.check()
            census.add(run.extent)
            guard run.content == .bytes, run.state != .erased else { continue }
            try look(run)
        }
    }

    private mutating func look(_ run: PageRun) throws {
        let base = run.pages.lowerBound.rawValue * source.geometry.pageSize
        yaffs.take(run)
        for candidate in signatures.candidates(in: run.data, base: base, step: step) {
            guard candidate.position >= coveredUntil else { continue }
            try examine(candidate.position, recognisers[candidate.recogniser], candidate.recogniser)
        }
    }

    private mutating func examine(_ position: Int, _ recogniser: any Recogniser, _ index: Int) throws {
        guard let content = try recogniser.examine(position, in: view) else { return }
        keep(content, recogniser, index)
        guard content.size != nil, content.ownsExtent, content.end <= view.size else { return }
        coveredUntil = max(coveredUntil, content.end)
        // What follows right behind need not be aligned: an old habit of kernel and root file system.
        guard content.end % step != 0, let next = try follower(content.end) else { return }
        keep(next.content, recognisers[next.recogniser], next.recogniser)
        coveredUntil = max(coveredUntil, next.content.end)
    }

    private mutating func keep(_ content: Content, _ recogniser: any Recogniser, _ index: Int) {
        if let last = found[index].indices.last, recogniser.join(content, to: &found[index][last]) { return }
        if found[index].count < Survey.maxHits {
            found[index].append(content)
        } else {
            leftOut += 1
        }
    }

    private func follower(_ offset: Int) throws -> (recogniser: Int, content: Content)? {
        let head = try view.bytes(at: offset, count: 128)
        for (index, recogniser) in recognisers.enumerated()
        where recogniser.signatures.contains(where: { $0.matches(head) }) {
            if let content = try recogniser.examine(offset, in: view) { return (index, content) }
        }
        return nil
    }

    /// Where this look has its limits.
    var notes: [Finding] {
        var notes: [Finding] = []
        if leftOut > 0 {
            notes.append(Finding(.note, "\(leftOut) more contents were recognised than are listed"))
        }
        if view.isExhausted {
            let limit = ByteCount.human(DataView.budget)
            notes.append(Finding(.note, "checksums were taken of \(limit) only: what came behind is less sure"))
        }
        return notes
    }

    /// Everything found, put together, without what lies inside of something else.
    mutating func contents() throws -> [Content] {
        let inspector = PartInspector(recognisers: recognisers)
        var all: [Content] = yaffs.contents()
        for (index, recogniser) in recognisers.enumerated() where !found[index].isEmpty {
            all += try recogniser.assemble(found[index], in: view, by: inspector)
        }
        // Of two that begin at one place the longer holds the other.
        all.sort { ($0.offset, -$0.end) < ($1.offset, -$1.end) }
        var kept: [Content] = []
        var owned = 0
        for var content in all where content.offset >= owned {
            content.fileOffset = view.fileOffset(of: content.offset)
            if content.end > view.size, content.kind != "UBI" {
                content.problems.append(
                    "\(content.kind) at \(ByteCount.hex(content.offset)): it ends "
                        + "\(ByteCount.hex(content.end)), but the dump at \(ByteCount.hex(view.size))")
            }
            if content.ownsExtent { owned = min(content.end, view.size) }
            kept.append(content)
        }
        return kept
    }
}
