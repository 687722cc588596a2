#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Copyright the museimg authors
# Mounts that come and go, servers that are killed, random reading and writing: nothing leaks, no byte is wrong.
#
# SOAK=MOUNTS,KILLS,SECONDS, as in 1000,200,600; a few of each without it.

source "$(dirname "$0")/common"
IFS=, read -r mounts kills seconds <<<"${SOAK:-20,5,10}"
modprobe muse

# Memory of the kernel in objects that a mount makes, and descriptors.
memory() { echo 3 >/proc/sys/vm/drop_caches; awk '/^(MemFree|Slab|SUnreclaim):/ {print $1, $2}' /proc/meminfo; }

echo "$mounts mounts"
cycle() {
    /tmp/museimg mount -q -l linux-bch4 blank,geometry=2048+64x64x16: --name cycle --log log.txt >mount.txt || return 1
    dd if="/dev/$(mounted)" of=/dev/null bs=128k status=none || return 1
    /tmp/museimg umount -q "$(mounted)"
}
cycle
memory >before.txt
for ((i = 0; i < mounts; i++)); do cycle || break; done
memory >after.txt
ok "all came and went" test "$i" -eq "$mounts"
paste before.txt after.txt
grown=$(($(awk '/^SUnreclaim/ {print $2}' after.txt) - $(awk '/^SUnreclaim/ {print $2}' before.txt)))
ok "the kernel keeps nothing of them ($grown KiB more of slabs)" test "$grown" -lt 2048

echo "$kills servers killed at work"
for ((i = 0; i < kills; i++)); do
    /tmp/museimg mount -q -l linux-bch4 blank,geometry=2048+64x64x64: --name victim --log log.txt >mount.txt || break
    mtd=/dev/$(mounted)
    for reader in 1 2 3; do dd if="$mtd" of=/dev/null bs=64k 2>/dev/null & done
    (flash_erase -q "$mtd" 0 8 && nandwrite -q -p "$mtd" /tmp/museimg) >/dev/null 2>&1 &
    sleep 0.0$((RANDOM % 90 + 10))
    kill -9 $(ls /run/museimg/*.json | sed 's/.*\/\([0-9]*\).json/\1/')
    wait
    rm -f /run/museimg/*
done
ok "all of them" test "$i" -eq "$kills"
sleep 1
ok "no MTD is left" sh -c '! grep -q mtd /proc/mtd'
memory >after.txt
grown=$(($(awk '/^SUnreclaim/ {print $2}' after.txt) - $(awk '/^SUnreclaim/ {print $2}' before.txt)))
ok "the kernel keeps nothing of them ($grown KiB more of slabs)" test "$grown" -lt 4096

echo "random reading and writing for $seconds seconds"
# An erased chip in a file: blocks that nobody changed are read from there.
head -c $((256 * 64 * 2112)) /dev/zero | tr '\0' '\377' >erased.bin
/tmp/museimg mount -q -l linux-bch4 -g 2048+64x64 erased.bin --name io --log log.txt >mount.txt
pid=$(museimg status --json | sed 's/.*"pid":\([0-9]*\).*/\1/')
resident() { awk '/^VmRSS/ {print $2}' "/proc/$pid/status"; }
descriptors() { ls "/proc/$pid/fd" | wc -l; }
files=$(descriptors)
ok "4 readers and 2 writers agree with a model" python3 "$here/random-io.py" "/dev/$(mounted)" "$seconds"
cat out.txt
ok "no descriptor more" test "$(descriptors)" -eq "$files"
# All of the chip is in memory by now: 33 MiB of pages and what they are kept in.
ok "memory is that of the changed pages ($(resident) KiB)" test "$(resident)" -lt 150000
ok "umount" museimg umount "$(mounted)"
ok "the driver can go" modprobe -r muse
finish
