# SPDX-License-Identifier: GPL-2.0-only
"""Coming and going: waiting, killing, unregistering."""

import errno
import fcntl
import os
import re
import select
import struct
import subprocess
import sys
import threading
import time
import unittest

import mtd
from muse import GET_MTD, ISBAD, NAND, READ, SYNC, UNREGISTER, WRITE, Server, reply
from processes import SERVER, module_users, reader, unload, until


class Waiting(unittest.TestCase):
    def test_nonblocking(self):
        fd = os.open("/dev/muse", os.O_RDWR | os.O_NONBLOCK)
        poll = select.poll()
        poll.register(fd, select.POLLIN | select.POLLOUT)
        self.assertEqual(poll.poll(0), [(fd, select.POLLIN | select.POLLOUT)])
        self.assertEqual(len(os.read(fd, 8192)), 48)
        self.assertEqual(poll.poll(0), [(fd, select.POLLOUT)])
        with self.assertRaises(BlockingIOError):
            os.read(fd, 8192)
        os.write(fd, reply(2, error=-5))
        self.assertEqual(poll.poll(0), [(fd, select.POLLERR)])
        os.close(fd)

    def test_small_buffer(self):
        fd = os.open("/dev/muse", os.O_RDWR)
        with self.assertRaises(OSError) as caught:
            os.read(fd, 8191)
        self.assertEqual(caught.exception.errno, errno.EINVAL)
        self.assertEqual(len(os.read(fd, 8192)), 48)
        os.close(fd)

    def test_request_larger_than_the_buffer(self):
        with Server() as server, mtd.Device(server.path) as device:
            server.buffer = 8192
            errors = []

            def loop():
                try:
                    os.pwrite(device.fd, bytes(1 << 16), 0)
                except OSError as error:
                    errors.append(error.errno)
            writer = threading.Thread(target=loop)
            writer.start()
            writer.join(20)
            self.assertEqual(errors, [errno.EIO])

    def test_privilege(self):
        program = "import os\nos.setuid(65534)\ntry: os.open('/dev/muse', os.O_RDWR)\nexcept OSError as e: print(e.errno)"
        os.chmod("/dev/muse", 0o666)
        result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
        os.chmod("/dev/muse", 0o600)
        self.assertEqual(result.stdout.strip(), str(errno.EPERM))

    def test_many_threads(self):
        """Eight threads serve eight readers, each its own page."""
        server = subprocess.Popen([SERVER[0], "-t", "8", *SERVER[1:]])
        self.assertTrue(until(lambda: "test" in mtd.listing()))
        path = f"/dev/mtd{mtd.listing().index('test')}"
        with mtd.Device(path) as device:
            for number in range(8):
                os.pwrite(device.fd, bytes([number]) * 2048, number * 2048)
            wrong = []

            def read(number):
                for _ in range(60):
                    if os.pread(device.fd, 2048, number * 2048) != bytes([number]) * 2048:
                        wrong.append(number)
            threads = [threading.Thread(target=read, args=(number,)) for number in range(8)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            self.assertEqual(wrong, [])
        server.kill()
        server.wait()
        self.assertTrue(until(lambda: mtd.listing() == []))


class Killing(unittest.TestCase):
    def test_killed_reader(self):
        """Whether the server has the request or not; the late answer is ENOENT, and the MTD works on."""
        with Server() as server:
            held = []
            server.hooks = {READ: lambda request: held.append(request) or False}
            first = reader(server.path)
            self.assertTrue(until(lambda: held))
            first.kill()
            self.assertTrue(until(lambda: first.poll() is not None, 10))
            self.assertEqual(server.send(server.usual(held[0])), [-errno.ENOENT])
            server.hooks = {}
            self.assertEqual(reader(server.path).wait(20), 0)

    def test_killed_writer(self):
        """Its close, with a sync, does not hang either."""
        with Server() as server:
            server.hooks = {code: lambda request: False for code in (WRITE, SYNC)}
            program = f"import os\nfd = os.open({server.path!r}, os.O_RDWR)\nos.pwrite(fd, bytes(2048), 0)"
            writer = subprocess.Popen([sys.executable, "-c", program])
            self.assertTrue(until(lambda: server.keys(WRITE)))
            writer.kill()
            self.assertTrue(until(lambda: writer.poll() is not None, 15))

    def test_quick_server_is_waited_for(self):
        """A killed caller whose request is answered in time does not see an error: UBI would take that for a failure."""
        with Server() as server:
            def slow(request):
                time.sleep(0.2)
            server.hooks = {WRITE: slow}
            writer = subprocess.Popen(["dd", "if=/dev/zero", f"of={server.path}", "bs=2048", "count=1"],
                                      stderr=subprocess.DEVNULL)
            self.assertTrue(until(lambda: server.keys(WRITE)))
            writer.kill()
            writer.wait(20)
            self.assertTrue(until(lambda: 32 in server.results), "the answer was taken")

    def test_killed_server(self):
        """Pending and later operations fail; the MTD goes with its last user."""
        server = Server()
        with mtd.Device(server.path) as device:
            server.hooks = {READ: lambda request: False}
            errors = []

            def wait():
                try:
                    os.pread(device.fd, 2048, 0)
                except OSError as error:
                    errors.append(error.errno)
            waiting = [threading.Thread(target=wait) for _ in range(3)]
            for thread in waiting:
                thread.start()
            self.assertTrue(until(lambda: len(server.keys(READ)) == 3))
            server.close()
            for thread in waiting:
                thread.join(20)
            wait()
            self.assertEqual(errors, [errno.ENOTCONN] * 4)
            for action in (lambda: os.pwrite(device.fd, bytes(2048), 0), lambda: device.erase(0, 1 << 17),
                           lambda: device.is_bad(0)):
                with self.assertRaises(OSError) as caught:
                    action()
                self.assertEqual(caught.exception.errno, errno.ENOTCONN)
            with self.assertRaises(OSError) as caught:
                mtd.Device(server.path)
            self.assertEqual(caught.exception.errno, errno.ENODEV)
            self.assertEqual(mtd.listing(), ["test"])
            self.assertNotEqual(unload(), 0)
        self.assertTrue(until(lambda: mtd.listing() == []))

    def test_death_during_registration(self):
        """While the MTD core asks for bad blocks, or before it begins."""
        for answers in (0, 1, 5):
            with self.subTest(answers=answers):
                asked = []

                def answer(request):
                    asked.append(request)
                    return None if len(asked) <= answers else False
                server = Server(dict(NAND, PARTSCMDLINE="256k(a),-(b)"), wait=False, hooks={ISBAD: answer})
                self.assertTrue(until(lambda: len(asked) > answers))
                server.close()
                self.assertTrue(until(lambda: mtd.listing() == [] and module_users() == 0))


    def test_killed_server_of_a_block_device(self):
        """Requests that wait in mtdblock's queue fail, and nothing locks up."""
        subprocess.run(["modprobe", "mtdblock"], check=True)
        server = Server(hooks={READ: lambda request: False})
        block = f"/dev/mtdblock{server.number}"
        dd = subprocess.Popen(["dd", f"if={block}", "of=/dev/null", "bs=64k"], stderr=subprocess.DEVNULL)
        self.assertTrue(until(lambda: server.keys(READ)))
        server.close()
        self.assertNotEqual(dd.wait(30), 0)
        self.assertTrue(until(lambda: mtd.listing() == []))
        subprocess.run(["rmmod", "mtdblock"], check=True)


class Scrubbing(unittest.TestCase):
    def test_scrubbing(self):
        """UBI moves a block whose bitflips have reached the threshold."""
        subprocess.run(["modprobe", "ubi"], check=True)
        with Server(dict(NAND, SIZE=24 << 17, ECCSTRENGTH=4, BITFLIPTHRESHOLD=3)) as server:
            subprocess.run(["ubiformat", "-q", "-y", server.path], check=True, stdout=subprocess.DEVNULL)
            for command in (["ubiattach", "-p", server.path, "-d", "0"], ["ubimkvol", "/dev/ubi0", "-N", "a", "-m"]):
                subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            with open("/tmp/content", "wb") as file:
                file.write(os.urandom(100000))
            subprocess.run(["ubiupdatevol", "/dev/ubi0_0", "/tmp/content"], check=True)

            def flipped(request):
                address, length, flags, _ = request.args
                return reply(request.unique, struct.pack("=QII", length, 0, 3) + server.read(address, length, flags))
            server.hooks = {READ: flipped}
            with open("/dev/ubi0_0", "rb") as volume:
                volume.read(2048)
            server.hooks = {}
            log = lambda: subprocess.run(["dmesg"], capture_output=True, text=True).stdout
            self.assertTrue(until(lambda: "fixable bit-flip detected at PEB" in log()))
            self.assertTrue(until(lambda: re.search(r"scrubbed PEB \d+", log())))
            subprocess.run(["ubidetach", "-d", "0"], check=True, stdout=subprocess.DEVNULL)


class Unregistering(unittest.TestCase):
    def test_unregister(self):
        with Server() as server:
            with mtd.Device(server.path):
                with self.assertRaises(OSError) as caught:
                    fcntl.ioctl(server.fd, UNREGISTER)
                self.assertEqual(caught.exception.errno, errno.EBUSY)
            self.assertEqual(reader(server.path).wait(20), 0)
            fcntl.ioctl(server.fd, UNREGISTER)
            self.assertEqual(mtd.listing(), [])
            with self.assertRaises(OSError) as caught:
                os.read(server.fd, 8192)
            self.assertEqual(caught.exception.errno, errno.ENODEV)
            with self.assertRaises(OSError) as caught:
                server.wait()
            self.assertEqual(caught.exception.errno, errno.ENODEV)

    def test_before_init(self):
        fd = os.open("/dev/muse", os.O_RDWR)
        for command, argument in ((UNREGISTER, 0), (GET_MTD, bytes(4))):
            with self.assertRaises(BlockingIOError):
                fcntl.ioctl(fd, command, argument)
        with self.assertRaises(OSError) as caught:
            fcntl.ioctl(fd, 0x4D77)
        self.assertEqual(caught.exception.errno, errno.ENOTTY)
        os.close(fd)
