// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// Flash as it comes from the factory: every page erased, no block bad.
public struct BlankSource: PageSource {
    public let geometry: Geometry

    public init(geometry: Geometry) { self.geometry = geometry }

    public func knownExtent(at page: PageNumber) -> PageExtent? {
        PageExtent(pages: page..<geometry.allPages.upperBound, state: .erased, content: .filled(0xFF))
    }

    public func read(_ range: PageRange, into buffer: PageBuffer) throws -> PageRange {
        let got = range.prefix(buffer.capacity)
        buffer.fill(got.startIndex..<got.endIndex, with: 0xFF, state: .erased)
        return buffer.pages
    }

    public func isBad(_ block: BlockNumber) throws -> Bool { false }
}
