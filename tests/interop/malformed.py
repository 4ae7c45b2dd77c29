# SPDX-License-Identifier: GPL-3.0-or-later
"""malformed.py HOST:PORT PID: sends each case of malformed_cases.py to a phone over UDP, twice.

After each one an OPTIONS must be answered within two seconds. The transactions of the first round
linger for 32 s (RFC 3261 timer J); once they are gone, the second round must find room in the memory
that the first one took.
"""
import socket
import sys
import time

from malformed_cases import cases

PING = ("OPTIONS sip:1001@127.0.0.1:5070 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:{port};branch=z9hG4bKping{n}\r\n"
        "Max-Forwards: 70\r\nFrom: <sip:ping@127.0.0.1>;tag=p\r\nTo: <sip:1001@127.0.0.1:5070>\r\n"
        "Call-ID: ping-{n}@127.0.0.1\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n")
MAX_DATAGRAM = 65000
LINGER = 34  # seconds
MAY_GROW = 4096  # kB: the API keeps the latest 4,096 events


def kilobytes(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))


def is_alive(link, phone, number):
    mark = f"z9hG4bKping{number}".encode()
    link.sendto(PING.format(port=link.getsockname()[1], n=number).encode(), phone)
    until = time.monotonic() + 2
    while time.monotonic() < until:
        link.settimeout(max(0.01, until - time.monotonic()))
        try:
            answer = link.recv(65535)
        except socket.timeout:
            return False
        # 486 when all lines are taken: an OPTIONS is answered as an INVITE would be (RFC 3261 §11.2).
        if mark in answer and answer.startswith((b"SIP/2.0 200", b"SIP/2.0 486")):
            return True
    return False


def main():
    host, port = sys.argv[1].rsplit(":", 1)
    phone, pid = (host, int(port)), int(sys.argv[2])
    attack = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    attack.bind(("127.0.0.1", 5062))
    attack.setblocking(False)
    ping = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    ping.bind(("127.0.0.1", 0))
    after_first = one_round(attack, ping, phone, pid, 0)
    time.sleep(LINGER)
    grown = one_round(attack, ping, phone, pid, 100000) - after_first
    print(f"the second round took {grown} kB more than the first")
    return 0 if grown < MAY_GROW else 1


def one_round(attack, ping, phone, pid, offset):
    slowest = 0
    for number, (name, octets) in enumerate(cases(), 1):
        attack.sendto(octets[:MAX_DATAGRAM], phone)
        began = time.monotonic()
        if not is_alive(ping, phone, offset + number):
            sys.exit(f"no answer to an OPTIONS after case {number}: {name}\n{octets[:600]!r}")
        slowest = max(slowest, time.monotonic() - began)
    print(f"{number} cases, alive after each; slowest answer {slowest * 1000:.0f} ms")
    return kilobytes(pid)


if __name__ == "__main__":
    sys.exit(main())
