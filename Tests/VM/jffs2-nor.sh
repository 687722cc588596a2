#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Copyright the museimg authors
# JFFS2 on NAND of 512+16, with its clean markers in the OOB; JFFS2 and squashfs on NOR.

source "$(dirname "$0")/common"
modprobe muse
modprobe mtdblock
modprobe jffs2

echo "nandsim writes a chip with JFFS2"
modprobe nandsim first_id_byte=0x20 second_id_byte=0x35 badblocks=9,10 parts=256
ok "flash_erase -j" flash_erase -q -j /dev/mtd0 0 0
ok "mount JFFS2" mount -t jffs2 mtd0 /mnt
make_tree /mnt
manifest /mnt >tree.sha256
umount /mnt
ok "nanddump" nanddump --oob --noecc --bb=dumpbad -f dump.bin /dev/mtd0
modprobe -r nandsim

ok "mount" sh -c '/tmp/museimg mount dump.bin --save saved.bin >mount.txt'
mtd=$(mounted)
ok "nanddump" nanddump --oob --bb=dumpbad -f again.bin "/dev/$mtd"
ok "is the dump, byte by byte" cmp dump.bin again.bin
ok "mount JFFS2" mount -t jffs2 "$mtd" /mnt
ok "all files are there" sh -c "(cd /mnt && sha256sum -c --quiet $work/tree.sha256)"
make_tree /mnt/second
manifest /mnt >changed.sha256
umount /mnt
ok "umount" museimg umount "$mtd"
ok "the parity of what was saved is clean" museimg check saved.bin
ok "mount what was saved" sh -c '/tmp/museimg mount saved.bin >mount.txt'
mtd=$(mounted)
ok "mount JFFS2" mount -t jffs2 "$mtd" /mnt
ok "all files, the new ones too" sh -c "(cd /mnt && sha256sum -c --quiet $work/changed.sha256)"
umount /mnt
ok "flash_erase -j writes clean markers" flash_erase -q -j "/dev/$mtd" 0 0
ok "mount the empty JFFS2" mount -t jffs2 "$mtd" /mnt
umount /mnt
ok "no remark about clean markers" sh -c "! dmesg | grep -i cleanmarker"
ok "umount" museimg umount "$mtd"

echo "NOR"
mkdir tree
make_tree tree
manifest tree >tree.sha256
ok "mksquashfs" mksquashfs tree squash.img -quiet -no-progress
ok "mkfs.jffs2" mkfs.jffs2 -r tree -e 64KiB -l -o jffs2.img
{
    cat squash.img
    head -c $((2097152 - $(stat -c %s squash.img))) /dev/zero | tr '\0' '\377'
    cat jffs2.img
    head -c $((4194304 - $(stat -c %s jffs2.img))) /dev/zero | tr '\0' '\377'
} >nor.bin
ok "mount" sh -c "/tmp/museimg mount -f raw -g nor:64K nor.bin --parts '2M(squash)ro,-(jffs2)' --save nor2.bin >mount.txt"
mtd=$(mounted)
squash=$(sed -n 's/^\(mtd[0-9]*\):.*"squash"$/\1/p' /proc/mtd)
jffs2=$(sed -n 's/^\(mtd[0-9]*\):.*"jffs2"$/\1/p' /proc/mtd)
says "nor" "its type" cat "/sys/class/mtd/$jffs2/type"
ok "mount squashfs through mtdblock" mount -t squashfs -o ro "/dev/mtdblock${squash#mtd}" /mnt
ok "all files are there" sh -c "(cd /mnt && sha256sum -c --quiet $work/tree.sha256)"
umount /mnt
ok "mount JFFS2" mount -t jffs2 "$jffs2" /mnt
ok "all files are there" sh -c "(cd /mnt && sha256sum -c --quiet $work/tree.sha256)"
make_tree /mnt/second
manifest /mnt >changed.sha256
umount /mnt
cat "/dev/$squash" "/dev/$jffs2" >live.bin
ok "umount" museimg umount "$mtd"
ok "what was saved is what was there" cmp live.bin nor2.bin
ok "mount what was saved" sh -c "/tmp/museimg mount -f raw -g nor:64K nor2.bin --parts '2M(squash)ro,-(jffs2)' >mount.txt"
mtd=$(mounted)
ok "mount JFFS2" mount -t jffs2 "$jffs2" /mnt
ok "all files, the new ones too" sh -c "(cd /mnt && sha256sum -c --quiet $work/changed.sha256)"
umount /mnt
ok "umount" museimg umount "$mtd"
finish
