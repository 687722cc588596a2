// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash

/// Writes pages at computable places in one or two files: what ``FlatImage`` reads.
public final class FlatWriter: ImageWriter {
    public let traits: WriterTraits
    private let order: FlatOrder
    private let geometry: Geometry
    private let sink: any ByteSink
    private let oob: FlatOOBSink
    private let leavesHoles: Bool
    private let blank: BlankOOB

    /// - Parameters:
    ///   - geometry: with the OOB size that is to be written.
    ///   - oobSink: the second file of ``FlatOrder/separate``.
    ///   - leavesHoles: erased pages are left out, to be read with holes=erased; else only 0x00 that the source
    ///     knows without reading is.
    /// - Throws: ``IOFailure`` when the spool of ``FlatOrder/atEnd`` cannot be made.
    public init(
        order: FlatOrder, geometry: Geometry, sink: any ByteSink, oobSink: (any ByteSink)? = nil,
        leavesHoles: Bool = false, badBlocks: BadBlockPolicy? = nil
    ) throws {
        self.order = order
        self.geometry = geometry
        self.sink = sink
        self.leavesHoles = leavesHoles
        let oobSize = order == .dataOnly ? 0 : geometry.oobSize
        traits = WriterTraits(
            oobSize: oobSize, badBlocks: badBlocks,
            completeness: order == .atEnd ? .chip : order == .perBlock ? .block : .page)
        oob = try FlatOOBSink(order: order, geometry: geometry, second: oobSink, main: sink)
        blank = BlankOOB(size: oobSize)
    }

    public func write(_ run: PageRun) throws {
        switch run.content {
        case .filled(let byte):
            let hole: UInt8 = leavesHoles ? 0xFF : 0x00
            try uniform(run.pages.count, byte, asHole: byte == hole && (!leavesHoles || run.state == .erased))
        case .absent:
            try uniform(run.pages.count, 0xFF, asHole: false)
        case .bytes where run.state == .erased && leavesHoles:
            try uniform(run.pages.count, 0xFF, asHole: true)
        case .bytes:
            try bytes(run)
        }
    }

    public func finish() throws {
        try oob.finish()
        try sink.finish()
    }

    /// Pages whose every byte is `byte`.
    private func uniform(_ pages: Int, _ byte: UInt8, asHole: Bool) throws {
        func put(_ sink: any ByteSink, _ count: Int) throws {
            if asHole { try sink.hole(count: count, filler: byte) } else { try sink.fill(byte, count: count) }
        }
        if traits.oobSize == 0 || order == .interleaved || order == .oobFirst {
            return try put(sink, pages * (geometry.pageSize + traits.oobSize))
        }
        try oob.eachPart(pages) { count in
            try put(sink, count * geometry.pageSize)
            try oob.fill(byte, pages: count)
        }
    }

    private func bytes(_ run: PageRun) throws {
        guard traits.oobSize > 0 else { return try put([run.stridedData]) }
        switch order {
        case .interleaved, .oobFirst:
            if let raw = run.rawPages(oobFirst: order == .oobFirst) { return try sink.write(raw) }
            let spare = run.stridedOOB.count > 0 ? run.stridedOOB : blank.pieces(run.pages.count)
            try put(order == .oobFirst ? [spare, run.stridedData] : [run.stridedData, spare])
        case .dataOnly, .perBlock, .atEnd, .separate:
            var next = run.pages.lowerBound
            try oob.eachPart(run.pages.count) { count in
                let part = run.cut(to: PageRange(from: next, count: count))
                try put([part.stridedData])
                try oob.write(part.oob, pages: count)
                next = part.pages.upperBound
            }
        }
    }

    private func put(_ lists: [StridedBytes]) throws {
        if lists.count == 1, let all = lists[0].contiguous { return try sink.write(all) }
        try sink.write(zipped: lists)
    }
}

/// The OOB of pages that have none: 0xFF.
private final class BlankOOB {
    private let bytes: UnsafeMutableRawBufferPointer

    init(size: Int) {
        bytes = .allocate(byteCount: max(1, size), alignment: 16)
        bytes.initializeMemory(as: UInt8.self, repeating: 0xFF)
    }

    deinit { bytes.deallocate() }

    func pieces(_ count: Int) -> StridedBytes {
        StridedBytes(start: UnsafeRawPointer(bytes.baseAddress), size: bytes.count, stride: 0, count: count)
    }
}
