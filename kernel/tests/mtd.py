# SPDX-License-Identifier: GPL-2.0-only
"""The ioctls of /dev/mtdN (include/uapi/mtd/mtd-abi.h), and what is known of MTDs elsewhere."""

import ctypes
import fcntl
import os
import struct

PLACE, AUTO, RAW = 0, 1, 2


def code(direction, number, size):
    return direction << 30 | size << 16 | ord("M") << 8 | number


def address(buffer):
    return ctypes.addressof(buffer) if buffer is not None else 0


def listing():
    """The names in /proc/mtd."""
    with open("/proc/mtd") as table:
        return [line.split('"', 1)[1].rsplit('"', 1)[0] for line in table if line.startswith("mtd")]


def attribute(number, name):
    with open(f"/sys/class/mtd/mtd{number}/{name}") as file:
        return file.read().rstrip("\n")


class Device:
    """An open MTD."""

    def __init__(self, path, flags=os.O_RDWR):
        self.fd = os.open(path, flags)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.close(self.fd)

    def erase(self, start, length):
        fcntl.ioctl(self.fd, code(1, 2, 8), struct.pack("=II", start, length))

    def read_oob(self, start, length):
        buffer = ctypes.create_string_buffer(length)
        fcntl.ioctl(self.fd, code(3, 22, 24), struct.pack("=QIIQ", start, 0, length, address(buffer)))
        return buffer.raw

    def write_oob(self, start, payload):
        buffer = ctypes.create_string_buffer(payload, len(payload))
        fcntl.ioctl(self.fd, code(3, 21, 24), struct.pack("=QIIQ", start, 0, len(payload), address(buffer)))

    def write(self, start, data=b"", oob=b"", mode=PLACE):
        """MEMWRITE: data and OOB at once."""
        buffers = [ctypes.create_string_buffer(part, len(part)) if part else None for part in (data, oob)]
        fcntl.ioctl(self.fd, code(3, 24, 48), struct.pack(
            "=QQQQQB7x", start, len(data), len(oob), address(buffers[0]), address(buffers[1]), mode))

    def read(self, start, length=0, ooblen=0, mode=PLACE):
        """MEMREAD: data, OOB, and (uncorrectable errors, corrected bitflips, most bitflips of a step)."""
        buffers = [ctypes.create_string_buffer(size) if size else None for size in (length, ooblen)]
        request = bytearray(struct.pack("=QQQQQB7x16x", start, length, ooblen, address(buffers[0]),
                                        address(buffers[1]), mode))
        try:
            fcntl.ioctl(self.fd, code(3, 26, 64), request)
            error = 0
        except OSError as failure:
            error = failure.errno
        return (buffers[0].raw if length else b"", buffers[1].raw if ooblen else b"",
                struct.unpack_from("=III", request, 48), error)

    def is_bad(self, start):
        return fcntl.ioctl(self.fd, code(1, 11, 8), bytearray(struct.pack("=q", start)))

    def mark_bad(self, start):
        fcntl.ioctl(self.fd, code(1, 12, 8), struct.pack("=q", start))

    def statistics(self):
        """(corrected, failed, bad blocks, blocks of tables)"""
        return struct.unpack("=IIII", fcntl.ioctl(self.fd, code(2, 18, 16), bytes(16)))

    def layout(self):
        """ECCGETLAYOUT: positions of ECC bytes, number of free bytes, free regions."""
        values = struct.unpack("=82I", fcntl.ioctl(self.fd, code(2, 17, 328), bytes(328)))
        regions = [values[i:i + 2] for i in range(66, 82, 2) if values[i + 1]]
        return list(values[1:1 + values[0]]), values[65], regions

    def oob_selection(self):
        """MEMGETOOBSEL: positions of ECC bytes, free regions."""
        values = struct.unpack("=50I", fcntl.ioctl(self.fd, code(2, 10, 200), bytes(200)))
        regions = [values[i:i + 2] for i in range(2, 18, 2) if values[i + 1]]
        return list(values[18:18 + values[1]]), regions

    def mode(self, mode):
        """MTDFILEMODE; 3 is raw."""
        fcntl.ioctl(self.fd, code(0, 19, 0), mode)
