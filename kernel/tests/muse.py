# SPDX-License-Identifier: GPL-2.0-only
"""A MUSE server over memory, for tests of the driver. What it answers can be replaced, operation by operation."""

import errno
import fcntl
import os
import select
import struct
import threading
import time

READ_V1, WRITE_V1, FSYNC_V1 = 15, 16, 20
INIT, ERASE, READ, WRITE, MARKBAD, ISBAD, SYNC = range(8192, 8199)
INBAND, OOB_AUTO, OOB_PLACE, RAW = 1, 2, 4, 8

UNREGISTER = 0x4D01
GET_MTD = 0x80044D02

NAND = dict(NAME="test", TYPE=4, FLAGS=0x400, SIZE=1 << 20, WRITESIZE=2048, ERASESIZE=1 << 17, OOBSIZE=64, OOBAVAIL=40)
V1 = dict(NAME="test", TYPE=4, FLAGS=0x400, SIZE=1 << 20, WRITESIZE=2048, ERASESIZE=1 << 17)


class Request:
    """One request; `args` are those of its operation, `payload` what is to be written."""

    def __init__(self, message):
        self.len, self.opcode, self.unique, self.nodeid, self.uid, self.gid, self.pid, _ = struct.unpack_from(
            "=IIQQIIII", message)
        body = message[40:]
        form = {READ: "=QQII", WRITE: "=QQII", ERASE: "=QQ", ISBAD: "=Q", MARKBAD: "=Q", INIT: "=II",
                READ_V1: "=QQIIQII", WRITE_V1: "=QQIIQII", FSYNC_V1: "=QII", SYNC: "="}[self.opcode]
        self.args = struct.unpack_from(form, body)
        self.payload = body[struct.calcsize(form):]

    def key(self):
        """What tests compare: the operation, its address, length and flags."""
        if self.opcode in (READ, WRITE):
            return self.opcode, self.args[0], self.args[1], self.args[2]
        if self.opcode in (READ_V1, WRITE_V1):
            return self.opcode, self.args[1], self.args[2]
        return (self.opcode, *self.args)


def reply(unique, body=b"", error=0):
    """The bytes of a reply."""
    return struct.pack("=IiQ", 16 + len(body), error, unique) + body


def page(parameters):
    """The parameters of MUSE_INIT."""
    return b"".join(f"{key}={value}".encode() + b"\0" for key, value in parameters.items())


class Server:
    """Serves until `close`. `hooks[opcode](request)` may give the reply's bytes, None for the usual one, or False for
    no reply at all; `log` has the requests."""

    def __init__(self, parameters=NAND, minor=34, major=7, max_read=1 << 20, max_write=1 << 20, threads=1, raw=None,
                 wait=True, hooks=None):
        self.parameters, self.v1 = parameters, minor < 34
        self.size, self.writesize, self.erasesize, self.oobsize, self.oobavail = (
            int(value) if str(value).isdigit() else 0 for value in (
                parameters.get(key, 0) for key in ("SIZE", "WRITESIZE", "ERASESIZE", "OOBSIZE", "OOBAVAIL")))
        small = self.writesize and self.size < 1 << 26
        self.data = bytearray(b"\xff" * (self.size if small else 0))
        self.oob = bytearray(b"\xff" * (self.size // self.writesize * self.oobsize if small else 0))
        self.bad, self.log, self.hooks, self.results = set(), [], hooks or {}, []
        self.buffer = 80 + max(max_write, 1 << 13)
        self.fd = os.open("/dev/muse", os.O_RDWR | os.O_NONBLOCK)
        self.stopping, self.stopped = os.pipe()
        self.init = Request(os.read(self.fd, 8192))
        answer = struct.pack("=IIII", major, minor, max_read, max_write) + page(parameters)
        self.accepted = os.write(self.fd, raw(self.init) if raw else reply(self.init.unique, answer))
        self.threads = [threading.Thread(target=self.loop, daemon=True) for _ in range(threads)]
        for thread in self.threads:
            thread.start()
        if wait:
            self.number = self.wait()

    def wait(self):
        """The number of the MTD; OSError when there is none."""
        while True:
            try:
                return struct.unpack("=I", fcntl.ioctl(self.fd, GET_MTD, bytes(4)))[0]
            except BlockingIOError:
                time.sleep(0.01)

    @property
    def path(self):
        return f"/dev/mtd{self.number}"

    def loop(self):
        while True:
            if self.stopping in select.select([self.fd, self.stopping], [], [])[0]:
                return
            try:
                request = Request(os.read(self.fd, self.buffer))
            except BlockingIOError:
                continue
            except OSError as error:
                if error.errno == errno.ENODEV:
                    return
                if error.errno == errno.EINVAL:
                    continue
                raise
            self.log.append(request)
            answer = self.hooks.get(request.opcode, lambda _: None)(request)
            if answer is None:
                answer = self.usual(request)
            if answer:
                self.send(answer)

    def send(self, *answers):
        """Sends replies; the errno of each, or its length."""
        results = []
        for answer in answers:
            try:
                results.append(os.write(self.fd, answer))
            except OSError as error:
                results.append(-error.errno)
        self.results += results
        return results

    def place(self, address, index, flags):
        """Where in `oob` byte `index` of an operation lies; free bytes are the last ones."""
        automatic = flags & OOB_AUTO
        width = self.oobavail if automatic else self.oobsize
        column = address % self.writesize + index
        return ((address // self.writesize + column // width) * self.oobsize + column % width
                + (self.oobsize - self.oobavail if automatic else 0))

    def usual(self, request):
        opcode, args, unique = request.opcode, request.args, request.unique
        if opcode == READ:
            return reply(unique, struct.pack("=QII", args[1], 0, 0) + self.read(*args[:3]))
        if opcode == WRITE:
            self.write(args[0], args[2], request.payload)
            return reply(unique, struct.pack("=QII", args[1], 0, 0))
        if opcode == READ_V1:
            return reply(unique, self.read(args[1], args[2], INBAND))
        if opcode == WRITE_V1:
            self.write(args[1], INBAND, request.payload)
            return reply(unique, struct.pack("=II", args[2], 0))
        if opcode == ERASE:
            self.data[args[0]:args[0] + args[1]] = b"\xff" * args[1]
            first, count = args[0] // self.writesize * self.oobsize, args[1] // self.writesize * self.oobsize
            self.oob[first:first + count] = b"\xff" * count
        if opcode == ISBAD:
            return reply(unique, struct.pack("=II", args[0] in self.bad, 0))
        if opcode == MARKBAD:
            self.bad.add(args[0])
        return reply(unique)

    def read(self, address, length, flags):
        if flags & INBAND:
            return bytes(self.data[address:address + length])
        return bytes(self.oob[self.place(address, index, flags)] for index in range(length))

    def write(self, address, flags, payload):
        if flags & INBAND:
            self.data[address:address + len(payload)] = payload
            return
        for index, byte in enumerate(payload):
            self.oob[self.place(address, index, flags)] = byte

    def keys(self, *opcodes):
        """The requests of these operations, as tests compare them."""
        return [request.key() for request in self.log if request.opcode in opcodes]

    def close(self):
        """Closes the device, as a server that dies."""
        os.close(self.stopped)
        for thread in self.threads:
            thread.join()
        os.close(self.fd)
        os.close(self.stopping)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
