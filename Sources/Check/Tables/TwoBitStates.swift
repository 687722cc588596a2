// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash

/// States of blocks in 2 bits each, block 0 in the lowest bits of the first byte.
struct TwoBitStates {
    let bytes: ArraySlice<UInt8>

    /// Bytes that `blocks` states take.
    static func size(blocks: Int) -> Int { (blocks + 3) / 4 }

    /// Blocks whose states are there, of as many as the chip has.
    func count(of blocks: Int) -> Int { min(blocks, bytes.count * 4) }

    /// Calls `body` with each block that is not in the state `usual`.
    func forEach(of blocks: Int, unlike usual: UInt8, _ body: (BlockNumber, UInt8) -> Void) {
        let pattern = usual * 0x55
        for (i, byte) in bytes.enumerated() where byte != pattern {
            for k in 0..<4 where i * 4 + k < blocks {
                let state = byte >> (2 * UInt8(k)) & 3
                if state != usual { body(BlockNumber(i * 4 + k), state) }
            }
        }
    }
}
