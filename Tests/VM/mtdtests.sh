#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Copyright the museimg authors
# The kernel's own tests of MTDs (drivers/mtd/tests of its source) on a dump with BCH-4, data in it and a bad block.
# MTD_TESTS is the folder with their modules.

source "$(dirname "$0")/common"
modprobe muse

# of NAME: what the kernel said about a test.
said() { dmesg | sed -n "s/.*mtd_$1: //p"; }

# passed NAME END [OPTION]...: runs a module; it reports by its last line only, insmod is content with any.
passed() {
    local name=$1 end=$2
    shift 2
    insmod "$MTD_TESTS/mtd_$name.ko" "dev=${mtd#mtd}" "$@" || return 1
    rmmod "mtd_$name"
    said "$name" >"$name.txt"
    cat "$name.txt"
    tail -n 2 "$name.txt" | grep -qx "$end" && ! grep -qi 'error: ' "$name.txt"
}

echo "a dump"
ok "mount a blank chip" sh -c "/tmp/museimg mount -l linux-bch4 blank,geometry=2048+64x64x16: --save dump.bin >mount.txt"
mtd=$(mounted)
head -c 700000 /dev/urandom >data
ok "nandwrite" nandwrite -q -p "/dev/$mtd" data
ok "marks a block" nandtest -o 0x1c0000 -l 0x20000 -m "/dev/$mtd"
ok "umount" museimg umount "$mtd"
# One wrong bit in each of a few pages, as dumps have them.
python3 - <<'PYTHON'
raw = bytearray(open("dump.bin", "rb").read())
for page in range(3, 300, 29):
    raw[page * 2112 + 7 * page % 2048] ^= 1 << page % 8
raw[9 * 64 * 2112 + 2048] = 0
open("dump.bin", "wb").write(raw)
PYTHON
ok "mount" sh -c "/tmp/museimg mount -l linux-bch4 -g 2048+64x64 dump.bin --save after.bin >mount.txt"
mtd=$(mounted)

echo "the kernel's tests"
insmod "$MTD_TESTS/mtd_test.ko"
ok "readtest" passed readtest finished
ok "pagetest" passed pagetest "finished with 0 errors"
ok "oobtest" passed oobtest "finished with 0 errors"
ok "subpagetest" passed subpagetest "finished with 0 errors"
ok "stresstest" passed stresstest "finished, 500 operations done" count=500
says "scanned 16 eraseblocks, 1 are bad" "they saw the bad block" dmesg
rmmod mtd_test
ok "umount" museimg umount "$mtd"
ok "the parity of what they leave is clean" museimg check -l linux-bch4 -g 2048+64x64 after.bin
finish
