// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash

/// The table of MT7621 boot loaders: `mtknand` at OOB byte 1, 2 bits a block of which good ones have 0.
///
/// Source: U-Boot and OpenWrt drivers for the MT7621 (`mtk_bmt_bbt.c`).
enum MT7621Table {
    private static let signature = "mtknand"

    @Sendable
    static func read(_ pages: TablePages) throws -> BadBlockTable? {
        guard pages.oobHas(signature, at: 1) else { return nil }
        var table = BadBlockTable(kind: .mt7621, signature: signature, block: pages.block)
        let blocks = pages.geometry.blockCount
        let states = TwoBitStates(bytes: try pages.data(upTo: TwoBitStates.size(blocks: blocks))[...])
        table.fill(from: states, blocks: blocks, good: 0)
        return table
    }
}
