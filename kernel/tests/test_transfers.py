# SPDX-License-Identifier: GPL-2.0-only
"""Reads, writes and erasures: the requests they become, and what comes back."""

import errno
import os
import struct
import unittest

import mtd
from muse import (ERASE, INBAND, ISBAD, MARKBAD, NAND, OOB_AUTO, OOB_PLACE, RAW, READ, READ_V1, SYNC, V1, WRITE,
                  WRITE_V1, FSYNC_V1, Server, reply)

ECC = dict(NAND, ECCSTRENGTH=4, ECCSTEPSIZE=512, BITFLIPTHRESHOLD=3)


def soft(error, bitflips=0):
    """A read that goes well but for a soft error."""
    def hook(request):
        length = request.args[1]
        return reply(request.unique, struct.pack("=QiI", length, error, bitflips) + b"\x5a" * length)
    return hook


class Requests(unittest.TestCase):
    def test_modes(self):
        """The flags of each mode, and two requests where there are data and OOB."""
        for mode, data_flags, oob_flags in ((mtd.PLACE, INBAND, OOB_PLACE), (mtd.AUTO, INBAND, OOB_AUTO),
                                            (mtd.RAW, INBAND | RAW, OOB_PLACE | RAW)):
            with self.subTest(mode=mode), Server() as server, mtd.Device(server.path) as device:
                width = 40 if mode == mtd.AUTO else 64
                data, oob = os.urandom(4096), os.urandom(2 * width)
                device.write(2048, data, oob, mode)
                self.assertEqual(device.read(2048, 4096, 2 * width, mode), (data, oob, (0, 0, 0), 0))
                self.assertEqual(server.keys(READ, WRITE), [
                    (WRITE, 2048, 4096, data_flags), (WRITE, 2048, 2 * width, oob_flags),
                    (READ, 2048, 4096, data_flags), (READ, 2048, 2 * width, oob_flags)])
                self.assertEqual({request.nodeid for request in server.log}, {1})

    def test_raw_file(self):
        with Server() as server, mtd.Device(server.path) as device:
            device.mode(3)
            os.pread(device.fd, 2048, 0)
            device.read_oob(2048, 64)
            self.assertEqual(server.keys(READ), [(READ, 0, 2048, 9), (READ, 2048, 64, 0xC)])

    def test_oob_of_several_pages(self):
        with Server() as server, mtd.Device(server.path) as device:
            oob = os.urandom(200)
            device.write_oob(2048, oob)
            self.assertEqual(device.read_oob(2048, 200), oob)
            self.assertEqual(device.read_oob(2048 + 60, 4), oob[60:64])
            self.assertEqual(bytes(server.oob[64:264]), oob)
            self.assertEqual(server.keys(WRITE), [(WRITE, 2048, 200, OOB_PLACE)])

    def test_division_of_data(self):
        """At page ends, where a request has to be divided; nothing is rounded otherwise."""
        with Server(max_read=5000, max_write=5000) as server, mtd.Device(server.path) as device:
            data = os.urandom(12288)
            os.pwrite(device.fd, data, 4096)
            self.assertEqual(os.pread(device.fd, 10000, 5000), data[904:10904])
            self.assertEqual(bytes(server.data[4096:4096 + 12288]), data)
            self.assertEqual(os.pread(device.fd, 6, 17), bytes(server.data[17:23]))
            self.assertEqual(server.keys(READ, WRITE), [
                (WRITE, 4096, 4096, 1), (WRITE, 8192, 4096, 1), (WRITE, 12288, 4096, 1),
                (READ, 5000, 3192, 1), (READ, 8192, 4096, 1), (READ, 12288, 2712, 1), (READ, 17, 6, 1)])

    def test_division_of_oob(self):
        """At the end of a page's OOB, and with the next page's address."""
        with Server(max_read=0, max_write=0) as server, mtd.Device(server.path) as device:
            # 4096 bytes hold 102 pages of 40 free bytes.
            oob = os.urandom(40 * 150)
            device.write(0, b"", oob, mtd.AUTO)
            self.assertEqual(device.read(0, 0, len(oob), mtd.AUTO)[1], oob)
            self.assertEqual(server.keys(WRITE), [(WRITE, 0, 4080, OOB_AUTO), (WRITE, 102 * 2048, 1920, OOB_AUTO)])
            for number in (0, 101, 102, 149):
                self.assertEqual(bytes(server.oob[number * 64 + 24:number * 64 + 64]), oob[number * 40:][:40])

    def test_blocks(self):
        with Server() as server, mtd.Device(server.path) as device:
            device.erase(1 << 17, 3 << 17)
            device.mark_bad(5 << 17)
            self.assertEqual([device.is_bad(block << 17) for block in (4, 5)], [0, 1])
            self.assertEqual(server.keys(ERASE, MARKBAD), [(ERASE, 1 << 17, 3 << 17), (MARKBAD, 5 << 17)])
            with self.assertRaises(OSError):
                device.erase(2048, 1 << 17)

    def test_sync_at_close(self):
        with Server() as server:
            with mtd.Device(server.path):
                pass
            with mtd.Device(server.path, os.O_RDONLY):
                pass
            self.assertEqual(server.keys(SYNC), [(SYNC,)])

    def test_no_bad_blocks_but_in_nand(self):
        with Server(dict(NAND, TYPE=3)) as server, mtd.Device(server.path) as device:
            self.assertEqual(device.is_bad(0), 0)
            with self.assertRaises(OSError) as caught:
                device.mark_bad(0)
            self.assertEqual(caught.exception.errno, errno.EOPNOTSUPP)
            self.assertEqual(server.keys(ISBAD, MARKBAD), [])

    def test_partitions_look_for_bad_blocks(self):
        with Server(dict(NAND, PARTSCMDLINE="256k(a),-(b)")) as server:
            self.assertEqual(sorted(server.keys(ISBAD)), [(ISBAD, block << 17) for block in range(8)])

    def test_version_1(self):
        with Server(V1, minor=33) as server:
            with mtd.Device(server.path) as device:
                data = os.urandom(6000)
                os.pwrite(device.fd, data[:4096], 2048)
                self.assertEqual(os.pread(device.fd, 3000, 2048), data[:3000])
                device.erase(0, 1 << 17)
                with self.assertRaises(OSError):
                    device.read_oob(0, 16)
            self.assertEqual(server.keys(READ_V1, WRITE_V1, ERASE, FSYNC_V1), [
                (WRITE_V1, 2048, 4096), (READ_V1, 2048, 3000), (ERASE, 0, 1 << 17), (FSYNC_V1, 0, 0, 0)])


class Errors(unittest.TestCase):
    def test_errors_arrive(self):
        """Those of every operation, in both versions."""
        for minor, read, write, parameters in ((34, READ, WRITE, NAND), (33, READ_V1, WRITE_V1, V1)):
            with Server(parameters, minor=minor) as server, mtd.Device(server.path) as device:
                for opcode, action in ((read, lambda: os.pread(device.fd, 2048, 0)),
                                       (write, lambda: os.pwrite(device.fd, bytes(2048), 0)),
                                       (ERASE, lambda: device.erase(0, 1 << 17))):
                    for error in (errno.EIO, errno.EROFS, errno.ENOSPC, 511):
                        with self.subTest(minor=minor, opcode=opcode, error=error):
                            server.hooks = {opcode: lambda request: reply(request.unique, error=-error)}
                            with self.assertRaises(OSError) as caught:
                                action()
                            self.assertEqual(caught.exception.errno, error)
                server.hooks = {}

    def test_soft_errors_without_bytes_are_hard(self):
        for minor, read, parameters in ((34, READ, NAND), (33, READ_V1, V1)):
            for error in (errno.EUCLEAN, errno.EBADMSG):
                with self.subTest(minor=minor, error=error), Server(parameters, minor=minor) as server:
                    server.hooks = {read: lambda request: reply(request.unique, error=-error)}
                    with mtd.Device(server.path) as device, self.assertRaises(OSError) as caught:
                        os.pread(device.fd, 2048, 0)
                    self.assertEqual(caught.exception.errno, errno.EIO)

    def test_soft_errors(self):
        """The bytes arrive, and the error with MEMREAD; counted in the statistics."""
        for error, flips, expected, statistics, parameters in (
                (errno.EUCLEAN, 0, errno.EUCLEAN, (1, 0), NAND),
                (errno.EBADMSG, 0, errno.EBADMSG, (0, 1), NAND),
                (errno.EUCLEAN, 3, errno.EUCLEAN, (3, 0), ECC),
                (0, 2, errno.EUCLEAN, (2, 0), ECC),
                (0, 9, 0, (0, 0), ECC),
                (0, 2, 0, (0, 0), NAND)):
            with self.subTest(error=error, flips=flips), Server(parameters) as server:
                server.hooks = {READ: soft(-error, flips)}
                with mtd.Device(server.path) as device:
                    data, _, figures, result = device.read(0, 2048)
                    self.assertEqual(data, b"\x5a" * 2048)
                    self.assertEqual(result, expected)
                    self.assertEqual(figures[:2], (statistics[1], statistics[0]))
                    self.assertEqual(device.statistics()[:2], statistics)
                    self.assertEqual(os.pread(device.fd, 2048, 0), b"\x5a" * 2048)

    def test_threshold(self):
        """What mtd_read() answers UBI: -EUCLEAN from the threshold on, as nandsim's reads do."""
        with Server(dict(ECC, PARTSCMDLINE="-(whole)")) as server, mtd.Device(server.path) as device:
            for flips in range(5):
                server.hooks = {READ: soft(0, flips)}
                before = int(mtd.attribute(server.number, "corrected_bits"))
                self.assertEqual(device.read(0, 2048)[2][2], flips)
                self.assertEqual(int(mtd.attribute(server.number, "corrected_bits")) - before, flips)

    def test_layout(self):
        with Server(dict(NAND, OOBFREE="2:10,36:30", OOBSIZE=72)) as server:
            self.assertEqual(mtd.attribute(server.number, "oobavail"), "40")
            with mtd.Device(server.path) as device:
                ecc = [0, 1, *range(12, 36), *range(66, 72)]
                self.assertEqual(device.layout(), (ecc, 40, [(2, 10), (36, 30)]))
                self.assertEqual(device.oob_selection(), (ecc, [(2, 10), (36, 30)]))
        with Server(dict(NAND, OOBFREE="24:40", OOBECC="8:16")) as server, mtd.Device(server.path) as device:
            self.assertEqual(device.layout(), (list(range(8, 24)), 40, [(24, 40)]))
        with Server() as server, mtd.Device(server.path) as device, self.assertRaises(OSError) as caught:
            device.layout()
        self.assertEqual(caught.exception.errno, errno.EOPNOTSUPP)
