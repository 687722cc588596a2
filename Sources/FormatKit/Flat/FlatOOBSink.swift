// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash

/// Where a ``FlatWriter`` puts OOB that does not lie beside its page: at the end of the block, at the end
/// of the file, or in a second file.
final class FlatOOBSink {
    private let order: FlatOrder
    private let geometry: Geometry
    private let main: any ByteSink
    private let second: (any ByteSink)?
    private let spool: Spool?
    /// OOB of the block that is being written, for ``FlatOrder/perBlock``.
    private var block: [UInt8] = []
    private var pagesInBlock = 0

    init(order: FlatOrder, geometry: Geometry, second: (any ByteSink)?, main: any ByteSink) throws {
        self.order = order
        self.geometry = geometry
        self.main = main
        spool = order == .atEnd ? try Spool() : nil
        self.second = second ?? spool?.sink
    }

    /// Calls `body` with numbers of pages that add up to `pages` and do not reach over the end of a block
    /// where that ends a row of data.
    func eachPart(_ pages: Int, _ body: (Int) throws -> Void) throws {
        guard order == .perBlock else { return try body(pages) }
        var left = pages
        while left > 0 {
            let count = min(left, geometry.pagesPerBlock - pagesInBlock)
            try body(count)
            left -= count
        }
    }

    func write(_ oob: UnsafeRawBufferPointer, pages: Int) throws {
        guard !oob.isEmpty else { return try fill(0xFF, pages: pages) }
        if let second { return try second.write(oob) }
        block.append(contentsOf: oob)
        try flushFullBlock(pages)
    }

    func fill(_ byte: UInt8, pages: Int) throws {
        if let second { return try second.fill(byte, count: pages * geometry.oobSize) }
        block.append(contentsOf: repeatElement(byte, count: pages * geometry.oobSize))
        try flushFullBlock(pages)
    }

    private func flushFullBlock(_ pages: Int) throws {
        pagesInBlock += pages
        guard pagesInBlock == geometry.pagesPerBlock else { return }
        try main.write(block)
        block.removeAll(keepingCapacity: true)
        pagesInBlock = 0
    }

    /// Writes what is held back.
    func finish() throws {
        if pagesInBlock > 0 {
            // OOB is found only behind a whole block of data.
            let missing = geometry.pagesPerBlock - pagesInBlock
            try main.fill(0xFF, count: missing * geometry.pageSize)
            try fill(0xFF, pages: missing)
        }
        guard let spool else {
            try second?.finish()
            return
        }
        let source = try spool.source(name: "OOB")
        var offset = 0
        while offset < source.size {
            let piece = try source.bytes(at: offset, count: PageBuffer.preferredBytes)
            try main.write(piece)
            offset += piece.count
        }
    }
}
