// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash

/// A list of bad blocks that software keeps on the chip itself.
public struct BadBlockTable: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// Linux `nand_bbt`: 2 bits a block, a main and a mirror copy.
        case linux = "linux-bbt"
        /// MT7621 boot loaders: 2 bits a block, `mtknand` in the OOB.
        case mt7621 = "mt7621-bbt"
        /// MediaTek bad-block map, version 1: pairs of a bad block and its substitute.
        case mediaTekMap = "mediatek-bmt"
        /// MediaTek bad-block map, version 2: the physical block of each logical one.
        case mediaTekMap2 = "mediatek-bmt2"
        /// MediaTek NMBM: 2 bits a block, and a map.
        case nmbm
    }

    /// A block whose data lies in another.
    public struct Remap: Sendable, Hashable {
        public var block: BlockNumber
        public var substitute: BlockNumber
    }

    public var kind: Kind
    /// The bytes that it was known by, as text.
    public var signature: String
    /// Whether it calls itself the second copy.
    public var isMirror = false
    public var block: BlockNumber
    /// Where its first page begins, in bytes from the start of the file; nil when no single place holds it.
    public var fileOffset: Int?
    /// Counts up with each change, and may wrap; nil when it has none.
    public var version: Int?
    /// Blocks that it tells of.
    public var coveredBlocks = 0
    /// Bad from the factory, or without a word on when.
    public var factoryBad = BlockSet()
    /// Gone bad in use.
    public var worn = BlockSet()
    /// In ascending order; at most ``maximumRemaps``.
    public var remaps: [Remap] = []
    /// What is wrong with it.
    public var problems: [String] = []

    public init(kind: Kind, signature: String, block: BlockNumber) {
        self.kind = kind
        self.signature = signature
        self.block = block
    }

    /// More than any pool of substitutes has.
    public static let maximumRemaps = 4096

    public var bad: BlockSet { factoryBad.union(worn) }

    /// Whether a bad block that it does not list contradicts it.
    public var listsAllBadBlocks: Bool {
        switch kind {
        case .linux, .mt7621, .nmbm: true
        case .mediaTekMap, .mediaTekMap2: false
        }
    }

    /// The one of each kind that its software would use.
    public static func current(of tables: [BadBlockTable]) -> [BadBlockTable] {
        Kind.allCases.compactMap { kind in
            tables.filter { $0.kind == kind }.reduce(nil) { best, table in
                guard let best else { return table }
                return table.isNewer(than: best) ? table : best
            }
        }
    }

    /// Versions of one byte wrap: the kernel compares them as signed differences.
    private func isNewer(than other: BadBlockTable) -> Bool {
        guard problems.isEmpty == other.problems.isEmpty else { return problems.isEmpty }
        guard let version, let old = other.version else { return version != nil && other.version == nil }
        guard kind == .linux else { return version > old }
        let difference = Int8(truncatingIfNeeded: version &- old)
        return difference > 0 || (difference == 0 && other.isMirror && !isMirror)
    }
}
