// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash
public import PageLayout

extension BadBlockTable {
    /// What a table may be, each with the source of its facts in its file.
    private static let readers: [@Sendable (TablePages) throws -> BadBlockTable?] = [
        KernelTable.read, MT7621Table.read, MediaTekMap.read, NMBMTable.read,
    ]

    /// Finds the tables at the end of a chip, in the first pages of its last blocks.
    ///
    /// - Parameters:
    ///   - source: raw pages as they lie on the chip.
    ///   - plan: by which they are decoded; nil when no layout is known: they are then taken as data and OOB.
    /// - Returns: all copies, from the end of the chip.
    /// - Throws: what reading throws.
    public static func find(in source: any PageSource, plan: LayoutPlan?) throws -> [BadBlockTable] {
        let geometry = source.geometry
        guard !geometry.isNOR else { return [] }
        let decoded: any PageSource =
            plan.map { DecodedSource(source, plan: $0, mode: .init(corrects: true)) } ?? source
        // One page at a time, in buffers that are made once.
        let buffers = (PageBuffer(geometry: geometry, capacity: 1), PageBuffer(geometry: geometry, capacity: 1))
        var tables: [BadBlockTable] = []
        for number in (0..<geometry.blockCount).suffix(searched(geometry)).reversed() {
            guard let pages = try TablePages(decoded, block: BlockNumber(number), buffers) else { continue }
            for read in readers {
                guard var table = try read(pages) else { continue }
                table.fileOffset = pages.fileOffset
                tables.append(table)
            }
            // Nobody keeps so many copies; a hostile dump may.
            if tables.count >= 64 { break }
        }
        return withDisagreements(tables)
    }

    /// NMBM keeps a sixteenth of the chip for itself, MediaTek's maps up to 80 blocks.
    private static func searched(_ geometry: Geometry) -> Int {
        min(1024, max(80, geometry.blockCount / 16))
    }

    /// Two copies of one version have to say the same.
    private static func withDisagreements(_ tables: [BadBlockTable]) -> [BadBlockTable] {
        var tables = tables
        for i in tables.indices {
            let other = tables[..<i].first { $0.kind == tables[i].kind && $0.version == tables[i].version }
            guard let other, other.problems.isEmpty, other.bad != tables[i].bad || other.remaps != tables[i].remaps
            else { continue }
            tables[i].problems.append("says other blocks than the copy in \(other.block)")
        }
        return tables
    }
}
