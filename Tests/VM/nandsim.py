# SPDX-License-Identifier: Apache-2.0
# Copyright the museimg authors
"""nandsim.py MTD: operations on the weak places that Tests/VM/nandsim.sh asks for; a line with the outcome of each.

What a line says must not depend on whose chip it is: errno, ECC steps that were corrected or lost, what is read back.
The bits of a page that is lost are chance, so that they are only told from those that were written, and from 0xFF.
"""
import ctypes
import errno
import fcntl
import os
import random
import struct
import sys

MEMGETBADBLOCK, MEMSETBADBLOCK = 0x40084D0B, 0x40084D0C
MEMERASE64, MEMWRITEOOB64, MEMREADOOB64, MEMWRITE = 0x40104D14, 0xC0184D15, 0xC0184D16, 0xC0304D18
ECCGETSTATS, MTDFILEMODE = 0x80104D12, 0x4D13
NORMAL, RAW, OPS_RAW = 0, 3, 2
PAGE, OOB, PAGES = 2048, 64, 64
BLOCK = PAGE * PAGES
device = os.open(sys.argv[1], os.O_RDWR)


def data(seed, count=1):
    return random.Random(seed).randbytes(count * PAGE)


def mode(which):
    fcntl.ioctl(device, MTDFILEMODE, which)


def statistics():
    return struct.unpack("IIII", fcntl.ioctl(device, ECCGETSTATS, bytes(16)))[:2]


def attempt(what, body):
    """Prints what became of `body`, and what ECC did meanwhile."""
    corrected, failed = statistics()
    try:
        outcome = body() or "done"
    except OSError as error:
        outcome = errno.errorcode[error.errno]
    after = statistics()
    # Of a page that is lost nandsim counts the steps, MUSE the request.
    ecc = f", corrected {after[0] - corrected}" if after[1] == failed else ", lost"
    print(f"{what}: {outcome}{ecc if after != (corrected, failed) else ''}")


def erase(block, count=1):
    fcntl.ioctl(device, MEMERASE64, struct.pack("QQ", block * BLOCK, count * BLOCK))


def write(page, seed, count=1):
    os.pwrite(device, seed if isinstance(seed, bytes) else data(seed, count), page * PAGE)


def named(bits, written):
    """What was read, for people: as one of those that were written, or erased."""
    if bits == b"\xff" * len(bits):
        return "0xFF"
    return next((f"as written ({seed})" for seed in written if bits == data(seed)), "something else")


def read(page, *seeds, count=1):
    pages = os.pread(device, count * PAGE, page * PAGE)
    return "; ".join(named(pages[n * PAGE:(n + 1) * PAGE], seeds) for n in range(count))


def oob(page, count=OOB, start=0):
    room = ctypes.create_string_buffer(count)
    fcntl.ioctl(device, MEMREADOOB64, struct.pack("QIIQ", page * PAGE + start, 0, count, ctypes.addressof(room)))
    return bytes(room)


def write_oob(page, start, bits):
    room = ctypes.create_string_buffer(bits, len(bits))
    fcntl.ioctl(device, MEMWRITEOOB64,
                struct.pack("QIIQ", page * PAGE + start, 0, len(bits), ctypes.addressof(room)))


def write_raw(page, bits, parity):
    """Data and OOB at once: nandsim takes no raw page without its OOB."""
    rooms = [ctypes.create_string_buffer(bytes(part), len(part)) for part in (bits, parity)]
    fcntl.ioctl(device, MEMWRITE, struct.pack(
        "QQQQQB7x", page * PAGE, len(bits), len(parity), *map(ctypes.addressof, rooms), OPS_RAW))


def bad_blocks():
    count = int(open(f"/sys/class/mtd/{os.path.basename(sys.argv[1])}/size").read()) // BLOCK
    return [n for n in range(count) if fcntl.ioctl(device, MEMGETBADBLOCK, bytearray(struct.pack("q", n * BLOCK)))]


print("bad blocks")
attempt("the list", lambda: str(bad_blocks()))
for block in (2, 4):
    attempt(f"program block {block}", lambda: write(block * PAGES, block))
attempt("erase 3", lambda: erase(3))
attempt("erase 2, 3, 4", lambda: erase(2, 3))
for block in (2, 3, 4):
    attempt(f"block {block} has", lambda: read(block * PAGES, block))
attempt("marker of 3", lambda: oob(3 * PAGES, 4).hex())
attempt("program 3", lambda: write(3 * PAGES + 2, 33))
attempt("block 3 has", lambda: read(3 * PAGES + 2, 33))
attempt("mark 12", lambda: fcntl.ioctl(device, MEMSETBADBLOCK, struct.pack("q", 12 * BLOCK)) and None)
attempt("mark 12 again", lambda: fcntl.ioctl(device, MEMSETBADBLOCK, struct.pack("q", 12 * BLOCK)) and None)
attempt("marker of 12", lambda: oob(12 * PAGES, 4).hex())
attempt("erase 12", lambda: erase(12))
attempt("the list", lambda: str(bad_blocks()))

print("weak blocks")
for block in (5, 6, 7, 10, 11):
    for turn in range(6):
        attempt(f"program {block}", lambda: write(block * PAGES, turn))
        attempt(f"erase {block} ({turn})", lambda: erase(block))
        attempt(f"block {block} has", lambda: read(block * PAGES, turn))
for turn in range(3):
    for block in range(30, 35):
        write(block * PAGES, block)
    attempt(f"erase 30 to 34 ({turn})", lambda: erase(30, 5))
    for block in range(30, 35):
        attempt(f"block {block} has", lambda: read(block * PAGES, block))
        if turn < 2:
            attempt(f"erase {block}", lambda: erase(block))

print("weak pages")
for page in (1024, 1091, 1157):
    for turn in range(6):
        attempt(f"program {page} ({turn})", lambda: write(page, turn))
        attempt("has", lambda: read(page, turn))
        attempt("erase", lambda: erase(page // PAGES))
for turn in range(3):
    attempt(f"program 1216 to 1220 ({turn})", lambda: write(1216, 19, 5))
    attempt("have", lambda: "; ".join("0xFF" if got == b"\xff" * PAGE else "something" for got in
                                      [os.pread(device, PAGE, page * PAGE) for page in range(1216, 1221)]))
    attempt("erase", lambda: erase(19))
for turn, bits in enumerate((b"\x2a\xbc", b"\xff\xff", b"\x2a\x00", b"\x2a\x00")):
    attempt(f"program OOB of 1280 ({turn})", lambda: write_oob(1280, 2, bits))
    attempt("has", lambda: oob(1280, 4).hex())
for turn in range(4):
    attempt(f"program 0xFF to 1344 ({turn})", lambda: write(1344, b"\xff" * PAGE))
for turn in range(4):
    attempt(f"program half of 1408 ({turn})",
            lambda: os.pwrite(device, data(7)[:1024] + b"\xff" * 1024, 1408 * PAGE) and None)

print("grave pages")
for page in (1536, 1601, 1664):
    for turn in range(3):
        attempt(f"read {page}, erased", lambda: read(page))
    attempt("program", lambda: write(page, 1))
    for turn in range(5):
        attempt(f"read {page} ({turn})", lambda: read(page, 1))
    attempt("erase", lambda: erase(page // PAGES))
    attempt("read, erased", lambda: read(page, 1))
    attempt("program", lambda: write(page, 2))
    attempt("read", lambda: read(page, 2))
attempt("program 1728 to 1735", lambda: write(1728, b"".join(data(n) for n in range(8))))
for turn in range(3):
    attempt(f"read 1728 to 1735 ({turn})", lambda: read(1728, *range(8), count=8))
attempt("program 1792", lambda: write(1792, 3))
for turn in range(2):
    attempt("its OOB", lambda: oob(1792, 2).hex())
mode(RAW)
attempt("raw", lambda: read(1792, 3))
attempt("raw", lambda: read(1792, 3))
mode(NORMAL)
attempt("read", lambda: read(1792, 3))
attempt("program 0xFF to 1856", lambda: write(1856, b"\xff" * PAGE))
for turn in range(3):
    attempt(f"read 1856 ({turn})", lambda: read(1856))
attempt("program 1921", lambda: write(1921, 5))
for turn in range(3):
    attempt(f"program 1921 without a read between ({turn})", lambda: write(1921, 5))
attempt("read 1921", lambda: read(1921, 5))
attempt("read 1921", lambda: read(1921, 5))

print("wrong bits")
for count in range(6):
    page = 60 * PAGES + count
    write(page, count)
    bits, parity = bytearray(data(count)), oob(page)
    for bit in range(count):
        bits[512 + 77 * bit] ^= 1 << bit
    write_raw(page + PAGES, bits, parity)
    attempt(f"{count} in one step", lambda: read(page + PAGES, count))
    attempt(f"{count} in one step, OOB", lambda: str(oob(page + PAGES) == parity))
