#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What virtual time costs: four whole phones in two calls with sound, a fleet of registered phones for
an hour, and random walks.

  tests/bench/simulator.py [--program FILE] [--phones 10000] [--seeds 1-100] [--json]

Each figure is of one run, on one core unless said otherwise. What a start costs is taken off by a second,
shorter run. The baseline is real time: a ratio of 200 means 200 virtual seconds in one of the processor.
"""
import argparse
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
FLEET_HOUR = 3600
FEW_PHONES = 100
TALK_SHORT, TALK_LONG = 60, 1260
WALK_MINUTES = 10

TALK = """
title = "Four phones in two calls"
seed  = 1

[registrar]
realm = "sim.test"

[phone.alice]
extension = "1001"
[phone.bob]
extension = "1002"
[phone.carol]
extension = "1003"
[phone.dave]
extension = "1004"

[flow]
script = '''
all    wait registered
alice  offhook
carol  offhook
all    wait 1s
alice  keys 1002#
carol  keys 1004#
bob    expect ringing
dave   expect ringing
bob    offhook
dave   offhook
all    expect call 1 talking
alice  say clip:alice
bob    say clip:bob
carol  say clip:alice
dave   say clip:bob
alice  wait SECONDSs
all    onhook
all    expect call none
'''
"""


class Run:
    """A program that has run: seconds of the wall and of the processor, the most memory, its output."""

    def __init__(self, command):
        with tempfile.TemporaryFile("w+") as out:
            begun = time.monotonic()
            child = subprocess.Popen([str(c) for c in command], stdout=out, stderr=subprocess.STDOUT,
                                     stdin=subprocess.DEVNULL, cwd=tempfile.gettempdir())
            _, status, usage = os.wait4(child.pid, 0)
            self.wall = time.monotonic() - begun
            child.returncode = os.waitstatus_to_exitcode(status)
            out.seek(0)
            self.output = out.read()
        self.exit = child.returncode
        self.processor = usage.ru_utime + usage.ru_stime
        self.kib = usage.ru_maxrss

    def require(self, what, *exits):
        if self.exit not in exits:
            print(self.output[-2000:], file=sys.stderr)
            sys.exit(f"simulator.py: {what}: exit {self.exit}")
        return self


def talk(program, seconds, folder):
    file = pathlib.Path(folder) / f"talk{seconds}.toml"
    file.write_text(TALK.replace("SECONDS", str(seconds)))
    return Run([program, "sim", file]).require("four phones", 0)


def four_phones(program):
    with tempfile.TemporaryDirectory() as folder:
        short, long = (talk(program, s, folder) for s in (TALK_SHORT, TALK_LONG))
    virtual = TALK_LONG - TALK_SHORT
    return {"virtual_s": virtual, "processor_s": round(long.processor - short.processor, 2),
            "ratio": round(virtual / (long.processor - short.processor))}


def fleet(program, phones):
    def hour(count):
        return Run([program, "fleet", "--virtual", "--phones", count, "--cps", count / FLEET_HOUR / 2,
                    "--hold", "60s", "--duration", f"{FLEET_HOUR}s", "--register-rate",
                    max(1, count // 60)]).require("fleet", 0)
    few, many = hour(FEW_PHONES), hour(phones)
    return {"phones": phones, "virtual_s": FLEET_HOUR, "wall_s": round(many.wall, 1),
            "processor_s": round(many.processor, 1),
            "kib_a_phone": round((many.kib - few.kib) / (phones - FEW_PHONES), 1)}


def walks(program, seeds):
    run = Run([program, "sim", "--swarm", "--seeds", seeds, "--minutes", WALK_MINUTES, "--shrink", 0,
               "--jobs", os.cpu_count()]).require("walks", 0, 1)
    found = re.search(r"(\d+) of (\d+) walks passed; (\d+) s lived in [\d.]+ s \(([\d.]+) s of", run.output)
    passed, count, lived, processor = found.groups()
    return {"walks": int(count), "passed": int(passed), "virtual_s": int(lived),
            "wall_s": round(run.wall, 1), "processor_s": float(processor),
            "ratio": round(int(lived) / float(processor))}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--program", default=ROOT / "build/release/bin/offhook", type=pathlib.Path)
    parser.add_argument("--phones", type=int, default=10000)
    parser.add_argument("--seeds", default="1-100")
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    if not wanted.program.exists():
        sys.exit(f"simulator.py: no {wanted.program}: ./setup --preset release builds it")
    program = wanted.program.resolve()
    found = {"four_phones": four_phones(program), "fleet": fleet(program, wanted.phones),
             "walks": walks(program, wanted.seeds)}
    if wanted.json:
        return print(json.dumps(found))
    talk_, fleet_, walks_ = found["four_phones"], found["fleet"], found["walks"]
    print(f"four phones, two calls with sound   {talk_['virtual_s']} virtual s in {talk_['processor_s']} s of "
          f"processor: {talk_['ratio']} times real time")
    print(f"{fleet_['phones']} registered phones for an hour    {fleet_['wall_s']} s, "
          f"{fleet_['kib_a_phone']} KiB a phone")
    print(f"{walks_['walks']} random walks                   {walks_['passed']} passed; {walks_['virtual_s']} "
          f"virtual s in {walks_['processor_s']} s of processor ({walks_['wall_s']} s on {os.cpu_count()} "
          f"cores): {walks_['ratio']} times real time")


if __name__ == "__main__":
    main()
