// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash

/// The pages of a block in which a table may lie.
struct TablePages {
    let block: BlockNumber
    let geometry: Geometry
    /// Of the block's first page.
    let data: [UInt8]
    let oob: [UInt8]
    let fileOffset: Int?
    private let source: any PageSource

    /// - Returns: nil when the dump does not hold the first page whole, or nothing is written there.
    init?(_ source: any PageSource, block: BlockNumber, _ buffers: (PageBuffer, PageBuffer)) throws {
        let first = source.geometry.firstPage(of: block)
        try source.readAll(PageRange(from: first, count: 1), into: buffers.0, using: buffers.1)
        switch buffers.0.state(of: first) {
        case .missing, .unreadable, .erased: return nil
        case .programmed, .uncorrectable, .bad: break
        }
        self.block = block
        self.source = source
        geometry = source.geometry
        data = Array(buffers.0.data(count: 1))
        oob = Array(buffers.0.oob(count: 1))
        fileOffset = source.fileOffset(of: first)
    }

    /// The data of as many pages as hold `count` bytes, as far as the block and the dump have them.
    func data(upTo count: Int) throws -> [UInt8] {
        guard count > data.count else { return Array(data.prefix(count)) }
        let pages = min(geometry.pagesPerBlock, (count + geometry.pageSize - 1) / geometry.pageSize)
        let buffer = PageBuffer(geometry: geometry, capacity: pages)
        let range = PageRange(from: geometry.firstPage(of: block), count: pages)
        try source.readAll(range, into: buffer, using: PageBuffer(geometry: geometry, capacity: pages))
        let whole = range.prefix { page in
            switch buffer.state(of: page) {
            case .missing, .unreadable: false
            case .programmed, .erased, .uncorrectable, .bad: true
            }
        }
        return Array(buffer.data(count: pages).prefix(min(count, whole.count * geometry.pageSize)))
    }

    func oobHas(_ signature: String, at offset: Int) -> Bool { Self.has(oob, signature, at: offset) }
    func dataHas(_ signature: String, at offset: Int) -> Bool { Self.has(data, signature, at: offset) }

    private static func has(_ bytes: [UInt8], _ signature: String, at offset: Int) -> Bool {
        let end = offset + signature.utf8.count
        return end <= bytes.count && bytes[offset..<end].elementsEqual(signature.utf8)
    }
}
