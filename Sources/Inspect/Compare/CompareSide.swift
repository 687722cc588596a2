// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash

/// One side of a comparison: hands out what it holds from a page on.
struct CompareSide {
    let source: any PageSource
    let buffer: PageBuffer
    private var held: PageRange

    /// What a side has from a page on, up to ``pages``' end.
    enum Content {
        /// In the buffer.
        case bytes
        case filled(UInt8)
        case absent
    }

    init(_ source: any PageSource, capacity: Int) {
        self.source = source
        buffer = PageBuffer(geometry: source.geometry, capacity: capacity)
        held = PageRange(from: PageNumber(0), count: 0)
    }

    /// What there is from `page` on, as far as it is of one kind.
    mutating func content(at page: PageNumber, end: PageNumber) throws -> (Content, PageExtent) {
        if !held.contains(page) {
            if let known = source.knownExtent(at: page), known.content != .bytes {
                var extent = known
                extent.pages = known.pages.clamped(to: page..<end)
                if case .filled(let byte) = known.content { return (.filled(byte), extent) }
                return (.absent, extent)
            }
            let wanted = PageRange(from: page, count: min(buffer.capacity, end.rawValue - page.rawValue))
            held = try source.read(wanted, into: buffer)
        }
        let part = held.clamped(to: page..<end)
        return (.bytes, PageExtent(pages: part, state: buffer.state(of: page), content: .bytes))
    }

    /// Puts known bytes into the buffer, to be compared with the other side's.
    mutating func materialise(_ pages: PageRange, _ byte: UInt8, _ state: PageState) {
        buffer.fill(pages, with: byte, state: state)
        held = pages
    }
}
