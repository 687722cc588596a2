# SPDX-License-Identifier: GPL-2.0-only
"""Servers and readers that are processes of their own, and waiting for them."""

import os
import subprocess
import sys
import time

SERVER = [os.environ["MUSE_SERVER"], "NAME=test", "TYPE=4", "FLAGS=1024", "SIZE=1048576", "WRITESIZE=2048",
          "ERASESIZE=131072", "OOBSIZE=64", "OOBAVAIL=40"]


def until(condition, seconds=20):
    """Waits for what comes soon; whether it came."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def unload():
    return subprocess.run(["rmmod", "muse"], capture_output=True).returncode


def module_users():
    with open("/sys/module/muse/refcnt") as file:
        return int(file.read())


def reader(path, count=1):
    """A process that reads."""
    program = f"import os\nfd = os.open({path!r}, os.O_RDONLY)\nfor _ in range({count}): os.pread(fd, 2048, 0)"
    return subprocess.Popen([sys.executable, "-c", program], stderr=subprocess.DEVNULL)
