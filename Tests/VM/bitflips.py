# SPDX-License-Identifier: Apache-2.0
# Copyright the museimg authors
"""bitflips.py MTD MOST: whether reads of a chip of 2048+64 go wrong as nandsim's `bitflips=MOST` says.

One in 1024 reads of a page that holds data has 1 to MOST wrong bits, anywhere in data and OOB, each read anew; pages that
are erased have none. Bounds are such that a right chip fails in one of ten million runs.
"""
import collections
import fcntl
import os
import struct
import sys

ECCGETSTATS, MTDFILEMODE, NORMAL, RAW = 0x80104D12, 0x4D13, 0, 3
PAGE, BLOCK, BLOCKS, ROUNDS = 2048, 131072, 32, 20
device, most = os.open(sys.argv[1], os.O_RDWR), int(sys.argv[2])
page = bytes((7 * n + 1) & 0xFE for n in range(PAGE))


def rounds(first, expected):
    """Wrong bits of each page that was read wrong, and the bytes that they were in."""
    events, places = [], []
    for _ in range(ROUNDS):
        for block in range(first, first + BLOCKS):
            got = os.pread(device, BLOCK, block * BLOCK)
            if got == expected:
                continue
            for at in range(0, BLOCK, PAGE):
                wrong = [n for n in range(PAGE) if got[at + n] != expected[at + n]]
                if wrong:
                    events.append(sum((got[at + n] ^ expected[at + n]).bit_count() for n in wrong))
                    places += wrong
    return events, places


def check(what, holds):
    print(f"{'holds' if holds else 'FAILS'}: {what}")
    return holds


for block in range(BLOCKS):
    os.pwrite(device, page * (BLOCK // PAGE), block * BLOCK)
fcntl.ioctl(device, MTDFILEMODE, RAW)
events, places = rounds(0, page * (BLOCK // PAGE))
erased, _ = rounds(BLOCKS, b"\xff" * BLOCK)
fcntl.ioctl(device, MTDFILEMODE, NORMAL)
corrected, failed = struct.unpack("IIII", fcntl.ioctl(device, ECCGETSTATS, bytes(16)))[:2]
through_ecc, _ = rounds(0, page * (BLOCK // PAGE))
statistics = struct.unpack("IIII", fcntl.ioctl(device, ECCGETSTATS, bytes(16)))
counts = collections.Counter(events)
reads = ROUNDS * BLOCKS * BLOCK // PAGE
print(f"{reads} reads, {len(events)} wrong ({reads // 1024} expected), by bits {dict(sorted(counts.items()))}, "
      f"{statistics[0] - corrected} corrected")
results = [
    check("one read in 1024", 10 <= len(events) <= 80),
    check(f"1 to {most} bits", max(counts, default=0) <= most and len(counts) > 1),
    check("anywhere", min(places, default=PAGE) < PAGE // 3 and max(places, default=0) > 2 * PAGE // 3),
    check("not always in one place", len(set(places)) > len(events) // 2),
    check("erased pages are read right", not erased),
    check("ECC puts them right", not through_ecc and statistics[1] == failed),
    check("and counts them", 10 <= statistics[0] - corrected <= 80 * most),
]
sys.exit(not all(results))
