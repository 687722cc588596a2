// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit

/// Writes pages as nanddump prints them. A page has its address, so what is missing is left out.
final class NanddumpTextWriter: ImageWriter {
    let traits: WriterTraits
    private let geometry: Geometry
    private let isCanonical: Bool
    private let sink: any ByteSink
    private var text: [UInt8]
    private var used = 0
    /// For runs whose bytes are all the same.
    private var uniform: [UInt8] = []
    private let blankOOB: [UInt8]
    /// The beginning of a row that is not complete, on NOR.
    private var carry: [UInt8] = []
    private var carryAddress = 0

    /// Bytes that are turned to text at a time.
    private static let piece = 16 << 10

    /// - Parameter geometry: with the OOB size that is to be written.
    init(geometry: Geometry, isCanonical: Bool, badBlocks: BadBlockPolicy?, sink: any ByteSink) {
        self.geometry = geometry
        self.isCanonical = isCanonical
        self.sink = sink
        traits = WriterTraits(
            oobSize: geometry.oobSize, expressesMissing: true, leavesOutAbsentBad: true, badBlocks: badBlocks)
        text = Array(repeating: 0, count: 256 << 10)
        blankOOB = Array(repeating: 0xFF, count: geometry.oobSize)
    }

    func write(_ run: PageRun) throws {
        switch run.content {
        case .absent: return
        case .bytes: try put(run.pages, data: run.data, oob: run.oob)
        case .filled(let byte): try fill(run.pages, byte)
        }
    }

    func finish() throws {
        try flushCarry()
        try flush()
        try sink.finish()
    }

    private func fill(_ pages: PageRange, _ byte: UInt8) throws {
        let count = max(1, NanddumpTextWriter.piece / geometry.pageSize)
        let dataSize = count * geometry.pageSize
        if uniform.first != byte {
            uniform = Array(repeating: byte, count: dataSize + count * geometry.oobSize)
        }
        try uniform.withUnsafeBytes { bytes in
            var page = pages.lowerBound
            while page < pages.upperBound {
                let part = PageRange(from: page, count: count).clamped(to: pages)
                let oob = bytes[dataSize...].prefix(part.count * geometry.oobSize)
                try put(
                    part, data: UnsafeRawBufferPointer(rebasing: bytes[..<(part.count * geometry.pageSize)]),
                    oob: UnsafeRawBufferPointer(rebasing: oob))
                page = part.upperBound
            }
        }
    }

    /// - Parameter oob: empty where the source has none: then it is 0xFF.
    private func put(_ pages: PageRange, data: UnsafeRawBufferPointer, oob: UnsafeRawBufferPointer) throws {
        let address = pages.lowerBound.rawValue * geometry.pageSize
        if geometry.oobSize == 0 {
            if geometry.pageSize % HexRows.bytesPerRow == 0 { return try put(data, address) }
            if geometry.pageSize < HexRows.bytesPerRow { return try putCarrying(data, address) }
        }
        for i in 0..<pages.count {
            let start = i * geometry.pageSize
            let page = data[start..<(start + geometry.pageSize)]
            try put(UnsafeRawBufferPointer(rebasing: page), address + start)
            guard geometry.oobSize > 0 else { continue }
            if oob.isEmpty {
                try blankOOB.withUnsafeBytes { try put($0, nil) }
            } else {
                try put(UnsafeRawBufferPointer(rebasing: oob[(i * geometry.oobSize)...].prefix(geometry.oobSize)), nil)
            }
        }
    }

    /// Pages shorter than a row share rows, which begin at multiples of 16: the rest waits for what follows.
    private func putCarrying(_ data: UnsafeRawBufferPointer, _ address: Int) throws {
        if carryAddress + carry.count != address { try flushCarry() }
        if carry.isEmpty { carryAddress = address }
        var done = 0
        if !carry.isEmpty || address % HexRows.bytesPerRow != 0 {
            done = min(data.count, HexRows.bytesPerRow - (address % HexRows.bytesPerRow))
            carry.append(contentsOf: data[..<done])
            if (address + done) % HexRows.bytesPerRow == 0 { try flushCarry() }
        }
        let whole = (data.count - done) / HexRows.bytesPerRow * HexRows.bytesPerRow
        try put(UnsafeRawBufferPointer(rebasing: data[done...].prefix(whole)), address + done)
        done += whole
        guard done < data.count else { return }
        carryAddress = address + done
        carry.append(contentsOf: data[done...])
    }

    private func flushCarry() throws {
        guard !carry.isEmpty else { return }
        try carry.withUnsafeBytes { try put($0, carryAddress) }
        carry.removeAll(keepingCapacity: true)
    }

    /// - Parameter address: nil for OOB.
    private func put(_ bytes: UnsafeRawBufferPointer, _ address: Int?) throws {
        var done = 0
        while done < bytes.count {
            let piece = UnsafeRawBufferPointer(rebasing: bytes[done...].prefix(NanddumpTextWriter.piece))
            let rows = (piece.count + HexRows.bytesPerRow - 1) / HexRows.bytesPerRow
            if text.count - used < rows * HexRows.maxRowLength { try flush() }
            let label = address.map { HexRows.Label.address($0 + done) } ?? .oob
            used += text.withUnsafeMutableBytes { text in
                HexRows.encode(
                    piece, label: label, canonical: isCanonical,
                    into: UnsafeMutableRawBufferPointer(rebasing: text[used...]))
            }
            done += piece.count
        }
    }

    private func flush() throws {
        guard used > 0 else { return }
        try text.withUnsafeBytes { try sink.write(UnsafeRawBufferPointer(rebasing: $0[..<used])) }
        used = 0
    }
}
