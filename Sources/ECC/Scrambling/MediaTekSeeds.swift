// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// The seeds of MediaTek MT8167 and MT8516 for ``ShiftRegister/prbs15``, which runs anew over each sector with its spare.
///
/// The vendor drivers hold Allwinner's table with the fifteen bits of each seed in the opposite order, and one slip of
/// the pen: entry 22 is 0x484F instead of 0x48F4. Sources: their `SS_RANDOM_SEED`; the offsets of the 64 pages in the
/// sequence that the public mt8167_correct_ecc measured on a dump.
public enum MediaTekSeeds {
    /// After so many pages the seeds begin again.
    public static let cycle = 64

    /// Seed of a page, counted from the start of the chip or of the block, in the order of the register's bits.
    public static func seed(page: Int) -> UInt32 {
        let index = Int(page.magnitude % UInt(cycle))
        return index == 22 ? 0x7909 : UInt32(AllwinnerSeeds.pages[index])
    }
}
