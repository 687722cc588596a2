# SPDX-License-Identifier: GPL-2.0-only
"""mtd-utils, file systems and the kernel's own MTD tests on an MTD of a server that only copies."""

import os
import subprocess
import time
import unittest
from pathlib import Path

import mtd

SERVER = os.environ["MUSE_SERVER"]
TESTS = os.environ["MTD_TESTS"]
NAND = dict(NAME="tools", TYPE=4, FLAGS=1024, SIZE=6 << 20, WRITESIZE=2048, ERASESIZE=1 << 17, OOBSIZE=64, OOBAVAIL=40,
            OOBFREE="24:40", ECCSTRENGTH=4, ECCSTEPSIZE=512, MAXBADBLOCKS=4)
SMALL = dict(NAND, SIZE=2 << 20, WRITESIZE=512, ERASESIZE=16384, OOBSIZE=16, OOBAVAIL=8, OOBFREE="8:8")
NOR = dict(NAME="tools", TYPE=3, FLAGS=3072, SIZE=2 << 20, WRITESIZE=1, ERASESIZE=1 << 16)


class Tools(unittest.TestCase):
    def serve(self, parameters, *options):
        """A server, for the time of the test; the number of its MTD."""
        server = subprocess.Popen([SERVER, *options, *(f"{key}={value}" for key, value in parameters.items())])
        self.addCleanup(self.end, server)
        for _ in range(1000):
            if "tools" in mtd.listing():
                break
            time.sleep(0.01)
        self.number = mtd.listing().index("tools")
        self.device = f"/dev/mtd{self.number}"

    def end(self, server):
        server.kill()
        server.wait()

    def run_tool(self, *command, status=0):
        """Its output; the status must be as told."""
        result = subprocess.run(command, capture_output=True)
        self.assertEqual(result.returncode, status, (command, result.stdout[-500:], result.stderr[-500:]))
        return result.stdout

    def make_file(self, path, size):
        data = os.urandom(size)
        Path(path).write_bytes(data)
        return data

    def test_nand_tools(self):
        self.serve(NAND)
        self.assertIn(b"2048 bytes", self.run_tool("mtdinfo", self.device))
        data = self.make_file("/tmp/data", 300000)
        self.run_tool("flash_erase", "-q", self.device, "0", "0")
        self.run_tool("nandwrite", "-q", "-p", self.device, "/tmp/data")
        self.assertEqual(self.run_tool("nanddump", "-q", self.device)[:300000], data)
        dump = self.run_tool("nanddump", "-q", "--oob", "--noecc", "-l", "8192", self.device)
        self.assertEqual(len(dump), 4 * 2112)
        self.assertEqual(dump[2112:2112 + 2048], data[2048:4096])

        # Data with its OOB, as one operation of the MTD.
        pages = self.make_file("/tmp/pages", 64 * 2112)
        self.run_tool("flash_erase", "-q", self.device, "0", "1")
        self.run_tool("nandwrite", "-q", "-n", "-o", self.device, "/tmp/pages")
        self.assertEqual(self.run_tool("nanddump", "-q", "--oob", "--noecc", "-l", "0x20000", self.device), pages)
        self.run_tool("nandflipbits", self.device, "1@5")
        self.assertEqual(self.run_tool("nanddump", "-q", "-l", "2048", self.device)[5], pages[5] ^ 2)

        self.run_tool("nandwrite", "-q", "-m", "-p", "-s", "0x100000", self.device, "/tmp/data")
        self.run_tool("nandtest", "-l", "0x40000", self.device)
        self.run_tool("mtd_debug", "erase", self.device, "0", "131072")
        self.run_tool("mtd_debug", "write", self.device, "0", "4096", "/tmp/data")
        self.run_tool("mtd_debug", "read", self.device, "0", "4096", "/tmp/back")
        self.assertEqual(Path("/tmp/back").read_bytes(), data[:4096])

    def test_bad_blocks(self):
        self.serve(NAND)
        with mtd.Device(self.device) as device:
            device.mark_bad(1 << 17)
        data = self.make_file("/tmp/data", 1 << 18)
        self.run_tool("flash_erase", "-q", self.device, "0", "0")
        self.run_tool("nandwrite", "-q", self.device, "/tmp/data")
        dump = self.run_tool("nanddump", "-q", "--bb=skipbad", "-l", "0x40000", self.device)
        self.assertEqual(dump, data)

    def test_ubifs(self):
        self.serve(NAND)
        self.run_tool("modprobe", "ubifs")
        self.run_tool("ubiformat", "-q", "-y", self.device)
        self.run_tool("ubiattach", "-p", self.device, "-d", "0")
        self.run_tool("ubimkvol", "/dev/ubi0", "-N", "files", "-m")
        os.makedirs("/tmp/mnt", exist_ok=True)
        self.run_tool("mount", "-t", "ubifs", "ubi0:files", "/tmp/mnt")
        data = self.make_file("/tmp/mnt/file", 1 << 18)
        self.run_tool("umount", "/tmp/mnt")
        self.run_tool("ubidetach", "-p", self.device)
        self.run_tool("ubiattach", "-p", self.device, "-d", "0")
        self.run_tool("mount", "-t", "ubifs", "ubi0:files", "/tmp/mnt")
        self.assertEqual(Path("/tmp/mnt/file").read_bytes(), data)
        self.run_tool("umount", "/tmp/mnt")
        self.run_tool("ubidetach", "-p", self.device)

    def test_ubifs_outlives_its_server(self):
        """Everything fails then, and all can be taken down."""
        self.serve(NAND)
        self.run_tool("modprobe", "ubifs")
        self.run_tool("ubiformat", "-q", "-y", self.device)
        self.run_tool("ubiattach", "-p", self.device, "-d", "0")
        self.run_tool("ubimkvol", "/dev/ubi0", "-N", "files", "-m")
        os.makedirs("/tmp/mnt", exist_ok=True)
        self.run_tool("mount", "-t", "ubifs", "ubi0:files", "/tmp/mnt")
        self.make_file("/tmp/mnt/file", 10000)
        self.doCleanups()
        self.run_tool("sync", "/tmp/mnt/file", status=1)
        self.assertEqual(mtd.listing(), ["tools"])
        self.run_tool("umount", "/tmp/mnt")
        self.run_tool("ubidetach", "-d", "0")
        for _ in range(1000):
            if not mtd.listing():
                break
            time.sleep(0.01)
        self.assertEqual(mtd.listing(), [])

    def jffs2(self):
        self.run_tool("modprobe", "-a", "jffs2", "mtdblock")
        os.makedirs("/tmp/mnt", exist_ok=True)
        self.run_tool("mount", "-t", "jffs2", f"mtd{self.number}", "/tmp/mnt")
        data = self.make_file("/tmp/mnt/file", 100000)
        self.run_tool("umount", "/tmp/mnt")
        self.run_tool("mount", "-t", "jffs2", f"mtd{self.number}", "/tmp/mnt")
        self.assertEqual(Path("/tmp/mnt/file").read_bytes(), data)
        self.run_tool("umount", "/tmp/mnt")

    def test_jffs2_on_small_pages(self):
        """Clean markers in the OOB."""
        self.serve(SMALL)
        self.run_tool("flash_erase", "-q", "-j", self.device, "0", "0")
        with mtd.Device(self.device) as device:
            self.assertEqual(device.read_oob(0, 16), b"\xff" * 8 + bytes.fromhex("8519032008000000"))
        self.jffs2()

    def test_jffs2_on_nor(self):
        """Small writes straight from JFFS2's slab objects."""
        self.serve(NOR)
        self.run_tool("flash_erase", "-q", "-j", self.device, "0", "0")
        self.jffs2()

    def test_squashfs_on_nor(self):
        for options in ((), ("-1",)):
            with self.subTest(options=options):
                self.serve(NOR, *options)
                self.run_tool("modprobe", "-a", "mtdblock", "squashfs")
                os.makedirs("/tmp/tree", exist_ok=True)
                os.makedirs("/tmp/mnt", exist_ok=True)
                data = self.make_file("/tmp/tree/file", 1 << 18)
                self.run_tool("mksquashfs", "/tmp/tree", "/tmp/squash", "-quiet", "-noappend", "-no-progress")
                self.run_tool("flash_erase", "-q", self.device, "0", "0")
                self.run_tool("flashcp", "/tmp/squash", self.device)
                self.run_tool("mount", "-t", "squashfs", "-o", "ro", f"/dev/mtdblock{self.number}", "/tmp/mnt")
                self.assertEqual(Path("/tmp/mnt/file").read_bytes(), data)
                self.run_tool("umount", "/tmp/mnt")
                self.doCleanups()

    def test_kernel_tests(self):
        """drivers/mtd/tests of the kernel's source."""
        self.serve(dict(NAND, SIZE=1 << 20, SUBPAGESHIFT=2))
        self.run_tool("insmod", f"{TESTS}/mtd_test.ko")
        self.addCleanup(self.run_tool, "rmmod", "mtd_test")
        for module, end in dict(readtest="finished", pagetest="finished with 0 errors", stresstest="finished, 200",
                                oobtest="finished with 0 errors", subpagetest="finished with 0 errors").items():
            with self.subTest(module):
                options = [f"dev={self.number}"] + (["count=200"] if module == "stresstest" else [])
                self.run_tool("insmod", f"{TESTS}/mtd_{module}.ko", *options)
                self.run_tool("rmmod", f"mtd_{module}")
                self.assertRegex(self.run_tool("dmesg").decode(), rf"mtd_{module}: {end}\b(?! with)")
