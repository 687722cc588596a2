# SPDX-License-Identifier: Apache-2.0
# Copyright the museimg authors
"""workload.py FOLDER STORE MANIFEST SEED OPERATIONS [--forget]: files come, grow, change their names and go.

FOLDER is a file system on a chip whose changes STORE keeps. MANIFEST gets what is promised to survive a loss of power, in
the lines of `museimg trace powercut --manifest`: once fsync has returned, the file has its hash from the last record on
that the store has then. With --forget nothing is synced, and promised all the same.

The same seed does the same operations. An error of the file system ends them, and the program with 1.
"""
import hashlib
import os
import random
import struct
import sys

HEADER = struct.Struct("<IIBB6sQQ")


class Store:
    """The number of the last record of a store that someone writes: docs/store-format.md, Header and Records."""

    def __init__(self, path):
        self.file = os.open(path, os.O_RDONLY)
        start = os.pread(self.file, 128, 0)
        length, = struct.unpack_from("<I", start, 44)
        description = os.pread(self.file, length, 128).decode().splitlines()
        self.next = int(dict(line.split(" ", 1) for line in description)["journal"])
        self.last = 0

    def sequence(self):
        end = os.fstat(self.file).st_size
        room = os.pread(self.file, end - self.next, self.next)
        at = 0
        while len(room) - at >= HEADER.size:
            _, length, _, _, number, _, _ = HEADER.unpack_from(room, at)
            size = (HEADER.size + length + 7) & ~7
            number = int.from_bytes(number, "little")
            if number <= self.last or size > len(room) - at:
                break
            self.last = number
            at += size
        self.next += at
        return self.last


class Workload:
    MOST_BYTES = 1_600_000

    def __init__(self, folder, store, manifest, seed, forgets):
        self.folder, self.store, self.forgets = folder, Store(store), forgets
        self.manifest = open(manifest, "w", encoding="utf-8")
        self.chance = random.Random(seed)
        self.files = {}  # path: bytes
        self.unsynced = set()
        self.made = 0
        self.counts = {}

    def line(self, state, path):
        print(self.store.sequence(), state, path, file=self.manifest, flush=True)

    def promise(self, path):
        held = self.files.get(path)
        self.line("-" if held is None else hashlib.sha256(held).hexdigest(), path)

    def path(self, path):
        return os.path.join(self.folder, path)

    def sync(self, *paths):
        """Makes files or folders durable."""
        for path in paths if not self.forgets else ():
            descriptor = os.open(self.path(path), os.O_RDONLY)
            os.fsync(descriptor)
            os.close(descriptor)

    def sync_with_folder(self, path):
        self.sync(path, os.path.dirname(path))

    def some(self):
        return self.chance.choice(sorted(self.files))

    def bytes(self):
        size = self.chance.choice((0, 1, 700, 4096, 9001, 30000, 70000))
        kind = self.chance.random()
        return self.chance.randbytes(size) if kind < 0.7 else bytes([size % 251]) * size

    def new_path(self):
        self.made += 1
        folder = f"folder{self.chance.randrange(4)}"
        if not os.path.isdir(self.path(folder)):
            os.mkdir(self.path(folder))
            self.sync(folder, ".")
        return f"{folder}/file {self.made}"

    def write(self, path, mode, at, data):
        with open(self.path(path), mode, buffering=0) as file:
            file.seek(at)
            left = memoryview(data)
            while left:
                left = left[file.write(left):]

    def create(self):
        path = self.new_path()
        self.line("?", path)
        self.files[path] = self.bytes()
        self.write(path, "xb", 0, self.files[path])
        if self.chance.random() < 0.25:
            self.unsynced.add(path)
            return
        self.sync_with_folder(path)
        self.promise(path)

    def change(self, path, at, data):
        """Writes over what is there, or behind it."""
        old = self.files[path]
        self.line("?", path)
        self.files[path] = old[:at] + data + old[at + len(data):]
        self.write(path, "r+b", at, data)
        self.sync_with_folder(path)
        self.unsynced.discard(path)
        self.promise(path)

    def append(self):
        path = self.some()
        self.change(path, len(self.files[path]), self.bytes())

    def overwrite(self):
        path = self.some()
        self.change(path, self.chance.randint(0, len(self.files[path])), self.bytes())

    def truncate(self):
        path = self.some()
        self.line("?", path)
        self.files[path] = self.files[path][:self.chance.randint(0, len(self.files[path]))]
        os.truncate(self.path(path), len(self.files[path]))
        self.sync_with_folder(path)
        self.unsynced.discard(path)
        self.promise(path)

    def rename(self):
        old = self.some()
        new = self.some() if self.chance.random() < 0.4 else self.new_path()
        if old == new:
            return
        self.line("?", old)
        self.line("?", new)
        # The bytes have to be there before their name is.
        self.sync(old)
        os.rename(self.path(old), self.path(new))
        self.files[new] = self.files.pop(old)
        self.sync(os.path.dirname(new), os.path.dirname(old), new)
        self.unsynced -= {old, new}
        self.promise(old)
        self.promise(new)

    def delete(self):
        path = self.some()
        self.line("?", path)
        os.unlink(self.path(path))
        del self.files[path]
        self.sync(os.path.dirname(path))
        self.unsynced.discard(path)
        self.promise(path)

    def sync_all(self):
        if not self.forgets:
            os.sync()
        for path in sorted(self.unsynced):
            self.promise(path)
        self.unsynced.clear()

    def run(self, operations):
        """Whether all went well."""
        is_well = True
        kinds = [self.create] * 6 + [self.append] * 4 + [self.overwrite] * 3 + [self.rename] * 3 + [
            self.delete] * 2 + [self.truncate, self.sync_all]
        for _ in range(operations):
            kind = self.chance.choice(kinds)
            if len(self.files) < 3:
                kind = self.create
            elif sum(map(len, self.files.values())) > self.MOST_BYTES:
                kind = self.delete
            try:
                kind()
            except OSError as error:
                print(f"{kind.__name__}: {error}")
                is_well = False
                break
            self.counts[kind.__name__] = self.counts.get(kind.__name__, 0) + 1
        print(f"{self.counts}, {len(self.files)} files, {self.store.sequence()} records")
        return is_well


if __name__ == "__main__":
    forgets = sys.argv[-1] == "--forget"
    folder, store, manifest, seed, operations = sys.argv[1:6]
    sys.exit(not Workload(folder, store, manifest, int(seed), forgets).run(int(operations)))
