// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash

/// Bad-block marks on their way: watched in what is copied, or made where the target's OOB is not the source's.
final class BadMarks {
    private let geometry: Geometry
    private let marker: BadBlockMarker?
    private let targetOOBSize: Int
    private let targetGetsSourceOOB: Bool
    private var current: BlockNumber?
    /// The block that is being copied, and whether a mark was among its bytes.
    private var copied: (block: BlockNumber, isMarked: Bool)?

    /// - Parameters:
    ///   - marker: where the source's marks are; nil for the usual place.
    ///   - targetOOBSize: bytes; 0 when the target has no place for a mark.
    init(geometry: Geometry, marker: BadBlockMarker?, targetOOBSize: Int, dropsOOB: Bool) {
        self.geometry = geometry
        self.targetOOBSize = targetOOBSize
        targetGetsSourceOOB = !dropsOOB && geometry.oobSize > 0
        let shape = geometry.oobSize > 0 ? geometry : (try? geometry.with(oobSize: targetOOBSize)) ?? geometry
        self.marker = marker ?? BadBlockMarker.standard(for: shape)
    }

    /// Whether the mark has to be made, because neither contents nor OOB of the source bring it.
    func needsMark(_ run: PageRun) -> Bool { run.content == .absent || (targetOOBSize > 0 && !targetGetsSourceOOB) }

    /// Whether a mark can be written.
    var canMake: Bool { marker.map { $0.offset < targetOOBSize } ?? false }

    /// Cuts a run of bad pages at the ends of blocks, and says which part is the first of its block.
    func eachBlock(of run: PageRun, _ body: (PageRun, _ isFirst: Bool) throws -> Void) throws {
        var page = run.pages.lowerBound
        while page < run.pages.upperBound {
            let block = geometry.block(of: page)
            let part = geometry.pages(of: block).clamped(to: run.pages)
            let isFirst = block != current
            current = block
            try body(run.cut(to: part), isFirst)
            page = part.upperBound
        }
    }

    /// Notes what is copied of a bad block.
    ///
    /// - Returns: how many blocks before it turned out to have no mark: 0 or 1.
    func noteCopied(_ run: PageRun) -> Int {
        let block = geometry.block(of: run.pages.lowerBound)
        let unmarked = copied?.block == block ? 0 : endOfCopies()
        copied = (block, (copied?.isMarked ?? false) || showsMark(run, of: block))
        return unmarked
    }

    /// How many blocks that were copied last turned out to have no mark: 0 or 1.
    func endOfCopies() -> Int {
        defer { copied = nil }
        return copied?.isMarked == false ? 1 : 0
    }

    private func showsMark(_ run: PageRun, of block: BlockNumber) -> Bool {
        guard let marker, targetGetsSourceOOB, targetOOBSize > 0 else { return false }
        return marker.pages.contains { index in
            let page = geometry.firstPage(of: block).advanced(by: index)
            guard run.pages.contains(page) else { return false }
            if case .filled(let byte) = run.content { return BadBlockMarker.saysBad(byte) }
            let oob = run.stridedOOB
            let index = page.rawValue - run.pages.lowerBound.rawValue
            return index < oob.count && marker.offset < oob.size && BadBlockMarker.saysBad(oob[index][marker.offset])
        }
    }

    /// The run in parts, with a made mark in the OOB of the pages that carry one.
    ///
    /// - Parameter body: takes a part, and whether its OOB is the target's already.
    func made(for run: PageRun, _ body: (PageRun, _ hasOOB: Bool) throws -> Void) throws {
        let first = geometry.firstPage(of: geometry.block(of: run.pages.lowerBound))
        var start = run.pages.lowerBound
        for index in (canMake ? marker?.pages ?? [] : []).sorted() {
            let page = first.advanced(by: index)
            guard run.pages.contains(page) else { continue }
            try plain(run, start..<page, body)
            try marked(run.cut(to: PageRange(from: page, count: 1)), body)
            start = page.advanced(by: 1)
        }
        try plain(run, start..<run.pages.upperBound, body)
    }

    private func plain(_ run: PageRun, _ pages: PageRange, _ body: (PageRun, Bool) throws -> Void) throws {
        guard !pages.isEmpty else { return }
        guard run.content == .absent else { return try body(run.cut(to: pages), false) }
        try body(PageRun(extent: PageExtent(pages: pages, state: .bad, content: .filled(0xFF))), false)
    }

    private func marked(_ page: PageRun, _ body: (PageRun, Bool) throws -> Void) throws {
        var value: UInt8 = 0xFF
        if case .filled(let byte) = page.content { value = byte }
        let data = page.data.isEmpty ? [UInt8](repeating: value, count: geometry.pageSize) : Array(page.data)
        var oob = [UInt8](repeating: 0xFF, count: targetOOBSize)
        if let marker { oob[marker.offset] = 0 }
        let extent = PageExtent(pages: page.pages, state: .bad, content: .bytes)
        try data.withUnsafeBytes { data in
            try oob.withUnsafeBytes { oob in try body(PageRun(extent: extent, data: data, oob: oob), true) }
        }
    }
}
