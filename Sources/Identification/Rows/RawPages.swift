// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import PageLayout

/// Raw pages of a dump by number, data and OOB together as they lie on the chip.
protocol RawPages {
    var shape: LayoutTemplate.Shape { get }
    /// Whole pages.
    var count: Int { get }
    /// - Returns: `pageSize + oobSize` bytes; nil where the dump does not have them all.
    func page(_ number: Int) throws -> [UInt8]?
}

/// Pages of a flat file, in one of the orders that such files have.
struct FlatPages: RawPages {
    let source: any ByteSource
    let shape: LayoutTemplate.Shape
    let order: FlatOrder
    let count: Int
    private let places: FlatLayout

    /// - Parameter pagesPerBlock: counts only for ``FlatOrder/perBlock``.
    /// - Returns: nil when the sizes make no geometry, or the file holds no whole page.
    init?(_ source: any ByteSource, _ shape: LayoutTemplate.Shape, _ order: FlatOrder, pagesPerBlock: Int = 1) {
        guard
            let geometry = try? Geometry(
                pageSize: shape.pageSize, oobSize: shape.oobSize, pagesPerBlock: pagesPerBlock, blockCount: 0)
        else { return nil }
        self.source = source
        self.shape = shape
        self.order = order
        let places = FlatLayout(
            order: order, geometry: geometry, totalPages: source.size / (shape.pageSize + shape.oobSize))
        count = places.held(size: source.size, oobFileSize: 0).whole
        self.places = places
        guard count > 0 else { return nil }
    }

    func page(_ number: Int) throws -> [UInt8]? {
        guard (0..<count).contains(number) else { return nil }
        if order == .interleaved || order == .dataOnly {
            let size = shape.pageSize + shape.oobSize
            let bytes = try source.bytes(at: places.dataOffset(number), count: size)
            return bytes.count == size ? bytes : nil
        }
        let data = try source.bytes(at: places.dataOffset(number), count: shape.pageSize)
        let oob = try source.bytes(at: places.oobOffset(number), count: shape.oobSize)
        return data.count == shape.pageSize && oob.count == shape.oobSize ? data + oob : nil
    }

    /// The pages whose data lie in a stretch of the file.
    func pages(in bytes: Range<Int>) -> Range<Int> {
        let size = places.dataOffset(1) - places.dataOffset(0)
        guard size > 0, order != .perBlock else {
            let page = places.filePage(at: bytes.lowerBound)
            return page..<max(page, min(count, page + bytes.count / (shape.pageSize + shape.oobSize)))
        }
        let first = (bytes.lowerBound + size - 1) / size
        return min(first, count)..<max(min(first, count), min(count, bytes.upperBound / size))
    }
}

/// Pages of a source whose geometry is known.
final class DevicePages: RawPages {
    let source: any PageSource
    let shape: LayoutTemplate.Shape
    let count: Int
    private let one: PageBuffer
    private let piece: PageBuffer

    init(_ source: any PageSource) {
        let geometry = source.geometry
        self.source = source
        shape = LayoutTemplate.Shape(pageSize: geometry.pageSize, oobSize: geometry.oobSize)
        count = geometry.pageCount
        one = PageBuffer(geometry: geometry, capacity: 1)
        piece = PageBuffer(geometry: geometry, capacity: 1)
    }

    func page(_ number: Int) throws -> [UInt8]? {
        guard (0..<count).contains(number) else { return nil }
        let page = PageNumber(number)
        if let known = source.knownExtent(at: page) {
            if known.content == .absent { return nil }
            if case .filled(let byte) = known.content {
                return [UInt8](repeating: byte, count: shape.pageSize + shape.oobSize)
            }
        }
        try source.readAll(PageRange(from: page, count: 1), into: one, using: piece)
        guard one.state(of: page) != .unreadable, one.state(of: page) != .missing else { return nil }
        return Array(one.data(count: 1)) + Array(one.oob(count: 1))
    }
}
