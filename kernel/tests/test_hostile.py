# SPDX-License-Identifier: GPL-2.0-only
"""Replies that no good server sends: each fails its request, or is refused; the next request works."""

import errno
import os
import struct
import threading
import time
import unittest

import mtd
from muse import (ERASE, ISBAD, NAND, READ, READ_V1, V1, WRITE, WRITE_V1, Server, reply)


def header(length, error, unique):
    return struct.pack("=IiQ", length & 0xFFFFFFFF, error, unique)


def io(length, soft=0, padding=0):
    return struct.pack("=QII", length, soft & 0xFFFFFFFF, padding)


# Replies to a read of 2048 bytes.
BAD_READS = {
    "too short a payload": lambda u: reply(u, io(2048) + bytes(2047)),
    "too long a payload": lambda u: reply(u, io(2048) + bytes(2049)),
    "much too long a payload": lambda u: reply(u, io(2048) + bytes(1 << 20)),
    "no payload": lambda u: reply(u, io(2048)),
    "no arguments": lambda u: reply(u),
    "half the arguments": lambda u: reply(u, bytes(8)),
    "less than asked for": lambda u: reply(u, io(2047) + bytes(2047)),
    "len less than the payload": lambda u: reply(u, io(1) + bytes(2048)),
    "a huge len": lambda u: reply(u, io((1 << 64) - 1) + bytes(2048)),
    "header.len too small": lambda u: header(16, 0, u) + io(2048) + bytes(2048),
    "header.len too large": lambda u: header(1 << 30, 0, u) + io(2048) + bytes(2048),
    "header.len 0": lambda u: header(0, 0, u) + io(2048) + bytes(2048),
    "a positive error": lambda u: header(16, 5, u),
    "error -512": lambda u: header(16, -512, u),
    "error -524": lambda u: header(16, -524, u),
    "the smallest error": lambda u: header(16, -1 << 31, u),
    "an error and a payload": lambda u: header(16 + 16 + 2048, -5, u) + io(2048) + bytes(2048),
    "a positive soft error": lambda u: reply(u, io(2048, 1) + bytes(2048)),
    "soft error -512": lambda u: reply(u, io(2048, -512) + bytes(2048)),
    "the smallest soft error": lambda u: reply(u, io(2048, 1 << 31) + bytes(2048)),
    "soft error -EIO": lambda u: reply(u, io(2048, -5) + bytes(2048)),
    "soft error -EIO without bytes": lambda u: reply(u, io(0, -5)),
    "-EUCLEAN with too few bytes": lambda u: reply(u, io(2048, -errno.EUCLEAN) + bytes(2000)),
    "-EBADMSG of another len": lambda u: reply(u, io(4, -errno.EBADMSG) + bytes(2048)),
}

BAD_WRITES = {
    "no arguments": lambda u: reply(u),
    "another len": lambda u: reply(u, io(2047)),
    "a huge len": lambda u: reply(u, io(1 << 63)),
    "a payload": lambda u: reply(u, io(2048) + bytes(100)),
    "a positive soft error": lambda u: reply(u, io(2048, 7)),
    "soft error -600": lambda u: reply(u, io(2048, -600)),
}


class Hostile(unittest.TestCase):
    def fails(self, server, opcode, action, answer):
        """The operation is EIO with this answer, and works again without."""
        server.hooks = {opcode: lambda request: answer(request.unique)}
        with self.assertRaises(OSError) as caught:
            action()
        self.assertEqual(caught.exception.errno, errno.EIO)
        server.hooks = {}
        action()

    def test_reads(self):
        with Server() as server, mtd.Device(server.path) as device:
            for name, answer in BAD_READS.items():
                with self.subTest(name):
                    self.fails(server, READ, lambda: os.pread(device.fd, 2048, 0), answer)

    def test_writes(self):
        with Server() as server, mtd.Device(server.path) as device:
            for name, answer in BAD_WRITES.items():
                with self.subTest(name):
                    self.fails(server, WRITE, lambda: os.pwrite(device.fd, bytes(2048), 0), answer)

    def test_erasures_and_blocks(self):
        with Server() as server, mtd.Device(server.path) as device:
            for body in (b"x", bytes(8), bytes(1 << 16)):
                self.fails(server, ERASE, lambda: device.erase(0, 1 << 17), lambda u, b=body: reply(u, b))
            for body in (b"", bytes(4), bytes(9), struct.pack("=II", 2, 0), b"\xff" * 8):
                self.fails(server, ISBAD, lambda: device.is_bad(0), lambda u, b=body: reply(u, b))

    def test_version_1(self):
        with Server(V1, minor=33) as server, mtd.Device(server.path) as device:
            for length in (0, 1, 2047, 2049, 1 << 20):
                self.fails(server, READ_V1, lambda: os.pread(device.fd, 2048, 0), lambda u, n=length: reply(u, bytes(n)))
            for body in (b"", bytes(8), struct.pack("=II", 2049, 0), bytes(16)):
                self.fails(server, WRITE_V1, lambda: os.pwrite(device.fd, bytes(2048), 0), lambda u, b=body: reply(u, b))

    def test_nobody_asked(self):
        """Numbers that are not open, and messages that are none."""
        with Server() as server:
            for message, error in ((reply(0), errno.ENOENT), (reply(2), errno.ENOENT), (reply(1 << 40), errno.ENOENT),
                                   (reply((1 << 64) - 1, bytes(2048)), errno.ENOENT), (b"", errno.EINVAL),
                                   (bytes(15), errno.EINVAL), (bytes(16), errno.ENOENT)):
                self.assertEqual(server.send(message), [-error])

    def test_twice(self):
        with Server() as server, mtd.Device(server.path) as device:
            def twice(request):
                answer = server.usual(request)
                self.results = server.send(answer, answer)
                return False
            server.hooks = {READ: twice}
            os.pread(device.fd, 2048, 0)
            # The reader may be back before the second answer is sent.
            while self.results is None:
                time.sleep(0.01)
            self.assertEqual(self.results, [2048 + 32, -errno.ENOENT])

    results = None

    def test_memory_that_is_not_there(self):
        """A reply from unmapped memory, and a request to it: EFAULT; the request fails."""
        import ctypes
        libc = ctypes.CDLL(None, use_errno=True)
        with Server() as server, mtd.Device(server.path) as device:
            def fault(request):
                class Piece(ctypes.Structure):
                    _fields_ = [("base", ctypes.c_void_p), ("length", ctypes.c_size_t)]
                start = header(16 + 16 + 2048, 0, request.unique) + io(2048)
                held = ctypes.create_string_buffer(start, len(start))
                pieces = (Piece * 2)(Piece(ctypes.addressof(held), len(start)), Piece(1 << 40, 2048))
                libc.writev(server.fd, pieces, 2)
                self.fault = ctypes.get_errno()
                return False
            server.hooks = {READ: fault}
            with self.assertRaises(OSError) as caught:
                os.pread(device.fd, 2048, 0)
            # The reader may be back before the server's call is.
            while self.fault is None:
                time.sleep(0.01)
            self.assertEqual((caught.exception.errno, self.fault), (errno.EIO, errno.EFAULT))
            server.hooks = {}
            os.pread(device.fd, 2048, 0)

    fault = None

    def test_any_order(self):
        """Requests may be answered in any order; each caller gets its own bytes."""
        with Server() as server, mtd.Device(server.path) as device:
            server.data[:] = os.urandom(len(server.data))
            kept = []

            def keep(request):
                kept.append(request)
                if len(kept) == 4:
                    server.send(*[server.usual(one) for one in reversed(kept)])
                return False
            server.hooks = {READ: keep}
            results = {}
            readers = [threading.Thread(target=lambda at=at: results.update({at: os.pread(device.fd, 2048, at)}))
                       for at in range(0, 8192, 2048)]
            for reader in readers:
                reader.start()
            for reader in readers:
                reader.join()
            for at, data in results.items():
                self.assertEqual(data, bytes(server.data[at:at + 2048]))
            self.assertEqual(len(results), 4)

    def test_rubbish(self):
        """Random bytes behind a good number: nothing but errors, and the connection lives."""
        import random
        source = random.Random(1)
        with Server() as server, mtd.Device(server.path) as device:
            def rubbish(request):
                body = source.randbytes(source.choice((0, 4, 8, 15, 16, 17, 24, 32, 2064, 4096)))
                error = source.choice((0, 0, 0, -5, -600, 1, source.randrange(-1 << 31, 1 << 31)))
                length = source.choice((16 + len(body), 16 + len(body), source.randrange(1 << 32)))
                return header(length, error, request.unique) + body
            server.hooks = {code: rubbish for code in (READ, WRITE, ERASE, ISBAD)}
            for _ in range(100):
                for action in (lambda: os.pread(device.fd, 2048, 0), lambda: os.pwrite(device.fd, bytes(2048), 0),
                               lambda: device.erase(0, 1 << 17), lambda: device.is_bad(0),
                               lambda: device.read_oob(0, 64)):
                    try:
                        action()
                    except OSError:
                        pass
            server.hooks = {}
            self.assertEqual(os.pread(device.fd, 2048, 0), bytes(server.data[:2048]))
