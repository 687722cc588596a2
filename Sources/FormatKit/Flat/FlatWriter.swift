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
    private let raw: UnsafeMutableRawBufferPointer

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
        raw = .allocate(
            byteCount: max(
                geometry.rawPageSize, PageBuffer.preferredBytes / geometry.rawPageSize * geometry.rawPageSize),
            alignment: 4096)
    }

    deinit { raw.deallocate() }

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
        if traits.oobSize == 0 { return try sink.write(run.data) }
        guard order == .interleaved || order == .oobFirst else {
            var done = 0
            return try oob.eachPart(run.pages.count) { count in
                try sink.write(slice(run.data, done, count, geometry.pageSize))
                try oob.write(slice(run.oob, done, count, traits.oobSize), pages: count)
                done += count
            }
        }
        let rawPage = geometry.pageSize + traits.oobSize
        var done = 0
        while done < run.pages.count {
            let count = min(run.pages.count - done, raw.count / rawPage)
            Interleaving.join(
                data: slice(run.data, done, count, geometry.pageSize), oob: slice(run.oob, done, count, traits.oobSize),
                count: count, pageSize: geometry.pageSize, oobSize: traits.oobSize, oobFirst: order == .oobFirst,
                into: raw)
            try sink.write(UnsafeRawBufferPointer(rebasing: raw[..<(count * rawPage)]))
            done += count
        }
    }

    /// The bytes of `count` pages from the `first` on; empty when the source has none.
    private func slice(
        _ bytes: UnsafeRawBufferPointer, _ first: Int, _ count: Int, _ size: Int
    ) -> UnsafeRawBufferPointer {
        bytes.isEmpty ? bytes : UnsafeRawBufferPointer(rebasing: bytes[(first * size)..<((first + count) * size)])
    }
}
