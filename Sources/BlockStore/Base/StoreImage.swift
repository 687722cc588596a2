// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash
public import FormatKit

/// A store at one of its points, as an image: what it holds of a page, else its base.
public struct StoreImage: RawImage {
    public let geometry: Geometry
    public let findings: [Finding]
    /// The number of the record whose state this is.
    public let point: Int
    let description: StoreDescription
    /// The chip that the store is a change of.
    public let base: any PageSource
    let history: StoreHistory
    private let state: StoreState
    /// Where the base was said to be.
    private let movedBase: String?
    private let marked: BadBlockMarker?
    private let baseWrittenAs: FormatSpec?

    /// - Parameters:
    ///   - source: a store's file; another process may be writing to it.
    ///   - point: a number, or the name of a mark; nil for the last record.
    ///   - base: where the base is, where it is not at its place any more.
    ///   - isThorough: whether all of the base is compared with what it was.
    ///   - openImage: opens the base.
    /// - Throws: ``StoreError``, ``FormatError`` with an offset, ``UsageError`` for a point, and what the base throws.
    public init(
        _ source: any ByteSource, at point: String? = nil, base: String? = nil, isThorough: Bool = false,
        openImage: (ImageSpec, GeometrySpec?) throws -> OpenedImage
    ) throws {
        history = try StoreHistory(ReadOnlyJournalFile(source: source))
        movedBase = base.map { StorePath.absolute($0) }
        let opened = try OpenedBase(history, path: base, isThorough: isThorough, openImage: openImage)
        self.point = try history.point(point)
        self.base = opened.source
        description = history.header.description
        geometry = history.header.geometry
        state = StoreState(
            base: opened.source, index: try history.index(at: self.point), file: history.file, header: history.header)
        marked = description.marker
        baseWrittenAs = description.writtenAs
        findings = opened.findings + StoreImage.findings(history)
    }

    private static func findings(_ history: StoreHistory) -> [Finding] {
        guard let tail = history.tail else { return [] }
        return [
            Finding(
                .warning, tail.words,
                hint: "`museimg store check \(history.file.name)` tells more")
        ]
    }

    public var geometryOrigin: GeometryOrigin { .stated }
    public var chipOOBSize: Int { max(description.chipOOBSize, geometry.oobSize) }
    public var writtenAs: FormatSpec? { baseWrittenAs }
    public var positions: Positions { description.positionsUnknown.map { .unknown($0) } ?? .exact }
    public var marker: BadBlockMarker? { marked }
    public var layouts: [String] { description.layouts }

    public func knownExtent(at page: PageNumber) -> PageExtent? { state.knownExtent(at: page) }
    public func read(_ range: PageRange, into buffer: PageBuffer) throws -> PageRange {
        try state.read(range, into: buffer)
    }
    public func isBad(_ block: BlockNumber) throws -> Bool { try state.isBad(block) }

    /// How it is opened, at another point.
    func spec(at point: Int) -> FormatSpec {
        var spec = FormatSpec("store", ["at": "\(point)"])
        if let movedBase { spec.options.append(.init(key: "base", value: movedBase)) }
        return spec
    }

    /// Blocks that are not, or not known to be, as in the base; ascending.
    var changedBlocks: [BlockNumber] { state.index.blocks() }

    /// Whether the same records of the same store say what a block holds.
    func isAlike(_ other: StoreImage, in block: BlockNumber) -> Bool {
        state.seed == other.state.seed && state.index.block(block) == other.state.index.block(block)
    }
}
