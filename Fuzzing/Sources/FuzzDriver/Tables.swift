// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Check
import Flash
import PageLayout

/// Bad-block tables on a chip.
public enum Tables {
    private static let geometries = [
        "512+16x2x8", "2048+64x4x8", "512+16x8x70", "16+16x1x9", "4096+224x2x3", "3x1x5", "32+8x2x5000", "4+4x1x2",
    ]

    /// The first byte chooses the chip, the others are its last pages from the end on, data and OOB.
    public static func find(_ bytes: [UInt8]) throws {
        guard let choice = bytes.first else { return }
        let spec = try GeometrySpec(parsing: geometries[Int(choice) % geometries.count])
        let geometry = try spec.geometry(blockCount: spec.blockCount ?? 0)
        let chip = MemoryDevice(geometry: geometry)
        var rest = bytes.dropFirst()
        for block in (0..<geometry.blockCount).reversed() where !rest.isEmpty {
            for page in 0..<geometry.pagesPerBlock {
                let raw = rest.prefix(geometry.rawPageSize)
                rest = rest.dropFirst(raw.count)
                let blank = [UInt8](repeating: 0xFF, count: geometry.rawPageSize - raw.count)
                chip.set(
                    unitAt: PageNumber(block * geometry.pagesPerBlock + page), state: .programmed, bytes: raw + blank)
            }
        }
        // Reading cannot fail, and a table that makes no sense is no failure.
        guard let tables = try? BadBlockTable.find(in: chip, plan: nil) else { preconditionFailure("it throws") }
        for table in tables {
            let end = BlockNumber(geometry.blockCount)
            precondition(table.coveredBlocks <= geometry.blockCount)
            precondition(table.bad.runs.allSatisfy { $0.upperBound <= end })
            precondition(table.remaps.count <= BadBlockTable.maximumRemaps)
            precondition(table.remaps.allSatisfy { $0.block < end && $0.substitute < end })
            precondition(table.problems.allSatisfy { $0.utf8.count < 200 } && table.problems.count <= 200)
        }
        precondition(BadBlockTable.current(of: tables).count <= BadBlockTable.Kind.allCases.count)
        var checker = try Checker(chip, plan: nil)
        while try checker.step() {}
        precondition(checker.report.badBlocks.listed.runs.allSatisfy { $0.upperBound.rawValue <= geometry.blockCount })
    }
}
