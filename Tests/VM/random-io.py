# SPDX-License-Identifier: Apache-2.0
# Copyright the museimg authors
"""random-io.py MTD SECONDS: two writers and four readers against a model, in threads.

A block is erased and programmed by one writer under its lock; readers check what they read against the model of it.
"""
import fcntl
import os
import random
import struct
import sys
import threading
import time

MEMERASE = 0x40084D02
PAGE, BLOCK = 2048, 131072
device, seconds = sys.argv[1], float(sys.argv[2])
blocks = os.stat(device) and int(open(f"/sys/class/mtd/{os.path.basename(device)}/size").read()) // BLOCK
locks = [threading.Lock() for _ in range(blocks)]
model = [bytearray(b"\xff" * BLOCK) for _ in range(blocks)]
written = [0] * blocks
counts = {"reads": 0, "programs": 0, "erases": 0}
wrong = []
end = time.monotonic() + seconds


def guard(body):
    def run(seed):
        chance = random.Random(seed)
        descriptor = os.open(device, os.O_RDWR)
        try:
            while time.monotonic() < end and not wrong:
                block = chance.randrange(blocks)
                with locks[block]:
                    body(chance, descriptor, block)
        except Exception as error:
            wrong.append(repr(error))
        finally:
            os.close(descriptor)
    return run


@guard
def write(chance, descriptor, block):
    if written[block] == BLOCK // PAGE or chance.random() < 0.05:
        fcntl.ioctl(descriptor, MEMERASE, struct.pack("II", block * BLOCK, BLOCK))
        model[block][:] = b"\xff" * BLOCK
        written[block] = 0
        counts["erases"] += 1
    count = min(chance.randint(1, 8), BLOCK // PAGE - written[block])
    data = chance.randbytes(count * PAGE)
    at = written[block] * PAGE
    if os.pwrite(descriptor, data, block * BLOCK + at) != len(data):
        wrong.append(f"short write to block {block}")
    model[block][at:at + len(data)] = data
    written[block] += count
    counts["programs"] += count


@guard
def read(chance, descriptor, block):
    at = chance.randrange(BLOCK)
    count = chance.randint(1, BLOCK - at)
    got = b""
    while len(got) < count:
        part = os.pread(descriptor, count - len(got), block * BLOCK + at + len(got))
        if not part:
            break
        got += part
    if got != model[block][at:at + count]:
        wrong.append(f"block {block} at {at:#x}, {count} bytes: not what was written")
    counts["reads"] += 1


threads = [threading.Thread(target=write, args=(n,)) for n in range(2)]
threads += [threading.Thread(target=read, args=(n,)) for n in range(10, 14)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(counts, *wrong, sep="\n")
sys.exit(1 if wrong or not all(counts.values()) else 0)
