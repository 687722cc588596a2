// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash
public import Testing

/// What every ``PageSource`` and every ``FlashDevice`` has to do: run it over each new one.
public enum Conformance {
    /// Reading by walking, by extents and page by page tells the same, and known extents are true.
    public static func check(source: any PageSource, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let geometry = source.geometry
        let whole = try Snapshot(source)
        #expect(whole.pages.count == geometry.pageCount, sourceLocation: sourceLocation)

        var extents = try ExtentSequence(source)
        var next = PageNumber(0)
        var last: PageExtent?
        while let extent = try extents.next() {
            #expect(extent.pages.lowerBound == next && !extent.pages.isEmpty, sourceLocation: sourceLocation)
            next = extent.pages.upperBound
            let odd = extent.pages.first { page in
                let own = whole.pages[page.rawValue]
                return own.state != extent.state || own.isHeld != (extent.content != .absent)
            }
            #expect(odd == nil, "\(extent) is not what walking shows", sourceLocation: sourceLocation)
            if let last {
                let isSame = last.state == extent.state && (last.content == .absent) == (extent.content == .absent)
                #expect(!isSame, "neighbours are joined", sourceLocation: sourceLocation)
            }
            last = extent
        }
        #expect(next == geometry.allPages.upperBound, sourceLocation: sourceLocation)

        let unit = geometry.unitPages
        let buffer = PageBuffer(geometry: geometry, capacity: unit)
        let piece = PageBuffer(geometry: geometry, capacity: unit)
        for first in stride(from: 0, to: geometry.pageCount, by: unit) {
            let pages = PageRange(from: PageNumber(first), count: unit)
            try source.readAll(pages, into: buffer, using: piece)
            let odd = pages.first { page in
                let own = whole.pages[page.rawValue]
                let one = PageRange(from: page, count: 1)
                guard buffer.state(of: page) == own.state else { return true }
                guard own.isHeld else { return false }
                return !buffer.data(of: one).elementsEqual(own.data) || !buffer.oob(of: one).elementsEqual(own.oob)
            }
            #expect(odd == nil, "reading it alone is not what walking shows", sourceLocation: sourceLocation)
        }
        #expect(throws: FlashError(.outOfRange, "")) {
            try source.readAll(
                PageRange(from: PageNumber(geometry.pageCount), count: 1), into: buffer, using: piece)
        }
    }

    /// Programs, erases and marks at random, and compares with a model; `device` starts out erased.
    public static func check(
        device: any FlashDevice, steps: Int, _ random: inout SeededGenerator,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let geometry = device.geometry
        var data = [UInt8](repeating: 0xFF, count: geometry.dataSize)
        var bad = Set<Int>()
        for _ in 0..<steps {
            let page = Int.random(in: 0..<geometry.pageCount, using: &random)
            let block = page / geometry.pagesPerBlock
            switch Int.random(in: 0..<20, using: &random) {
            case 0:
                try device.markBad(BlockNumber(block))
                bad.insert(block)
            case 1...4 where bad.contains(block):
                #expect(throws: FlashError(.badBlock, ""), sourceLocation: sourceLocation) {
                    try device.erase(BlockNumber(block))
                }
            case 1...4:
                try device.erase(BlockNumber(block))
                let start = block * geometry.blockSize
                data.replaceSubrange(
                    start..<(start + geometry.blockSize), with: repeatElement(0xFF, count: geometry.blockSize))
            default:
                let bytes = random.bytes(geometry.pageSize)
                try device.program(PageNumber(page), data: bytes, oob: nil)
                for i in bytes.indices { data[page * geometry.pageSize + i] &= bytes[i] }
            }
        }
        let read = try Snapshot(device)
        #expect(read.pages.flatMap(\.data) == data, sourceLocation: sourceLocation)
        for (i, page) in read.pages.enumerated() {
            #expect((page.state == .bad) == bad.contains(i / geometry.pagesPerBlock), sourceLocation: sourceLocation)
        }
        #expect(throws: FlashError(.outOfRange, ""), sourceLocation: sourceLocation) {
            try device.program(PageNumber(geometry.pageCount), data: nil, oob: nil)
        }
        #expect(throws: FlashError(.wrongLength, ""), sourceLocation: sourceLocation) {
            try device.program(PageNumber(0), data: [0, 0, 0], oob: nil)
        }
    }
}
