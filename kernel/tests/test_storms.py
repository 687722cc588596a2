# SPDX-License-Identifier: GPL-2.0-only
"""Loading and unloading the driver; storms of servers and readers leave nothing behind."""

import os
import signal
import subprocess
import time
import unittest

import mtd
from muse import Server
from processes import SERVER, module_users, unload, until


class Unloading(unittest.TestCase):
    def tearDown(self):
        subprocess.run(["modprobe", "muse"], check=True)

    def test_never_before(self):
        fd = os.open("/dev/muse", os.O_RDWR)
        self.assertNotEqual(unload(), 0)
        os.close(fd)
        with Server() as server:
            self.assertNotEqual(unload(), 0)
            with mtd.Device(server.path):
                self.assertNotEqual(unload(), 0)
        self.assertEqual(unload(), 0)

    def test_load_serve_unload(self):
        for _ in range(3):
            subprocess.run(["modprobe", "muse"], check=True)
            with Server():
                pass
            self.assertEqual(unload(), 0)


def slabs():
    """Memory in caches that the driver allocates from, in bytes."""
    total = 0
    with open("/proc/slabinfo") as table:
        for line in table:
            fields = line.split()
            if fields[0].startswith("kmalloc-"):
                total += int(fields[1]) * int(fields[3])
    return total


class Storms(unittest.TestCase):
    def open_and_close(self):
        for _ in range(500):
            os.close(os.open("/dev/muse", os.O_RDWR))

    def test_leaks(self):
        """Connections in all their states come and go; what 300 of them would leave is more than is found."""
        def round_of_all():
            self.open_and_close()
            for _ in range(20):
                Server().close()
                Server(wait=False).close()
                Server(dict(NAME="x"), wait=False).close()
        round_of_all()
        subprocess.run("echo 3 > /proc/sys/vm/drop_caches; echo 1 > /proc/sys/vm/compact_memory", shell=True)
        time.sleep(0.5)
        before = slabs()
        round_of_all()
        time.sleep(0.5)
        # A connection takes more than 8 KiB: 560 of them would be 5 MiB.
        self.assertLess(slabs() - before, 1 << 20)
        self.assertEqual(module_users(), 0)

    def test_kills(self):
        """Servers and readers are killed at any moment."""
        for number in range(15):
            server = subprocess.Popen([SERVER[0], "-t", "2", *SERVER[1:], "PARTSCMDLINE=512k(a),-(b)"],
                                      stderr=subprocess.DEVNULL)
            time.sleep(number * 0.007)
            readers = [subprocess.Popen(["dd", f"if=/dev/mtd{i % 2}", "of=/dev/null", "bs=4k"],
                                        stderr=subprocess.DEVNULL) for i in range(4)]
            time.sleep(number * 0.007)
            for process in readers[:2]:
                process.send_signal(signal.SIGKILL)
            server.kill()
            for process in (*readers, server):
                process.wait(30)
            self.assertTrue(until(lambda: mtd.listing() == []), number)
        self.assertTrue(until(lambda: module_users() == 0))
