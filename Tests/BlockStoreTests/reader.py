#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright the museimg authors
#
# A second reader of stores, written from docs/store-format.md alone:
#     reader.py STORE POINT [BASE]
# writes the chip after record POINT, data and OOB of each page, to standard output. BASE is the base's
# pages in the same form; without it the base is the one in the store.
import struct
import sys
import zlib

TABLE = []
for value in range(256):
    for _ in range(8):
        value = value >> 1 ^ (0x82F63B78 if value & 1 else 0)
    TABLE.append(value)


def crc32c(data, crc=0):
    crc ^= 0xFFFFFFFF
    for byte in data:
        crc = crc >> 8 ^ TABLE[(crc ^ byte) & 255]
    return crc ^ 0xFFFFFFFF


def anded(a, b):
    size = len(a)
    return (int.from_bytes(a, "little") & int.from_bytes(b, "little")).to_bytes(size, "little")


class Store:
    def __init__(self, path):
        self.file = open(path, "rb").read()
        (magic, major, _, size, _, _, self.page, self.oob, self.per_block, length, self.blocks, _, crc) = struct.unpack(
            "<8sHHIQQIIIIQII", self.file[:64])
        assert magic == b"\x89MUSE\r\n\x1a" and major == 1
        assert crc == crc32c(self.file[128:size], crc32c(self.file[:60]))
        self.seed = crc32c(self.file[16:24])
        lines = self.file[128:128 + length].decode().splitlines()
        self.keys = dict(line.split(" ", 1) for line in lines)
        self.raw = self.page + self.oob
        self.unit = 1 if self.page >= 16 else min(4096, self.per_block & -self.per_block)

    def record(self, at):
        """Kind, flags, sequence, address, payload and end of the record at an offset; None when it is not whole."""
        if at + 32 > len(self.file):
            return None
        crc, length, word, _, address = struct.unpack("<IIQQQ", self.file[at:at + 32])
        end = at + 32 + (length + 7) // 8 * 8
        if end > len(self.file) or crc != crc32c(self.file[at + 4:end], self.seed):
            return None
        return word & 255, word >> 8 & 255, word >> 16, address, self.file[at + 32:at + 32 + length], end

    def records(self):
        at = int(self.keys["journal"])
        while found := self.record(at):
            yield (at,) + found[:5]
            at = found[5]

    def base(self):
        """The pages of the base in the store: those that are not held are 0xFF, and a set of bad blocks."""
        chip = [b"\xff" * self.raw] * (self.per_block * self.blocks)
        bad = set()
        index = self.record(int(self.keys["contained"]))[4]
        for i in range(0, len(index), 16):
            block, offset = struct.unpack("<QQ", index[i:i + 16])
            _, flags, _, _, payload, _ = self.record(offset)
            data = zlib.decompress(payload[8:])
            assert len(data) == struct.unpack("<Q", payload[:8])[0]
            units = self.per_block // self.unit
            at = units
            for unit in range(units):
                if data[unit] not in (1, 2, 3):
                    continue
                for page in range(self.unit):
                    chip[block * self.per_block + unit * self.unit + page] = data[at:at + self.raw]
                    at += self.raw
            if flags & 1:
                bad.add(block)
        return chip, bad

    def state(self, point, chip, bad):
        """What the chip holds after a record, and which blocks are bad."""
        states = {0: (list(chip), set(bad))}
        wanted = {address for _, kind, _, _, address, _ in self.records() if kind == 9} | {point}
        chip, bad = list(chip), set(bad)
        for _, kind, flags, sequence, address, payload in self.records():
            if sequence > point:
                break
            if kind == 1:
                bits = payload[8:] if flags & 1 else payload
                for i in range(len(bits) // self.raw):
                    page = bits[i * self.raw:(i + 1) * self.raw]
                    chip[address + i] = page if flags & 2 else anded(chip[address + i], page)
            elif kind == 2:
                for page in range(address * self.per_block, (address + 1) * self.per_block):
                    chip[page] = b"\xff" * self.raw
            elif kind == 3:
                bad.add(address)
            elif kind == 9:
                chip, bad = list(states[address][0]), set(states[address][1])
            if sequence in wanted:
                states[sequence] = (list(chip), set(bad))
        return chip, bad


if __name__ == "__main__":
    store = Store(sys.argv[1])
    if len(sys.argv) > 3:
        data = open(sys.argv[3], "rb").read()
        first = [data[i:i + store.raw] for i in range(0, len(data), store.raw)], set()
    else:
        first = store.base()
    pages, marked = store.state(int(sys.argv[2]), *first)
    sys.stdout.buffer.write(b"".join(pages))
    print(",".join(map(str, sorted(marked))), file=sys.stderr)
