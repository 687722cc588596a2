#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Copyright the museimg authors
# A chip that nandsim made (2048+64, the kernel's BCH, bad blocks), with UBIFS on it: dumped, mounted, read, changed,
# saved, and mounted again.

source "$(dirname "$0")/common"

echo "nandsim writes a chip"
modprobe nandsim first_id_byte=0x20 second_id_byte=0xa1 third_id_byte=0x00 fourth_id_byte=0x15 bch=4 \
    badblocks=3,4,77 parts=128
ok "ubiformat" ubiformat -y -q /dev/mtd0
modprobe ubi
ok "ubiattach" ubiattach -m 0 -d 0
ok "ubimkvol" ubimkvol /dev/ubi0 -N rootfs -m
ok "mount UBIFS" mount -t ubifs ubi0:rootfs /mnt
make_tree /mnt
manifest /mnt >tree.sha256
umount /mnt
ubidetach -d 0 >/dev/null
ok "nanddump --noecc" nanddump --oob --noecc --bb=dumpbad -f dump.bin /dev/mtd0
mtdinfo /dev/mtd0 | grep -v -E '^Name|Character|^mtd' >nandsim.txt
modprobe -r nandsim

echo "museimg mounts the dump"
modprobe muse
ok "mount" sh -c 'museimg=/tmp/museimg; $museimg mount dump.bin --save saved.bin --log log.txt >mount.txt'
mtd=$(mounted)
ok "the MTD has nandsim's numbers" sh -c "mtdinfo /dev/$mtd | grep -v -E '^Name|Character|^mtd' | diff nandsim.txt -"
ok "nanddump --noecc" nanddump --oob --noecc --bb=dumpbad -f again.bin "/dev/$mtd"
ok "is the dump, byte by byte" cmp dump.bin again.bin
ok "nanddump" nanddump --oob --bb=dumpbad -f again.bin "/dev/$mtd"
ok "is the dump, byte by byte, for it has no wrong bit" cmp dump.bin again.bin
cat >bad.py <<'PYTHON'
import fcntl, os, struct, sys
MEMGETBADBLOCK = 0x40084D0B
device = os.open(sys.argv[1], os.O_RDONLY)
print(*[n for n in range(128) if fcntl.ioctl(device, MEMGETBADBLOCK, bytearray(struct.pack("q", n << 17)))])
PYTHON
says "^3 4 77$" "bad blocks are bad" python3 bad.py "/dev/$mtd"
ok "ubiattach" ubiattach -p "/dev/$mtd" -d 0
ok "mount UBIFS" mount -t ubifs ubi0:rootfs /mnt
ok "all files are there" sh -c "(cd /mnt && sha256sum -c --quiet $work/tree.sha256)"
fails 75 "umount while it is in use" museimg umount "$mtd"
make_tree /mnt/second
echo changed >/mnt/empty
manifest /mnt >changed.sha256
sync
umount /mnt
ubidetach -d 0 >/dev/null
ok "umount" museimg umount "$mtd"
fails 1 "it is gone" museimg status "$mtd"
ok "the parity of what was saved is clean" museimg check saved.bin

echo "museimg mounts what was saved"
ok "mount" sh -c '/tmp/museimg mount saved.bin --read-only >mount.txt'
mtd=$(mounted)
ok "ubiattach" ubiattach -p "/dev/$mtd" -d 0
ok "mount UBIFS" mount -t ubifs -o ro ubi0:rootfs /mnt
ok "all files, the new ones too" sh -c "(cd /mnt && sha256sum -c --quiet $work/changed.sha256)"
umount /mnt
ubidetach -d 0 >/dev/null
ok "umount" museimg umount saved.bin

echo "a command of its own"
fails 7 "--run has its status" museimg mount dump.bin --run 'test -c $mtd && exit 7'
says "nothing is mounted" "and nothing is left" museimg status
ok "the driver can go" modprobe -r muse
fails 69 "without a driver" museimg mount dump.bin
finish
