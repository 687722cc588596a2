// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash

/// The table of Linux `nand_bbt`, wherever drivers put its signature.
///
/// Source: Linux `drivers/mtd/nand/raw/nand_bbt.c`, and the descriptors of `marvell_nand.c`, `cafe_nand.c`,
/// `fsl_elbc_nand.c`, `fsl_ifc_nand.c`.
enum KernelTable {
    /// Where a driver keeps signature and version.
    struct Form: Sendable {
        var main = "Bbt0"
        var mirror = "1tbB"
        var offset: Int
        var versionOffset: Int
        /// In the data, with the table behind it; else in the OOB.
        var isInData = false
    }

    static let forms = [
        // Marvell, first: its mirror's signature begins as the usual one.
        Form(main: "MVBbt0", mirror: "1tbBVM", offset: 8, versionOffset: 14),
        Form(offset: 8, versionOffset: 12),
        Form(offset: 0, versionOffset: 4, isInData: true),
        // CAFE
        Form(offset: 14, versionOffset: 18),
        // eLBC
        Form(offset: 11, versionOffset: 15),
        // IFC, large and small pages
        Form(offset: 2, versionOffset: 6),
        Form(offset: 0, versionOffset: 4),
    ]

    @Sendable
    static func read(_ pages: TablePages) throws -> BadBlockTable? {
        for form in forms {
            let has = form.isInData ? pages.dataHas : pages.oobHas
            guard let signature = [form.main, form.mirror].first(where: { has($0, form.offset) }) else { continue }
            return try table(pages, form, signature)
        }
        return nil
    }

    private static func table(_ pages: TablePages, _ form: Form, _ signature: String) throws -> BadBlockTable {
        var table = BadBlockTable(kind: .linux, signature: signature, block: pages.block)
        table.isMirror = signature == form.mirror
        let head = form.isInData ? pages.data : pages.oob
        if form.versionOffset < head.count { table.version = Int(head[form.versionOffset]) }
        let skip = form.isInData ? form.versionOffset + 1 : 0
        let blocks = pages.geometry.blockCount
        let states = TwoBitStates(
            bytes: try pages.data(upTo: skip + TwoBitStates.size(blocks: blocks)).dropFirst(skip))
        table.fill(from: states, blocks: blocks, good: 3)
        return table
    }
}

extension BadBlockTable {
    /// Takes the states of all blocks; 0 is bad from the factory, what is neither that nor good is worn.
    ///
    /// - Parameter good: the state of good blocks.
    mutating func fill(from states: TwoBitStates, blocks: Int, good: UInt8) {
        coveredBlocks = states.count(of: blocks)
        var (factory, worn) = (BlockSet(), BlockSet())
        states.forEach(of: blocks, unlike: good) { block, state in
            if state == 0 || good == 0 { factory.insert(block) } else { worn.insert(block) }
        }
        factoryBad = factory
        self.worn = worn
        if coveredBlocks < blocks { problems.append("is cut off after \(coveredBlocks) of \(blocks) blocks") }
        // Flash that was never written, or data that only begins alike.
        if bad.count * 2 > coveredBlocks { problems.append("calls \(bad.count) of \(coveredBlocks) blocks bad") }
    }
}
