#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Copyright the museimg authors
# The kernel's nandsim and `mount --with nandsim` side by side: the same options, the same operations, the same outcomes.

source "$(dirname "$0")/common"
modprobe muse
weak=(badblocks=3,9
    weakblocks=5:2,6,7:0,10:1,10:4,013:0x2,32:1,35:0,40:1
    weakpages=1024:2,1091,1157:0,1218:1,1280:2,1344:2,1408:2,3079:0
    gravepages=1536:2,1601,1664:0,1732:1,1792:3,1856:1,1921:1,3136:0)
ids=(first_id_byte=0x20 second_id_byte=0xa1 third_id_byte=0x00 fourth_id_byte=0x15 bch=4)

# The programs of mtd-utils among weak places. nandtest's data are those of its seed.
utilities() {
    local mtd=/dev/$1
    nandtest -s 5 -o 0x420000 -l 0x80000 "$mtd"
    echo "nandtest: $?"
    nandtest -s 6 -m -o 0x460000 -l 0x20000 "$mtd"
    echo "nandtest -m: $?"
    flash_erase "$mtd" 0x4e0000 4
    echo "flash_erase: $?"
    nandwrite -p -m -s 0x5e0000 "$mtd" data
    echo "nandwrite -m: $?"
    nanddump -s 0x5e0000 -l 0x80000 --oob --bb=skipbad -f /dev/null "$mtd"
    echo "nanddump: $?"
    mtd_debug write "$mtd" 0x640000 2048 data
    echo "mtd_debug write: $?"
    mtd_debug read "$mtd" 0x640000 2048 back
    echo "mtd_debug read: $?"
    cmp data back
}

# Totals are not compared: of a lost page nandsim counts steps and MUSE requests, chance makes a code word of some
# steps, and MUSE has no total of bad blocks.
without_totals() {
    tr '\r' '\n' | sed -E '/^(ECC (failed|corrected|corrections|failures) *|(Number of b|B)ad blocks *):/d
        s/^ECC: [0-9]+ uncorrectable/ECC: some uncorrectable/; /^ECC: [0-9]+ corrected/d'
}

# outcomes MTD FOLDER: what the program and the programs of mtd-utils say of the chip that $mtd is.
outcomes() {
    mkdir -p "$2"
    python3 "$here/nandsim.py" "/dev/$1" >"$2/operations" 2>&1
    utilities "$1" 2>&1 | without_totals | sed "s,$1,mtd,g" >"$2/utilities"
}

head -c 250000 <(yes "what nandwrite writes") >data
echo "weak places"
ok "nandsim" modprobe nandsim "${ids[@]}" "${weak[@]}"
outcomes mtd0 nandsim
modprobe -r nandsim
with=nandsim
for option in "${weak[@]}"; do with+=,$option; done
ok "mount" sh -c "/tmp/museimg mount -l linux-bch4 blank,geometry=2048+64x64x1024: --with $with --name weak >mount.txt"
mtd=$(mounted)
outcomes "$mtd" museimg
ok "umount" museimg umount "$mtd"
ok "the program came to its end" grep -q '^5 in one step, OOB' nandsim/operations
ok "$(wc -l <nandsim/operations) operations have the same outcomes" diff -U 2 nandsim/operations museimg/operations
ok "mtd-utils say the same" diff -U 2 nandsim/utilities museimg/utilities

echo "bit flips"
ok "nandsim" modprobe nandsim "${ids[@]}" bitflips=4
ok "nandsim's are as they should be" python3 "$here/bitflips.py" /dev/mtd0 4
cat out.txt
modprobe -r nandsim
ok "mount" sh -c "/tmp/museimg mount -l linux-bch4 blank,geometry=2048+64x64x1024: --with nandsim,bitflips=4,seed=1 >mount.txt"
mtd=$(mounted)
ok "museimg's are, too" python3 "$here/bitflips.py" "/dev/$mtd" 4
cat out.txt
ok "umount" museimg umount "$mtd"
finish
