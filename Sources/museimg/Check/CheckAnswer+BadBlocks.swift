// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Check
import Flash

extension CheckAnswer {
    struct BadBlocks: Encodable {
        let marked: [BlockRun]
        let doubtful: [BlockRun]
        let tables: [Table]
        let onlyMarked: [BlockRun]
        let onlyListed: [BlockRun]

        init(_ report: BadBlockReport) {
            marked = BlockRun.all(report.marked)
            doubtful = BlockRun.all(report.doubtful)
            let current = report.current
            tables = report.tables.map { Table($0, inUse: current.contains($0)) }
            onlyMarked = BlockRun.all(report.onlyMarked)
            onlyListed = BlockRun.all(report.onlyListed)
        }
    }

    struct Table: Encodable {
        let kind: String
        let signature: String
        let mirror: Bool
        let inUse: Bool
        let block: Int
        let fileOffset: Int?
        let version: Int?
        let coveredBlocks: Int
        let factoryBad: [BlockRun]
        let worn: [BlockRun]
        let remaps: [[Int]]
        let problems: [String]

        init(_ table: BadBlockTable, inUse: Bool) {
            kind = table.kind.rawValue
            signature = table.signature
            mirror = table.isMirror
            self.inUse = inUse
            block = table.block.rawValue
            fileOffset = table.fileOffset
            version = table.version
            coveredBlocks = table.coveredBlocks
            factoryBad = BlockRun.all(table.factoryBad)
            worn = BlockRun.all(table.worn)
            remaps = table.remaps.map { [$0.block.rawValue, $0.substitute.rawValue] }
            problems = table.problems
        }
    }
}
