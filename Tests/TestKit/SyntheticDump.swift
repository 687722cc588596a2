// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash
public import PageLayout

/// A chip made up from layouts: raw pages as a programmer would read them, the same for the same seed.
///
/// Blocks are written from their first page on, some in part and some not at all; data are text, random bytes, zeros,
/// counters and sparse tables in turn; some blocks are marked bad.
public struct SyntheticDump: Sendable {
    /// What is to be made.
    public struct Plan: Sendable {
        public var geometry: Geometry
        /// Layouts by the first block that has them, ascending; the first is 0.
        public var layouts: [(from: Int, layout: PageLayout)]
        /// Wrong bits in a million, in programmed pages.
        public var errorsPerMillion = 0
        /// Blocks in a hundred that were never written.
        public var erasedBlocks = 15
        /// Blocks in a hundred that are written in part.
        public var partBlocks = 30
        /// Blocks in a hundred that are marked bad and hold nothing sensible.
        public var badBlocks = 2
        public var seed: UInt64 = 1

        public init(geometry: Geometry, layouts: [(from: Int, layout: PageLayout)], seed: UInt64 = 1) {
            self.geometry = geometry
            self.layouts = layouts
            self.seed = seed
        }

        /// One layout, with blocks as chips have them.
        public init(_ layout: PageLayout, pagesPerBlock: Int, blocks: Int, seed: UInt64 = 1) throws {
            self.init(
                geometry: try Geometry(
                    pageSize: layout.pageSize, oobSize: layout.oobSize, pagesPerBlock: pagesPerBlock,
                    blockCount: blocks), layouts: [(0, layout)], seed: seed)
        }
    }

    public let geometry: Geometry
    /// All raw pages one after the other.
    public private(set) var bytes: [UInt8]
    /// Blocks that were marked bad.
    public private(set) var bad: [Int] = []
    private var random: SeededGenerator

    public init(_ plan: Plan) throws {
        geometry = plan.geometry
        random = SeededGenerator(seed: plan.seed)
        bytes = [UInt8](repeating: 0xFF, count: plan.geometry.rawSize)
        var codecs: [(from: Int, codec: LayoutCodec)] = []
        for part in plan.layouts { codecs.append((part.from, try LayoutCodec(part.layout))) }
        for block in 0..<geometry.blockCount {
            guard let codec = codecs.last(where: { $0.from <= block })?.codec else { continue }
            // The first blocks hold the boot loader.
            let isFirst = codecs.contains { block - $0.from < 2 && block >= $0.from }
            if !isFirst, random.chance(plan.badBlocks) {
                markBad(block, codec.layout)
            } else if isFirst || !random.chance(plan.erasedBlocks) {
                let all = geometry.pagesPerBlock
                let pages = !isFirst && random.chance(plan.partBlocks) ? Int.random(in: 1...all, using: &random) : all
                for page in 0..<pages { write(block, page, codec, plan.errorsPerMillion) }
            }
        }
    }

    private mutating func write(_ block: Int, _ page: Int, _ codec: LayoutCodec, _ errorsPerMillion: Int) {
        let layout = codec.layout
        var raw = [UInt8](repeating: 0xFF, count: layout.rawPageSize)
        let data = content(layout.pageSize, block * geometry.pagesPerBlock + page)
        let oob = [UInt8](repeating: 0xFF, count: layout.oobSize)
        let workspace = LayoutCodec.Workspace(for: codec)
        raw.withUnsafeMutableBytes { raw in
            data.withUnsafeBytes { data in
                oob.withUnsafeBytes { oob in
                    guard let raw = raw.baseAddress, let data = data.baseAddress else { return }
                    codec.putTogether(data: data, oob: oob.baseAddress, raw)
                    codec.encode(raw, workspace, setsPads: true) {
                        codec.messageIsBlank(raw, step: $0) ? .erase : .encode
                    }
                    codec.scramble(raw, pageInBlock: page)
                }
            }
        }
        flip(&raw, errorsPerMillion)
        let start = (block * geometry.pagesPerBlock + page) * geometry.rawPageSize
        bytes.replaceSubrange(start..<start + raw.count, with: raw)
    }

    private mutating func flip(_ raw: inout [UInt8], _ errorsPerMillion: Int) {
        guard errorsPerMillion > 0 else { return }
        let expected = raw.count * 8 * errorsPerMillion
        let count =
            expected / 1_000_000 + (Int.random(in: 0..<1_000_000, using: &random) < expected % 1_000_000 ? 1 : 0)
        for _ in 0..<count {
            let bit = Int.random(in: 0..<raw.count * 8, using: &random)
            raw[bit / 8] ^= 1 << UInt8(bit % 8)
        }
    }

    private mutating func markBad(_ block: Int, _ layout: PageLayout) {
        bad.append(block)
        let start = block * geometry.rawBlockSize
        if random.chance(50) {
            for i in start..<start + geometry.rawBlockSize { bytes[i] = 0 }
        } else {
            for page in 0..<min(2, geometry.pagesPerBlock) {
                for byte in layout.marker?.range.bytes ?? 0..<0 {
                    bytes[start + page * geometry.rawPageSize + byte] = 0
                }
            }
        }
    }

    /// What a page holds: of five kinds, in runs as files are.
    private mutating func content(_ size: Int, _ page: Int) -> [UInt8] {
        switch page / 8 % 6 {
        case 0, 3: return random.bytes(size)
        case 1: return text(size)
        case 2:
            return (0..<size).map { UInt8(truncatingIfNeeded: (page &* size &+ $0) >> (($0 % 4) * 8)) }
        case 4:
            var sparse = [UInt8](repeating: 0, count: size)
            for _ in 0..<max(4, size / 32) {
                sparse[Int.random(in: 0..<size, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            return sparse
        default:
            // A file's end, and nothing behind it.
            let rest = Int.random(in: 0...size, using: &random)
            return random.bytes(rest) + [UInt8](repeating: page % 2 == 0 ? 0 : 0xFF, count: size - rest)
        }
    }

    private static let words = [
        "the ", "flash ", "page ", "of ", "block ", "0x10 ", "and ", "\n", "parity ", "= ", "config_", "value; ",
    ].map { Array($0.utf8) }

    private mutating func text(_ size: Int) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(size + 16)
        while text.count < size { text += Self.words[Int.random(in: 0..<Self.words.count, using: &random)] }
        return Array(text.prefix(size))
    }
}
