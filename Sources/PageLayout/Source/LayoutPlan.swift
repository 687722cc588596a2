// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash

/// Which layout each block of a chip has: one chip often carries several.
public struct LayoutPlan: Sendable {
    /// Consecutive blocks of one layout.
    public struct Part: Sendable {
        public var blocks: BlockRange
        /// nil where no layout is known: pages are taken as they are.
        public var codec: LayoutCodec?

        public init(blocks: BlockRange, codec: LayoutCodec?) {
            self.blocks = blocks
            self.codec = codec
        }
    }

    public let geometry: Geometry
    /// Ascending, without gaps.
    public let parts: [Part]

    /// - Parameters:
    ///   - base: the layout of blocks that no exception names.
    ///   - exceptions: later ones go before earlier ones.
    /// - Throws: ``LayoutError`` (`impossible`) when a layout is for other pages.
    public init(_ base: LayoutCodec?, exceptions: [Part] = [], geometry: Geometry) throws(LayoutError) {
        self.geometry = geometry
        let all = BlockNumber(0)..<BlockNumber(geometry.blockCount)
        var edges: Set<BlockNumber> = [all.lowerBound, all.upperBound]
        for part in exceptions {
            edges.insert(part.blocks.lowerBound.clamped(to: all))
            edges.insert(part.blocks.upperBound.clamped(to: all))
        }
        let sorted = edges.sorted()
        var parts: [Part] = []
        for (low, high) in zip(sorted, sorted.dropFirst()) {
            let own = exceptions.last { $0.blocks.contains(low) }
            let codec = own.map(\.codec) ?? base
            if let last = parts.last, last.codec === codec {
                parts[parts.count - 1].blocks = last.blocks.lowerBound..<high
            } else {
                parts.append(Part(blocks: low..<high, codec: codec))
            }
        }
        self.parts = parts
        for case let layout? in parts.map(\.codec?.layout) {
            guard layout.pageSize == geometry.pageSize, layout.oobSize == geometry.oobSize else {
                throw LayoutError(
                    .impossible, layout.name,
                    "is for pages of \(layout.pageSize)+\(layout.oobSize), the dump has \(geometry.pageSize)+\(geometry.oobSize)",
                    hint: "`museimg layouts` lists the geometries of each layout")
            }
        }
    }

    /// The part that holds `block`.
    public func part(of block: BlockNumber) -> Part {
        var (low, high) = (0, parts.count - 1)
        while low < high {
            let mid = (low + high) / 2
            if parts[mid].blocks.upperBound > block { high = mid } else { low = mid + 1 }
        }
        return parts.isEmpty ? Part(blocks: block..<block.advanced(by: 1), codec: nil) : parts[low]
    }

    /// The layouts in it, each once.
    public var codecs: [LayoutCodec] {
        var seen: [LayoutCodec] = []
        for case let codec? in parts.map(\.codec) where !seen.contains(where: { $0 === codec }) { seen.append(codec) }
        return seen
    }

    /// Where the marks of the first layout come to lie in the OOB that it arranges; nil when it has none.
    public var logicalMarker: BadBlockMarker? {
        guard let layout = codecs.first?.layout, let marker = layout.marker else { return nil }
        var next = 0
        for range in layout.oob {
            if range.contains(marker.range.start) {
                return BadBlockMarker(
                    offset: (next + marker.range.start - range.start) / 8, pages: pages(of: marker))
            }
            next += range.count
        }
        return nil
    }

    /// Where a plain dump has the marks of the first layout; nil when it has none, or has them among the data.
    public var marker: BadBlockMarker? {
        guard let layout = codecs.first?.layout, let marker = layout.marker else { return nil }
        let offset = marker.range.start / 8 - layout.pageSize
        return offset >= 0 ? BadBlockMarker(offset: offset, pages: pages(of: marker)) : nil
    }

    /// Counted from the block's first page throughout.
    private func pages(of marker: MarkerRule) -> [Int] {
        marker.pages.map { $0 < 0 ? $0 + geometry.pagesPerBlock : $0 }.filter { $0 >= 0 && $0 < geometry.pagesPerBlock }
    }

    /// Whether data and OOB of every page lie as in a plain dump.
    public var isContiguous: Bool {
        codecs.allSatisfy { $0.layout.isContiguous && $0.layout.scrambler == nil }
    }
}

extension BlockNumber {
    fileprivate func clamped(to blocks: BlockRange) -> BlockNumber {
        min(max(self, blocks.lowerBound), blocks.upperBound)
    }
}
