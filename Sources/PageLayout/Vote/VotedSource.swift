// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash
import Synchronization

/// Several dumps of one chip as one: raw pages, each bit from where it is most likely right (see ``VoteRule``).
///
/// Copies that do not hold a page, or not whole, do not vote on it while another holds it. No bit is corrected:
/// a ``DecodedSource`` over it does that.
public final class VotedSource: PageSource {
    /// Raw pages as they lie on the chip.
    public let copies: [any PageSource]
    /// Which layout each block has; nil when none is known: then the majority decides alone.
    public let plan: LayoutPlan?
    public let geometry: Geometry
    private let tally: VoteTally?
    private let idle = Mutex<[VoteRoom]>([])

    /// More copies than anybody makes of a chip; each takes a buffer.
    public static let maximumCopies = 64

    /// - Throws: ``Flash/FlashError`` (`invalidGeometry`) unless there are 1 to ``maximumCopies`` copies of one
    ///   geometry, and the plan's is the same.
    public init(_ copies: [any PageSource], plan: LayoutPlan?, tally: VoteTally? = nil) throws(FlashError) {
        guard let first = copies.first, copies.count <= VotedSource.maximumCopies else {
            throw FlashError(.invalidGeometry, "\(copies.count) copies, expected 1 to \(VotedSource.maximumCopies)")
        }
        for other in copies.map(\.geometry) + (plan.map { [$0.geometry] } ?? []) where other != first.geometry {
            throw FlashError(.invalidGeometry, "the copies' geometries differ: \(first.geometry) and \(other)")
        }
        self.copies = copies
        self.plan = plan
        self.tally = tally
        geometry = first.geometry
    }

    /// Known when all copies that hold the pages know the same of them.
    public func knownExtent(at page: PageNumber) -> PageExtent? {
        var all: PageExtent?
        for copy in copies {
            guard let known = copy.knownExtent(at: page) else { return nil }
            guard let before = all else {
                all = known
                continue
            }
            guard let joined = Self.joined(before, known) else { return nil }
            all = joined
        }
        return all
    }

    private static func joined(_ a: PageExtent, _ b: PageExtent) -> PageExtent? {
        let pages = a.pages.clamped(to: b.pages)
        switch (a.content, b.content) {
        case (.absent, .absent):
            return PageExtent(pages: pages, state: a.state == .bad ? a.state : b.state, content: .absent)
        case (.filled(let x), .filled(let y)) where x == y && a.state == b.state:
            return PageExtent(pages: pages, state: a.state, content: a.content)
        default: return nil
        }
    }

    public func read(_ range: PageRange, into buffer: PageBuffer) throws -> PageRange {
        let room = idle.withLock { $0.popLast() } ?? VoteRoom(geometry, copies: copies.count, capacity: buffer.capacity)
        defer { idle.withLock { $0.append(room) } }
        let wanted = PageRange(from: range.lowerBound, count: min(range.count, buffer.capacity, room.piece.capacity))
        for (copy, held) in zip(copies, room.copies) { try copy.readAll(wanted, into: held, using: room.piece) }
        let part = wanted.lowerBound..<endOfHeld(wanted, room)
        buffer.pages = part
        let target = buffer.scratch(bytes: part.count * geometry.rawPageSize)
        buffer.holdsTogether(oobFirst: false)
        guard let start = target.baseAddress else { return part }
        try vote(part, room, buffer, start)
        return part
    }

    private func vote(
        _ part: PageRange, _ room: VoteRoom, _ buffer: PageBuffer, _ start: UnsafeMutableRawPointer
    ) throws {
        var vote = PageVote(room: room, totals: VoteTotals(copies: copies.count))
        var verdicts: [(pages: PageRange, isIncomplete: Bool, isBad: Bool)] = []
        var page = part.lowerBound
        while page < part.upperBound {
            let pages = page..<min(piece(at: page, room), part.upperBound)
            let isIncomplete = chooseVoters(page, room)
            let block = geometry.block(of: page)
            let isBad = try isBad(block)
            let codec = isBad || isIncomplete ? nil : plan?.part(of: block).codec
            let target = start + (page.rawValue - part.lowerBound.rawValue) * geometry.rawPageSize
            let found = vote.decide(pages, codec: codec, to: target)
            let rule = isIncomplete ? .incomplete : found
            vote.totals.pages[rule, default: 0] += pages.count
            tally?.note(pages, rule)
            if isIncomplete || isBad { verdicts.append((pages, isIncomplete, isBad)) }
            page = pages.upperBound
        }
        buffer.classifyByContent()
        for verdict in verdicts {
            if verdict.isIncomplete { buffer.setState(.unreadable, of: verdict.pages) }
            if verdict.isBad { buffer.setBad(verdict.pages) }
        }
        tally?.add(vote.totals)
    }

    /// Most of the copies that hold the block say so; a tie is bad.
    public func isBad(_ block: BlockNumber) throws -> Bool {
        try checkBlock(block)
        var (bad, good) = (0, 0)
        for copy in copies {
            if try copy.isBad(block) {
                bad += 1
            } else if copy.knownExtent(at: geometry.firstPage(of: block))?.content != .absent {
                good += 1
            }
        }
        return bad > 0 && bad >= good
    }

    /// Where all copies have it at the same place, there.
    public func fileOffset(of page: PageNumber) -> Int? { agreed { $0.fileOffset(of: page) } }

    public func page(atFileOffset offset: Int) -> PageNumber? { agreed { $0.page(atFileOffset: offset) } }

    private func agreed<T: Equatable>(_ ask: (any PageSource) -> T?) -> T? {
        let answer = ask(copies[0])
        return copies.dropFirst().allSatisfy { ask($0) == answer } ? answer : nil
    }
}

/// Which pages go together, and who votes on them.
extension VotedSource {
    /// Where the first page is that no copy holds: it is told as a known extent.
    private func endOfHeld(_ range: PageRange, _ room: VoteRoom) -> PageNumber {
        var page = range.lowerBound
        while page < range.upperBound {
            guard copies.contains(where: { $0.knownExtent(at: page)?.content != .absent }) else { return page }
            page = min(piece(at: page, room), range.upperBound)
        }
        return range.upperBound
    }

    /// The end of what is decided at once: a page; on NOR, what lies in one unit and has one state in each copy.
    private func piece(at page: PageNumber, _ room: VoteRoom) -> PageNumber {
        let unit = geometry.unitPages
        guard unit > 1 else { return page.advanced(by: 1) }
        let end = PageNumber((page.rawValue / unit + 1) * unit)
        return room.copies.reduce(end) { min($0, $1.run(from: page).pages.upperBound) }
    }

    /// Sets ``VoteRoom/voters``.
    ///
    /// - Returns: whether no copy holds the page whole.
    private func chooseVoters(_ page: PageNumber, _ room: VoteRoom) -> Bool {
        room.voters.removeAll(keepingCapacity: true)
        for (i, copy) in copies.enumerated() where copy.knownExtent(at: page)?.content != .absent {
            if room.copies[i].state(of: page) != .unreadable { room.voters.append(i) }
        }
        guard room.voters.isEmpty else { return false }
        room.voters = copies.indices.filter { copies[$0].knownExtent(at: page)?.content != .absent }
        return true
    }
}
