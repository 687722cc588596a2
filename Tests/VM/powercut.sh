#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Copyright the museimg authors
# Files on UBIFS and on JFFS2 whose changes a store keeps; then power is cut after many of its records, with the next
# page torn: the file system can be mounted, and what fsync had promised is there. Where it is not, that is found.
#
# POWERCUT_POINTS is how many points of each file system are looked at, 12 without it.

source "$(dirname "$0")/common"
points=${POWERCUT_POINTS:-12}
operations=$((points < 100 ? 120 : 400))
PATH=/tmp:$PATH
cp "$(command -v busybox)" /tmp/busybox
modprobe -a muse ubi ubifs jffs2

declare -A layout=([ubifs]=linux-bch4 [jffs2]=linux-hamming-small)
declare -A geometry=([ubifs]=2048+64x64x40 [jffs2]=512+16x32x256)

# serve FS MOUNT-ARGUMENT...: makes an MTD of a chip for that file system, $mtd.
serve() {
    local fs=$1
    shift
    museimg mount -q -l "${layout[$fs]}" "$@" >mount.txt && mtd=$(mounted)
}

# enter FS, leave FS: its folder is /mnt.
enter() {
    if [ "$1" = jffs2 ]; then mount -t jffs2 "$mtd" /mnt; return; fi
    ubiattach -p "/dev/$mtd" -d 0 >/dev/null && mount -t ubifs ubi0:v /mnt
}
leave() {
    umount /mnt && { [ "$1" = jffs2 ] || ubidetach -d 0 >/dev/null; } && museimg umount -q "$mtd"
}

# make_empty FS: a chip with the file system and no file, in FS.bin.
make_empty() {
    serve "$1" "blank,geometry=${geometry[$1]}:" --save "$1.bin" || return 1
    if [ "$1" = jffs2 ]; then
        flash_erase -q -j "/dev/$mtd" 0 0
    else
        ubiformat -q -y "/dev/$mtd" && ubiattach -p "/dev/$mtd" -d 0 && ubimkvol /dev/ubi0 -N v -m && ubidetach -d 0
    fi && enter "$1" && leave "$1"
}

# work FS NAME OPERATIONS FORGET [MOUNT-ARGUMENT]...: what is done to the chip is in NAME.muse, promises in NAME.manifest.
work() {
    local fs=$1 name=$2 operations=$3 forget=$4 status
    shift 4
    serve "$fs" "$fs.bin" --store "$name.muse" "$@" && enter "$fs" || return 1
    python3 "$here/workload.py" /mnt "$name.muse" "$name.manifest" 1 "$operations" $forget
    status=$?
    leave "$fs" && return $status
}

# cut_power FS NAME ARGUMENT...: lets powercut-check judge what is left.
cut_power() {
    local fs=$1 name=$2
    shift 2
    museimg trace powercut "$name.muse" --as mtd --manifest "$name.manifest" --seed 1 --keep-going \
        --keep-failing "$work/$name.bad" --check "/tmp/busybox sh $here/powercut-check $fs" "$@"
}

for fs in ubifs jffs2; do
    echo "$fs"
    ok "make it" make_empty $fs
    ok "$operations operations" work $fs $fs "$operations" ""
    tail -n 1 out.txt
    SECONDS=0
    ok "all promises are kept at $points points, with a torn page" cut_power $fs $fs --tear page --at "random:$points"
    tail -n 1 out.txt
    ok "and with each bit settled or not" cut_power $fs $fs --tear random --at "random:$((points / 3))"
    echo "$(tail -n 1 out.txt), $SECONDS seconds for both"
done

# found FS NAME: the explorer fails, and keeps what fails.
found() {
    fails 1 "is found out" cut_power "$1" "$2" --tear page --at random:4 --json
    cp out.txt "$2.json"
    ok "and fails again from what was kept" python3 "$here/again.py" "$2.json"
    cat out.txt
}

echo "broken promises"
ok "UBIFS whose files nobody syncs" work ubifs forgotten 60 --forget
found ubifs forgotten
echo "  JFFS2 on a chip that lies, as long as it bears that"
work jffs2 lied 60 "" --with faults,lie=4%,seed=5 >out.txt 2>&1
tail -n 1 out.txt
found jffs2 lied
finish
