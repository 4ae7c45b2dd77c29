#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sends malformed datagrams to the phone whose log is given, and asks it OPTIONS after each."""
import pathlib
import random
import re
import socket
import sys

log, data = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
host, port = re.search(r"SIP at ([\d.]+):(\d+)", log.read_text()).groups()
phone = (host, int(port))
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", 0))
sock.settimeout(5)
own_port = sock.getsockname()[1]


def options(number):
    return (f"OPTIONS sip:1@{host} SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:{own_port};branch=z9hG4bKalive{number}\r\n"
            f"From: <sip:t@127.0.0.1>;tag=t\r\nTo: <sip:1@{host}>\r\nCall-ID: alive{number}\r\n"
            f"CSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n").encode()


def is_alive(number):
    sock.sendto(options(number), phone)
    wanted = f"alive{number}".encode()
    for _ in range(200):
        answer = sock.recv(65536)
        if wanted in answer and answer.startswith(b"SIP/2.0 "):  # 486 while calls ring
            return True
    return False


random.seed(1)
whole = options(0).replace(b"OPTIONS", b"INVITE")
cases = [f.read_bytes() for f in sorted(data.glob("rfc*/*.dat"))]
cases += [whole[:n] for n in range(0, len(whole), 7)]
for _ in range(300):
    broken = bytearray(whole)
    for _ in range(random.randrange(1, 6)):
        broken[random.randrange(len(broken))] = random.randrange(256)
    cases.append(bytes(broken))
cases += [b"", b"\r\n\r\n", b"\0" * 100, bytes(range(256)) * 20, b"A" * 60000]
for number, case in enumerate(cases, 1):
    sock.sendto(case, phone)
    if number % 10 == 0 and not is_alive(number):
        sys.exit(f"no answer after case {number}")
if not is_alive(len(cases) + 1):
    sys.exit("no answer at the end")
lines = len(log.read_text().splitlines())
if lines > 200:
    sys.exit(f"a log storm: {lines} lines for {len(cases)} datagrams")
print(len(cases), "datagrams survived")
