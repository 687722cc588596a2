# SPDX-License-Identifier: GPL-2.0-only
"""MUSE_INIT: which replies make an MTD, and which end the connection."""

import errno
import os
import struct
import unittest

import mtd
from muse import NAND, V1, Server, page, reply

ACCEPTED = {
    "as it is": {},
    "an unknown key": {"COLOUR": "red"},
    "a key in lower case is unknown": {"type": 9},
    "blanks round key and value": {" NAME ": " x "},
    "an empty name": {"NAME": ""},
    "a long name": {"NAME": "n" * 3500},
    "no flags": {"FLAGS": 0},
    "all flags": {"FLAGS": 0x1C00},
    "more than 32 bits": {"SIZE": 5 << 30},
    "an erase size that is no power of two": {"ERASESIZE": 3 * 2048, "SIZE": 12 * 2048},
    "sub-pages": {"SUBPAGESHIFT": 2},
    "no OOB": {"OOBSIZE": 0, "OOBAVAIL": 0},
    "NOR": {"TYPE": 3, "WRITESIZE": 1, "OOBSIZE": 0, "OOBAVAIL": 0},
    "RAM": {"TYPE": 1}, "ROM": {"TYPE": 2}, "DataFlash": {"TYPE": 6}, "MLC": {"TYPE": 8},
    "a leading zero": {"SIZE": "01048576"},
    "write buffer": {"WRITEBUFSIZE": 4096},
    "no OOBAVAIL, as OOBFREE tells": {"OOBAVAIL": 0, "OOBFREE": "2:4,10:6"},
    "OOBFREE in any order": {"OOBFREE": "40:24,8:16"},
}

REFUSED = {
    "no name": {"NAME": None}, "no type": {"TYPE": None}, "no size": {"SIZE": None},
    "no write size": {"WRITESIZE": None}, "no erase size": {"ERASESIZE": None},
    "type ABSENT": {"TYPE": 0}, "type 5": {"TYPE": 5}, "type UBIVOLUME": {"TYPE": 7}, "type 9": {"TYPE": 9},
    "a type beyond 8 bits": {"TYPE": 257},
    "flag 0x2000": {"FLAGS": 0x2400}, "flag 0x8000": {"FLAGS": 0x8000}, "flag 1": {"FLAGS": 1},
    "size 0": {"SIZE": 0}, "write size 0": {"WRITESIZE": 0}, "erase size 0": {"ERASESIZE": 0},
    "size no multiple of erase size": {"SIZE": (1 << 20) + 2048},
    "size no multiple of write size": {"WRITESIZE": 2049},
    "size of 2^63": {"SIZE": 1 << 63}, "size beyond 64 bits": {"SIZE": 1 << 64},
    "write size beyond 32 bits": {"WRITESIZE": 1 << 32},
    "hexadecimal": {"SIZE": "0x100000"}, "a suffix": {"SIZE": "1024k"}, "a sign": {"SIZE": "+1048576"},
    "negative": {"OOBAVAIL": -1}, "an empty number": {"SIZE": ""},
    "OOBAVAIL more than OOBSIZE": {"OOBAVAIL": 65}, "OOBSIZE as WRITESIZE": {"OOBSIZE": 2048},
    "sub-page shift 3": {"SUBPAGESHIFT": 3},
    "sub-pages of no bytes": {"TYPE": 3, "WRITESIZE": 1, "OOBSIZE": 0, "OOBAVAIL": 0, "SUBPAGESHIFT": 1},
    "write buffer beyond max_read": {"WRITEBUFSIZE": 2 << 20},
    "OOBFREE that overlaps": {"OOBFREE": "0:20,10:20"}, "OOBFREE beyond the OOB": {"OOBFREE": "30:40"},
    "OOBFREE of another sum": {"OOBFREE": "24:39"}, "OOBFREE of rubbish": {"OOBFREE": "24:40,"},
    "OOBFREE of no bytes": {"OOBFREE": "24:40,2:0"}, "OOBECC that overlaps": {"OOBFREE": "24:40", "OOBECC": "0:4,3:2"},
    "ECC step beyond the page": {"ECCSTEPSIZE": 4096},
    "an empty key": {"": "x"}, "a NAND of too many blocks": {"SIZE": 1 << 50},
}


def varied(changes, base=NAND):
    return {key: value for key, value in {**base, **changes}.items() if value is not None}


class Parameters(unittest.TestCase):
    def refused(self, **options):
        """The connection ends: reads are ENODEV, and there is no MTD."""
        before = mtd.listing()
        server = Server(wait=False, **options)
        with self.assertRaises(OSError) as caught:
            server.wait()
        self.assertEqual(caught.exception.errno, errno.ENODEV)
        with self.assertRaises(OSError) as caught:
            os.read(server.fd, 8192)
        self.assertEqual(caught.exception.errno, errno.ENODEV)
        server.close()
        self.assertEqual(mtd.listing(), before)
        return server

    def test_accepted(self):
        for name, changes in ACCEPTED.items():
            with self.subTest(name), Server(varied(changes)) as server:
                self.assertEqual(mtd.attribute(server.number, "size"), str(int(varied(changes)["SIZE"])))
                self.assertEqual(mtd.attribute(server.number, "muse_pid"), str(os.getpid()))

    def test_refused(self):
        for name, changes in REFUSED.items():
            with self.subTest(name):
                self.refused(parameters=varied(changes))

    def test_attributes(self):
        changes = dict(ECCSTRENGTH=4, ECCSTEPSIZE=512, BITFLIPTHRESHOLD=3, SUBPAGESHIFT=1, NAME="a name: with, all")
        with Server(varied(changes)) as server:
            for name, value in dict(name="a name: with, all", type="nand", flags="0x8400", size="1048576",
                                    writesize="2048", erasesize="131072", oobsize="64", oobavail="40",
                                    subpagesize="1024", ecc_strength="4", ecc_step_size="512",
                                    bitflip_threshold="3").items():
                self.assertEqual(mtd.attribute(server.number, name), value, name)

    def test_threshold_is_the_strength(self):
        with Server(varied(dict(ECCSTRENGTH=8))) as server:
            self.assertEqual(mtd.attribute(server.number, "bitflip_threshold"), "8")

    def test_last_of_equal_keys(self):
        body = struct.pack("=IIII", 7, 34, 0, 0) + b"\0\0" + page(NAND) + b"\0" + page({"NAME": "later"})
        with Server(raw=lambda init: reply(init.unique, body)) as server:
            self.assertEqual(mtd.attribute(server.number, "name"), "later")

    def test_same_name_twice(self):
        with Server() as first, Server() as second:
            self.assertNotEqual(first.number, second.number)
            self.assertEqual(mtd.listing().count("test"), 2)

    def test_versions(self):
        for options in (dict(minor=32), dict(major=6), dict(major=8), dict(minor=0)):
            with self.subTest(**options):
                self.refused(**options)
        with Server(minor=99) as server:
            self.assertFalse(server.v1)
        with Server(V1, minor=33) as server:
            self.assertTrue(server.v1)

    def test_version_1_ignores_keys_of_version_3(self):
        with Server(varied(dict(OOBFREE="x")), minor=33) as server:
            self.assertEqual(mtd.attribute(server.number, "oobsize"), "0")

    def test_small_transfers_are_raised(self):
        with Server(max_read=0, max_write=1):
            pass
        self.refused(parameters=varied(dict(WRITESIZE=8192, OOBSIZE=0, OOBAVAIL=0)), max_read=0)
        self.refused(parameters=varied(dict(WRITESIZE=8192), V1), max_write=4096, minor=33)

    def test_page(self):
        start = struct.pack("=IIII", 7, 34, 0, 0)
        for name, body in {
            "no NUL at the end": start + page(NAND)[:-1], "no parameters": start, "no equals sign": start + b"NAME\0",
        }.items():
            with self.subTest(name):
                self.refused(raw=lambda init, body=body: reply(init.unique, body))
        for body in (b"", start[:7]):
            self.refused_write(body)
        with self.subTest("an error"):
            self.refused(raw=lambda init: reply(init.unique, error=-errno.EIO))
        with self.subTest("full"):
            filled = start + page(NAND) + bytes(4096 - len(page(NAND)))
            with Server(raw=lambda init: reply(init.unique, filled)):
                pass
            self.refused_write(filled + b"\0")

    def refused_write(self, body):
        """The reply itself is EINVAL, and the connection ends."""
        with self.assertRaises(OSError) as caught:
            Server(raw=lambda init: reply(init.unique, body), wait=False)
        self.assertEqual(caught.exception.errno, errno.EINVAL)

    def test_init(self):
        with Server() as server:
            init = server.init
        self.assertEqual((init.len, init.nodeid, init.unique, init.args), (48, 0, 2, (7, 34)))


class Partitions(unittest.TestCase):
    def names(self, text, size=1 << 20):
        with Server(varied(dict(PARTSCMDLINE=text, SIZE=size))) as server:
            found = []
            for number in range(server.number, server.number + len(mtd.listing())):
                part = mtd.attribute(number, "offset") if os.path.exists(f"/sys/class/mtd/mtd{number}/offset") else "-"
                found.append((mtd.attribute(number, "name"), part, int(mtd.attribute(number, "size"))))
                self.assertEqual(mtd.attribute(number, "muse_pid"), str(os.getpid()))
            return found

    def test_partitions(self):
        k = 1024
        for text, expected in {
            "": [("test", "-", 1024 * k)],
            "256k(boot),-(rest)": [("boot", "0", 256 * k), ("rest", str(256 * k), 768 * k)],
            "128k,128k@512k(b)ro": [("Partition_000", "0", 128 * k), ("b", str(512 * k), 128 * k)],
            "0x20000(hex),131072(bytes)lk": [("hex", "0", 128 * k), ("bytes", str(128 * k), 128 * k)],
            "2M(all)": [("all", "0", 1024 * k)],
            "1M(all),-(none)": [("all", "0", 1024 * k)],
        }.items():
            with self.subTest(text):
                self.assertEqual(self.names(text), expected)

    def test_bad_definitions_give_none(self):
        for text in ("x", "256k(boot", "256k()", "256k(a)rw", "256k(a),", "128k@2M(a)", "-(a)x", "@5(a)",
                     ",".join(["1k"] * 65)):
            with self.subTest(text):
                self.assertEqual(self.names(text), [("test", "-", 1 << 20)])

    def test_read_only(self):
        with Server(varied(dict(PARTSCMDLINE="512k(a)ro,-(b)"))) as server:
            with self.assertRaises(PermissionError):
                mtd.Device(server.path)
            with mtd.Device(f"/dev/mtd{server.number + 1}") as device:
                device.erase(0, 1 << 17)
            self.assertEqual([request.args for request in server.log if request.opcode == 8193], [(1 << 19, 1 << 17)])
