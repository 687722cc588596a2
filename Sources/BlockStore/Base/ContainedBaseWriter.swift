// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import CZlib
import Flash
import FormatKit

/// Writes a chip's pages into a store: a record for each block that is not erased, and an index of them.
struct ContainedBaseWriter {
    let source: any PageSource
    let file: any JournalFile
    let seed: UInt32

    /// Writes all from `offset` on.
    ///
    /// - Returns: where the index begins, and where it ends.
    /// - Throws: ``IOFailure``, and what the source throws.
    func write(at offset: Int) throws -> (index: Int, end: Int) {
        let geometry = source.geometry
        var index: [UInt8] = []
        var count = 0
        var end = offset
        var buffer = RecordBuffer()
        func put(_ record: Record, _ payload: [UInt8]) throws {
            buffer.removeAll()
            buffer.append(record, seed: seed, payload)
            try buffer.bytes.withUnsafeBytes { try file.write($0, at: end) }
            end += buffer.count
        }
        for number in 0..<geometry.blockCount {
            try Interruption.check()
            let block = BlockNumber(number)
            let isBad = try source.isBad(block)
            let (units, bytes) = try contents(of: block)
            guard isBad || units.contains(where: { $0 != .erased }) else { continue }
            index.appendLittle(UInt64(number))
            index.appendLittle(UInt64(end))
            count += 1
            let raw = units.map(\.rawValue) + bytes
            var payload: [UInt8] = []
            payload.appendLittle(UInt64(raw.count))
            payload += try compressed(raw)
            try put(Record(.baseBlock, flags: isBad ? .bad : [], address: number), payload)
        }
        let start = end
        try put(Record(.baseIndex, address: count), index)
        return (start, end)
    }

    /// What is said of each unit of a block, and the bytes of those that have any.
    private func contents(of block: BlockNumber) throws -> ([BaseUnit], [UInt8]) {
        let geometry = source.geometry
        var walker = try PageWalker(
            source, range: geometry.pages(of: block),
            buffer: PageBuffer(geometry: geometry, capacity: geometry.unitPages))
        var units: [BaseUnit] = []
        var bytes: [UInt8] = []
        while let run = try walker.step() {
            for first in stride(from: 0, to: run.pages.count, by: geometry.unitPages) {
                let (data, oob) = (piece(run.data, first, run), piece(run.oob, first, run))
                let isBlank: Bool
                switch run.content {
                case .absent: isBlank = false
                case .filled(let byte): isBlank = byte == 0xFF
                case .bytes: isBlank = [data, oob].allSatisfy { UniformBytes.isFilled($0, with: 0xFF) }
                }
                let unit = BaseUnit(run.state, isAbsent: run.content == .absent, isBlank: isBlank)
                units.append(unit)
                guard unit.holdsBytes else { continue }
                if case .filled(let byte) = run.content {
                    bytes += [UInt8](repeating: byte, count: geometry.rawPageSize * geometry.unitPages)
                } else {
                    append(data, oob, to: &bytes)
                }
            }
        }
        return (units, bytes)
    }

    /// The part of a run's data or OOB that is of one unit.
    private func piece(_ bytes: UnsafeRawBufferPointer, _ first: Int, _ run: PageRun) -> UnsafeRawBufferPointer {
        let size = bytes.count / run.pages.count
        return UnsafeRawBufferPointer(rebasing: bytes[(first * size)...].prefix(source.geometry.unitPages * size))
    }

    private func append(_ data: UnsafeRawBufferPointer, _ oob: UnsafeRawBufferPointer, to bytes: inout [UInt8]) {
        let geometry = source.geometry
        for page in 0..<geometry.unitPages {
            bytes += data[(page * geometry.pageSize)...].prefix(geometry.pageSize)
            bytes += oob[(page * geometry.oobSize)...].prefix(geometry.oobSize)
        }
    }

    private func compressed(_ bytes: [UInt8]) throws -> [UInt8] {
        var length = compressBound(uLong(bytes.count))
        var result = [UInt8](repeating: 0, count: Int(length))
        guard compress2(&result, &length, bytes, uLong(bytes.count), Z_BEST_SPEED) == Z_OK else {
            throw FormatError(.unsupported, name: file.name, "zlib cannot compress a block of \(bytes.count) bytes")
        }
        return Array(result.prefix(Int(length)))
    }
}
