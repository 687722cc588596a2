#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Copyright the museimg authors
# mtd-utils on a MUSE MTD, and bit flips: corrected, scrubbed, beyond correction; a server that is killed.

source "$(dirname "$0")/common"
modprobe muse
modprobe ubi

echo "a blank chip and mtd-utils"
ok "mount" sh -c "/tmp/museimg mount -l linux-bch4 blank,geometry=2048+64x64x64: --name blank --save blank.bin >mount.txt"
mtd=/dev/$(mounted)
ok "nandtest" nandtest -l 0x100000 "$mtd"
ok "flash_erase" flash_erase -q "$mtd" 0 0
head -c 300000 /dev/urandom >data
ok "nandwrite -p -m" nandwrite -q -p -m "$mtd" data
ok "nanddump" nanddump -q -l 300000 -f back "$mtd"
ok "gives it back" sh -c 'head -c 300000 back | cmp - data'
ok "nandflipbits" nandflipbits -q "$mtd" 3@0x100
ok "reads as it was" sh -c "nanddump -q -l 2048 -f back $mtd && head -c 2048 data | cmp - back"
ok "but not raw" sh -c "nanddump -q -n -l 2048 -f back $mtd && ! head -c 2048 data | cmp -s - back"
ok "mtd_debug erase" mtd_debug erase "$mtd" 0x20000 0x20000
head -c 4096 data >small
ok "mtd_debug write" mtd_debug write "$mtd" 0x20000 4096 small
ok "mtd_debug read" mtd_debug read "$mtd" 0x20000 4096 back
ok "gives it back" cmp small back
ok "nandwrite -o" sh -c "nanddump -q --oob -s 0x20000 -l 0x1000 -f page $mtd && nandwrite -q -o -s 0x200000 $mtd page"
ok "gives it back" sh -c "nanddump -q --oob -s 0x200000 -l 0x1000 -f back $mtd && cmp page back"
ok "marks a block" nandtest -l 0x20000 -m "$mtd"
ok "umount" museimg umount "${mtd#/dev/}"
ok "the parity of what was saved is clean but for the flipped bit" museimg check -l linux-bch4 -g 2048+64x64 blank.bin

echo "bit flips under UBI"
ok "mount" sh -c "/tmp/museimg mount -l linux-bch4 blank,geometry=2048+64x64x64: --name ubi --save ubi.bin >mount.txt"
mtd=$(mounted)
ok "ubiformat" ubiformat -q -y "/dev/$mtd"
ok "ubiattach" ubiattach -p "/dev/$mtd" -d 0
ok "ubimkvol" ubimkvol /dev/ubi0 -N v -S 20
ok "ubiupdatevol" ubiupdatevol /dev/ubi0_0 data
ubidetach -d 0 >/dev/null
ok "umount" museimg umount "$mtd"
# The first page of a block has UBI's headers. Three flips of one step are at the threshold of four; a fifth is too much.
python3 - <<'PYTHON'
block = 2112 * 64
raw = bytearray(open("ubi.bin", "rb").read())
data = open("data", "rb").read()
programmed = [n for n in range(64) if raw[n * block + 2112:n * block + 2112 + 2048] == data[:2048]]
assert len(programmed) == 1, programmed
at = programmed[0] * block + 2112
for bit in range(3):
    raw[at + 100 * bit] ^= 1 << bit
open("flipped.bin", "wb").write(raw)
for bit in range(3, 5):
    raw[at + 100 * bit] ^= 1 << bit
open("lost.bin", "wb").write(raw)
open("peb", "w").write(str(programmed[0]))
open("raw-page", "wb").write(raw[at:at + 2048])
PYTHON
ok "mount" sh -c "/tmp/museimg mount -l linux-bch4 -g 2048+64x64 flipped.bin --save scrubbed.bin >mount.txt"
mtd=$(mounted)
ok "ubiattach" ubiattach -p "/dev/$mtd" -d 0
ok "the data are right" sh -c "head -c 300000 /dev/ubi0_0 | cmp - data"
sleep 3
says "fixable bit-flip detected at PEB $(cat peb)" "UBI notices" dmesg
says "scrubbed PEB $(cat peb)" "and scrubs" dmesg
ubidetach -d 0 >/dev/null
ok "umount" museimg umount "$mtd"
ok "the flips are gone from what was saved" sh -c \
    '/tmp/museimg check -l linux-bch4 -g 2048+64x64 scrubbed.bin --json | grep -q "\"correctedBits\":0"'

ok "mount" sh -c "/tmp/museimg mount -l linux-bch4 -g 2048+64x64 lost.bin --read-only >mount.txt"
mtd=$(mounted)
address=$(($(cat peb) * 131072 + 2048))
says "1 uncorrectable" "what cannot be corrected is told" nanddump -s $address -l 2048 -f page "/dev/$mtd"
ok "with the data as they are" cmp page raw-page
ok "umount" museimg umount "$mtd"

echo "a server that is killed"
ok "mount" sh -c "/tmp/museimg mount -l linux-bch4 blank,geometry=2048+64x64x128: --name victim >mount.txt"
mtd=$(mounted)
ubiformat -q -y "/dev/$mtd"
ubiattach -p "/dev/$mtd" -d 0 >/dev/null
ubimkvol /dev/ubi0 -N v -m >/dev/null
mount -t ubifs ubi0:v /mnt
make_tree /mnt
sync
kill -9 "$(museimg status --json | sed 's/.*"pid":\([0-9]*\).*/\1/')"
sleep 1
fails 1 "writing fails" sh -c 'echo more >/mnt/more && sync -f /mnt/more'
ok "the file system can be unmounted" umount /mnt
ok "UBI can be detached" ubidetach -d 0
says "nothing is mounted" "nothing is left" museimg status
ok "the MTD is gone" sh -c "! grep -q $mtd: /proc/mtd"
ok "the driver can go" modprobe -r muse
finish
