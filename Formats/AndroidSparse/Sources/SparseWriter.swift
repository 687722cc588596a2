// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Writes blocks as chunks: bytes, repeated words, and what is missing.
final class SparseWriter: ImageWriter {
    let traits: WriterTraits
    private let pageSize: Int
    private let blockSize: Int
    private let blockCount: Int
    private let output: HeadedOutput
    /// Blocks in chunks that are written or begun.
    private var blocks = 0
    private var chunks = 0
    /// The beginning of a block that is not full.
    private var carry: [UInt8] = []
    private var pending: Pending?

    /// Blocks of one kind that are not written yet.
    private enum Pending {
        case dontCare(Int)
        case fill(UInt32, Int)
    }

    init(geometry: Geometry, blockSize: Int, blockCount: Int, sink: any ByteSink) throws {
        var traits = WriterTraits(oobSize: 0, expressesMissing: true)
        traits.missingUnit = blockSize
        self.traits = traits
        pageSize = geometry.pageSize
        self.blockSize = blockSize
        self.blockCount = blockCount
        output = try HeadedOutput(sink, headerSize: SparseHeader.size)
    }

    /// The address behind what was taken.
    private var position: Int { blocks * blockSize + carry.count }

    func write(_ run: PageRun) throws {
        // What follows tells how much is missing, or the end.
        let start = run.pages.lowerBound.rawValue * pageSize
        switch run.content {
        case .absent: return
        case .bytes:
            try skip(to: start)
            try put(run.data)
        case .filled(let byte):
            try skip(to: start)
            try fill(byte, run.pages.count * pageSize)
        }
    }

    func finish() throws {
        if !carry.isEmpty { try completeCarry() }
        // What is missing at the end is what nobody cares for.
        if blocks < blockCount { try add(.dontCare(blockCount - blocks)) }
        try flushPending()
        try output.finish(
            header: SparseHeader.bytes(blockSize: blockSize, blockCount: blocks, chunkCount: chunks))
    }

    /// Leaves blocks out up to `address`; what is missing of a block whose rest is there is 0xFF.
    private func skip(to address: Int) throws {
        guard address > position else { return }
        if !carry.isEmpty {
            if address / blockSize == blocks {
                carry.append(contentsOf: repeatElement(0xFF, count: address - position))
                return
            }
            try completeCarry()
        }
        let whole = address / blockSize - blocks
        if whole > 0 { try add(.dontCare(whole)) }
        carry.append(contentsOf: repeatElement(0xFF, count: address - position))
    }

    private func completeCarry() throws {
        carry.append(contentsOf: repeatElement(0xFF, count: blockSize - carry.count))
        try flushCarry()
    }

    private func flushCarry() throws {
        guard carry.count == blockSize else { return }
        let block = carry
        carry.removeAll(keepingCapacity: true)
        try block.withUnsafeBytes { try putBlocks($0) }
    }

    private func fill(_ byte: UInt8, _ count: Int) throws {
        var left = count
        if !carry.isEmpty {
            let part = min(left, blockSize - carry.count)
            carry.append(contentsOf: repeatElement(byte, count: part))
            left -= part
            try flushCarry()
        }
        if left >= blockSize { try add(.fill(UInt32(byte) * 0x0101_0101, left / blockSize)) }
        carry.append(contentsOf: repeatElement(byte, count: left % blockSize))
    }

    private func put(_ bytes: UnsafeRawBufferPointer) throws {
        var rest = bytes
        if !carry.isEmpty {
            let part = min(rest.count, blockSize - carry.count)
            carry.append(contentsOf: rest[..<part])
            rest = UnsafeRawBufferPointer(rebasing: rest[part...])
            try flushCarry()
        }
        let whole = rest.count / blockSize * blockSize
        try putBlocks(UnsafeRawBufferPointer(rebasing: rest[..<whole]))
        carry.append(contentsOf: rest[whole...])
    }

    /// - Parameter bytes: whole blocks.
    private func putBlocks(_ bytes: UnsafeRawBufferPointer) throws {
        var start = 0
        while start < bytes.count {
            let block = UnsafeRawBufferPointer(rebasing: bytes[start..<(start + blockSize)])
            if let word = repeatedWord(block) {
                try add(.fill(word, 1))
                start += blockSize
                continue
            }
            // Blocks up to the next that repeats a word go together.
            var end = start + blockSize
            while end < bytes.count,
                repeatedWord(UnsafeRawBufferPointer(rebasing: bytes[end..<(end + blockSize)])) == nil
            {
                end += blockSize
            }
            try addRaw(UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
            start = end
        }
    }

    private func add(_ new: Pending) throws {
        switch (pending, new) {
        case (.dontCare(let count)?, .dontCare(let more)):
            pending = .dontCare(count + more)
            blocks += more
        case (.fill(let word, let count)?, .fill(let other, let more)) where word == other:
            pending = .fill(word, count + more)
            blocks += more
        default:
            try flushPending()
            pending = new
            switch new {
            case .dontCare(let count), .fill(_, let count): blocks += count
            }
        }
    }

    private func flushPending() throws {
        switch pending {
        case .dontCare(let count): try chunk(.dontCare, blocks: count, body: [])
        case .fill(let word, let count): try chunk(.fill, blocks: count, body: SparseHeader.little(Int(word), 4))
        case nil: return
        }
        pending = nil
    }

    private func chunk(_ kind: SparseChunk.Kind, blocks: Int, body: [UInt8]) throws {
        try output.body.write(SparseChunk.bytes(kind, blocks: blocks, bodySize: body.count) + body)
        chunks += 1
    }

    private func addRaw(_ bytes: UnsafeRawBufferPointer) throws {
        try flushPending()
        try output.body.write(SparseChunk.bytes(.raw, blocks: bytes.count / blockSize, bodySize: bytes.count))
        try output.body.write(bytes)
        blocks += bytes.count / blockSize
        chunks += 1
    }

    /// The word that a block repeats from its start to its end; nil when it does not.
    private func repeatedWord(_ block: UnsafeRawBufferPointer) -> UInt32? {
        let word = block.little32(at: 0)
        guard block.little32(at: block.count - 4) == word, let start = block.baseAddress else { return nil }
        return memcmp(start, start + 4, block.count - 4) == 0 ? word : nil
    }
}
