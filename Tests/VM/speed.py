#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright the museimg authors
"""speed.py ROUNDS: an MTD by museimg, with live ECC, beside the kernel's simulators; in the machine of scripts/vm.

The same bytes are on all of them. Medians of the ratios of rounds that go by turns.
"""
import os
import re
import statistics
import subprocess
import sys
import time

ROUNDS = int(sys.argv[1])
SIZE = 128 << 20
MUSEIMG = "/tmp/museimg"
NANDSIM = "nandsim first_id_byte=0x20 second_id_byte=0xa1 third_id_byte=0x00 fourth_id_byte=0x15"


def run(line):
    return subprocess.run(line, shell=True, check=True, capture_output=True, text=True).stdout


def number(name):
    for line in open("/proc/mtd"):
        if f'"{name}"' in line:
            return re.match(r"mtd(\d+):", line).group(1)
    raise SystemExit(f"no MTD {name}")


def sequential(path):
    device = os.open(path, os.O_RDONLY)
    start = time.monotonic()
    while os.read(device, 128 << 10):
        pass
    os.close(device)
    return time.monotonic() - start


def single(path):
    device = os.open(path, os.O_RDONLY)
    start = time.monotonic()
    for page in range(1000):
        os.pread(device, 2048, page * 2048)
    os.close(device)
    return (time.monotonic() - start) / 1000


def attach(path):
    start = time.monotonic()
    run(f"ubiattach -d 0 -m {path[8:]}")
    taken = time.monotonic() - start
    run("ubidetach -d 0")
    return taken


def compare(title, measure, ours, theirs):
    pairs = [(measure(ours), measure(theirs)) for _ in range(ROUNDS)]
    return title, statistics.median(p[0] for p in pairs), statistics.median(p[1] for p in pairs), pairs


run(f"cp {os.environ['MUSEIMG']} {MUSEIMG}; modprobe muse; modprobe ubi")
os.chdir("/tmp")
rows = []
for code, layout in (("", "linux-hamming"), (" bch=4", "linux-bch4")):
    run(f"modprobe {NANDSIM}{code}")
    simulated = f"/dev/mtd{number('NAND simulator partition 0')}"
    run(f"ubiformat -q -y {simulated}; ubiattach -d 0 -m {simulated[8:]}; ubimkvol /dev/ubi0 -N v -m")
    size = int(open("/sys/class/ubi/ubi0_0/data_bytes").read())
    subprocess.run(f"head -c {size} /dev/urandom | ubiupdatevol /dev/ubi0_0 -s {size} -", shell=True, check=True)
    run(f"ubidetach -d 0; nanddump -q --oob --noecc -f dump.bin {simulated}")
    start = time.monotonic()
    run(f"{MUSEIMG} mount -q -l {layout} -g 2048+64x64 dump.bin --name ours")
    ready = time.monotonic() - start
    ours = f"/dev/mtd{number('ours')}"
    name = f"nandsim{code or ' Hamming'}"
    rows.append(compare(f"{name}: 128 KiB reads", sequential, ours, simulated))
    rows.append(compare(f"{name}: one 2 KiB read", single, ours, simulated))
    rows.append(compare(f"{name}: UBI attach", attach, ours, simulated))
    if code:
        run(f"modprobe mtdram total_size={32 << 10}")
        memory = f"/dev/mtd{number('mtdram test device')}"
        # A quarter of the bytes.
        title, own, other, pairs = compare("mtdram: 128 KiB reads", sequential, ours, memory)
        rows.append((title, own / 4, other, [(a / 4, b) for a, b in pairs]))
        run("modprobe -r mtdram")
    run(f"{MUSEIMG} umount -q ours 2>/dev/null || {MUSEIMG} umount -q {ours[5:]}; modprobe -r nandsim")
    print(f"{layout}: mounted in {ready * 1000:.0f} ms")
print("| beside | museimg, ms | the other, ms | ratio of times |\n| --- | --- | --- | --- |")
for title, own, other, pairs in rows:
    print(f"| {title} | {own * 1000:.2f} | {other * 1000:.2f} | {statistics.median(a / b for a, b in pairs):.2f} |")
