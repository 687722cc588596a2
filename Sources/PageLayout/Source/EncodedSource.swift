// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash
import Synchronization

/// Pages put into the raw form of a layout, with parity made for it.
///
/// Takes plain data, or raw pages of other layouts, which are decoded first. Steps that hold nothing but 0xFF and were
/// never programmed stay as an erase leaves them. Bad, unreadable and uncorrectable pages keep their bits where the
/// layout stays the same; otherwise their data moves and gets no parity that would call it good.
public final class EncodedSource: PageSource {
    /// What was made, and what had no room.
    public struct Account: Sendable, Hashable {
        /// Pages that got parity.
        public var encodedPages = 0
        /// Bytes of OOB that are not 0xFF and that the target has no place for.
        public var oobLost = 0
        /// Pages that keep wrong bits and so got no new parity.
        public var unencodedPages = 0
    }

    /// What the pages are made from.
    public enum Origin: Sendable {
        /// Data, and OOB that the target takes as it is where there is any of its size.
        case plain
        /// Raw pages of these layouts.
        case layouts(LayoutPlan, corrects: Bool, uncorrectable: DecodedSource.Uncorrectable)
    }

    private let base: any PageSource
    private let origin: Origin
    private let target: LayoutPlan
    private let tally: StepTally?
    private let rooms = CodecRooms()
    private let state = Mutex(Account())
    public let geometry: Geometry

    /// - Parameters:
    ///   - base: pages of the same data size as the target's.
    ///   - target: its geometry is that of the pages that come out.
    /// - Throws: ``LayoutError`` (`impossible`) when data or OOB do not fit.
    public init(
        _ base: any PageSource, origin: Origin, target: LayoutPlan, tally: StepTally? = nil
    ) throws(LayoutError) {
        self.base = base
        self.origin = origin
        self.target = target
        self.tally = tally
        geometry = target.geometry
        let from = base.geometry
        guard from.pageSize == geometry.pageSize, from.pagesPerBlock == geometry.pagesPerBlock else {
            throw LayoutError(
                .impossible, target.codecs.first?.layout.name ?? "none",
                "is for pages of \(geometry.pageSize) bytes, the source has \(from.pageSize)")
        }
        if case .plain = origin, from.oobSize != 0, from.oobSize != geometry.oobSize {
            throw LayoutError(
                .impossible, target.codecs.first?.layout.name ?? "none",
                "has \(geometry.oobSize) bytes of OOB, the source \(from.oobSize) of an unknown layout",
                hint: "name the source's layout with -l, or drop its OOB with --oob drop")
        }
    }

    public var account: Account { state.withLock { $0 } }

    public func knownExtent(at page: PageNumber) -> PageExtent? {
        guard let known = base.knownExtent(at: page) else { return nil }
        // Data of one value gets parity of another; what an erase leaves stays.
        if case .filled(let byte) = known.content, byte != 0xFF { return nil }
        return known
    }

    public func isBad(_ block: BlockNumber) throws -> Bool { try base.isBad(block) }

    public func read(_ range: PageRange, into buffer: PageBuffer) throws -> PageRange {
        try rooms.with { room in
            let inner = room.buffer(base.geometry, capacity: buffer.capacity)
            let wanted = PageRange(from: range.lowerBound, count: min(range.count, buffer.capacity))
            let got = try readBase(wanted, into: inner)
            buffer.pages = got
            inner.eachRun { buffer.setState($0.state, of: $0.pages) }
            buffer.scratch(bytes: got.count * geometry.rawPageSize)
                .initializeMemory(as: UInt8.self, repeating: 0xFF)
            buffer.holdsTogether(oobFirst: false)
            encode(inner, buffer, room)
            return got
        }
    }

    private func readBase(_ range: PageRange, into inner: PageBuffer) throws -> PageRange {
        guard let known = base.knownExtent(at: range.lowerBound), case .filled(let byte) = known.content else {
            return try base.read(range, into: inner)
        }
        let part = range.clamped(to: known.pages)
        inner.fill(part, with: byte, state: known.state)
        return part
    }

    private func encode(_ inner: PageBuffer, _ buffer: PageBuffer, _ room: CodecRooms.Room) {
        var encoder = PageEncoder(room: room, geometry: geometry)
        let raw = buffer.rawPagesInPlace()
        for (i, page) in buffer.pages.enumerated() {
            let state = buffer.state(of: page)
            guard state != .erased, let start = raw.baseAddress else { continue }
            let block = geometry.block(of: page)
            let to = start + i * geometry.rawPageSize
            encoder.pageInBlock = page.rawValue % geometry.pagesPerBlock
            encoder.state = state
            encoder.target = target.part(of: block).codec
            switch origin {
            case .plain:
                encoder.plain(inner, page, to)
            case .layouts(let plan, let corrects, let uncorrectable):
                if let source = plan.part(of: block).codec {
                    guard let from = inner.rawPagesInPlace().baseAddress else { continue }
                    encoder.transcode(
                        from + i * base.geometry.rawPageSize, source, corrects: corrects, uncorrectable, to)
                    if encoder.isUncorrectable {
                        buffer.setState(.uncorrectable, of: PageRange(from: page, count: 1))
                        tally?.note(page, encoder.outcomes)
                    }
                } else {
                    encoder.plain(inner, page, to)
                }
            }
        }
        tally?.add(encoder.totals)
        state.withLock { $0 += encoder.account }
    }
}

extension EncodedSource.Account {
    static func += (a: inout Self, b: Self) {
        a.encodedPages += b.encodedPages
        a.oobLost += b.oobLost
        a.unencodedPages += b.unencodedPages
    }
}
