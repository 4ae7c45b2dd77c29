#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The arrows between the rooms (CONTRIBUTING.md): a file may include its own room and those listed.

  check_includes.py ROOT         checks the tree
  check_includes.py --self-test  shows wrong arrows and expects each to be found
"""
import pathlib
import re
import sys

BELOW_CALL = "dialog transaction transport sip sdp base"
ARROWS = {
    "base": "",
    "sip": "base",
    "sdp": "base",
    "transport": "sip base",
    "transaction": "transport sip base",
    "dialog": "transaction transport sip base",
    "registration": "dialog transaction transport sip base",
    "subscription": "dialog transaction transport sip base",
    "call": BELOW_CALL + " media",
    "device": "hal base",
    "phone": BELOW_CALL + " call registration subscription device media hal",
    "control": "phone base",
    "media": "base",
    "hal": "base",
    "plugins": "",
    "sim": BELOW_CALL + " control phone call registration subscription device media hal",
    "cli": BELOW_CALL + " control phone call registration subscription device media hal sim",
}
ARROWS = {room: set(below.split()) for room, below in ARROWS.items()}
ROOTS = ("actors", "media", "hal", "plugins", "sim", "cli")
# The door to CAF is for actors, their messages, and the wiring.
DOOR = re.compile(r"actors/base/(act|loop)\.hpp$")
# What leaves a process is the fleet's alone (docs/adr/0007).
WIRE = re.compile(r"actors/base/act_(wire|io)\.hpp$")
MAY_LEAVE = re.compile(r"^actors/base/act_|^sim/fleet/wire_messages\.hpp$|^cli/fleet_")
MAY_OPEN_DOOR = re.compile(r"_actor\.(hpp|cpp)$|/messages\.hpp$|/type_ids\.hpp$|^actors/base/"
                           r"|^actors/phone/stack\.(hpp|cpp)$|^actors/phone/devices\.(hpp|cpp)$"
                           r"|^actors/control/(backend|websocket_server)\.(hpp|cpp)$|^sim/|^cli/")


def room_of(path):
    parts = path.split("/")
    if path.startswith("hal/include/") or parts[0] == "offhook":
        return "hal_abi"
    return parts[1] if parts[0] == "actors" else parts[0]


def faults_in(path, text):
    room = room_of(path)
    for included in re.findall(r'#\s*include\s*[<"]([^>"]+)[>"]', text):
        if included.startswith("caf/") and not path.startswith("actors/base/"):
            yield f"{path}: CAF is seen through actors/base/act.hpp only, not {included}"
        if included.split("/")[0] not in ROOTS + ("offhook",):
            continue
        other = room_of(included)
        if other == "hal_abi":
            if room not in ("plugins", "hal", "device", "media", "phone", "sim", "cli", "hal_abi"):
                yield f"{path}: must not include {included}"
        elif other != room and other not in ARROWS.get(room, set()):
            yield f"{path}: must not include {included}"
        elif WIRE.search(included) and not MAY_LEAVE.search(path):
            yield f"{path}: only the fleet sends messages to other processes, by {included}"
        elif DOOR.search(included) and not MAY_OPEN_DOOR.search(path):
            yield f"{path}: only *_actor, messages and the wiring include {included}"


def self_test():
    wrong = [
        ("actors/sip/uri.hpp", '#include "actors/call/hold.hpp"'),
        ("media/mixer.cpp", '#include "actors/sip/message.hpp"'),
        ("actors/call/hold.cpp", '#include "actors/base/act.hpp"'),
        ("actors/phone/desk.cpp", "#include <caf/all.hpp>"),
        ("plugins/sim/plugin.cpp", '#include "actors/base/clock.hpp"'),
        ("hal/include/offhook/board.h", '#include "hal/board.hpp"'),
        ("actors/phone/phone_actor.cpp", '#include "sim/proxy.hpp"'),
        ("actors/control/hub.cpp", '#include "actors/sip/message.hpp"'),
        ("sim/world.cpp", '#include "actors/base/act_io.hpp"'),
        ("cli/run_command.cpp", '#include "actors/base/act_wire.hpp"'),
    ]
    missed = [shown for shown in wrong if not list(faults_in(*shown))]
    right = list(faults_in("actors/call/call_leg_actor.cpp", '#include "actors/base/act.hpp"'))
    for shown in missed:
        print("not found:", shown)
    return 1 if missed or right else 0


def main():
    if sys.argv[1] == "--self-test":
        return self_test()
    root = pathlib.Path(sys.argv[1])
    files = [f for top in ROOTS for f in sorted((root / top).rglob("*"))
             if f.suffix in (".hpp", ".cpp", ".h", ".c")]
    faults = [fault for f in files for fault in faults_in(str(f.relative_to(root)), f.read_text())]
    print("\n".join(faults) or f"{len(files)} files, every include follows the arrows")
    return 1 if faults or not files else 0


sys.exit(main())
