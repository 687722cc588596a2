// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// A file or a folder of the view.
enum FUSENode: Hashable, Sendable {
    case root
    /// `data.bin`, `oob.bin`, `raw.bin`, `info.json`, `bad.txt`.
    case data, oob, raw, info, bad
    /// `parts`, `blocks`.
    case parts, blocks
    /// `parts/<name>.bin`, by its place in the list.
    case part(Int)
    /// `blocks/<n>`, `blocks/<n>/data`, `blocks/<n>/oob`.
    case block(Int), blockData(Int), blockOOB(Int)

    var isFolder: Bool {
        switch self {
        case .root, .parts, .blocks, .block: true
        default: false
        }
    }
}

/// Nodes by their inode numbers: 1 to 8, then a number for each partition, then three for each block.
struct FUSENumbers: Sendable {
    let partCount: Int
    let blockCount: Int

    private static let fixed: [FUSENode] = [.root, .data, .oob, .raw, .info, .bad, .parts, .blocks]
    private static let firstPart = 16
    private var firstBlock: Int { Self.firstPart + partCount }

    init(partCount: Int, blockCount: Int) {
        self.partCount = partCount
        self.blockCount = blockCount
    }

    /// How many nodes there may be at most.
    var count: Int { Self.fixed.count + partCount + 3 * blockCount }

    func number(of node: FUSENode) -> UInt64 {
        switch node {
        case .root: 1
        case .data: 2
        case .oob: 3
        case .raw: 4
        case .info: 5
        case .bad: 6
        case .parts: 7
        case .blocks: 8
        case .part(let index): UInt64(Self.firstPart + index)
        case .block(let block): UInt64(firstBlock + 3 * block)
        case .blockData(let block): UInt64(firstBlock + 3 * block + 1)
        case .blockOOB(let block): UInt64(firstBlock + 3 * block + 2)
        }
    }

    /// - Returns: nil for a number that no node has.
    func node(numbered number: UInt64) -> FUSENode? {
        guard let number = Int(exactly: number), number > 0 else { return nil }
        if number <= Self.fixed.count { return Self.fixed[number - 1] }
        if (Self.firstPart..<firstBlock).contains(number) { return .part(number - Self.firstPart) }
        let (block, kind) = (number - firstBlock).quotientAndRemainder(dividingBy: 3)
        guard number >= firstBlock, block < blockCount else { return nil }
        return kind == 0 ? .block(block) : kind == 1 ? .blockData(block) : .blockOOB(block)
    }
}
