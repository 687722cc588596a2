# SPDX-License-Identifier: Apache-2.0
# Copyright the museimg authors
"""again.py ANSWER: whether each failure that `museimg trace powercut --keep-failing` kept fails again as it did.

ANSWER is what it said with --json; how it is done again is in there.
"""
import json
import os
import subprocess
import sys

with open(sys.argv[1], encoding="utf-8") as answer:
    kept = [line for line in map(json.loads, answer) if line.get("kept")]
for line in kept:
    print(f"point {line['point']}: {line['output']}; kept in {os.path.getsize(line['kept'])} bytes")
    ended = subprocess.run(["sh", "-c", line["again"]], stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if ended.returncode != line["exit"]:
        sys.exit(f"{line['again']}\nends with {ended.returncode}, and did with {line['exit']}\n{ended.stdout}{ended.stderr}")
sys.exit(not kept)
