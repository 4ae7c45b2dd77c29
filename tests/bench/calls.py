#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a call costs the whole program: calls a second that all succeed, processor time, system calls
and memory a call, and how often it wakes when idle; the same for other programs on this machine.

  tests/bench/calls.py [--program FILE] [--only offhook,baresip,sipp] [--rates 100,200,…]
                       [--seconds 40] [--quick] [--json]

Each subject runs alone on one core, SIPp as the caller on another, in a network namespace. A call is
INVITE with a=inactive, 200, ACK, BYE, 200, with no time in between.
"""
import argparse
import contextlib
import csv
import itertools
import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent

# Seconds of real time, which is what is measured here.
SETTLING = 3  # after the start
IDLE = 30  # in which wake-ups are counted
LINGERING = 40  # finished transactions live for 32 (64*T1)
PORT = 5070
TICKS = os.sysconf("SC_CLK_TCK")

PHONE = """
[phone]
id = "bench"
auto_answer = true
max_calls = MAX_CALLS
media_timeout_s = 0
[sip]
listen = "127.0.0.1:%d"
[[account]]
user = "bench"
domain = "127.0.0.1"
""" % PORT

OPTIONS = (
    "OPTIONS sip:bench@127.0.0.1 SIP/2.0\r\n"
    "Via: SIP/2.0/UDP 127.0.0.1:{port};branch=z9hG4bKprobe{number}\r\n"
    "From: <sip:probe@127.0.0.1>;tag=probe\r\n"
    "To: <sip:bench@127.0.0.1>\r\n"
    "Call-ID: probe-{number}\r\n"
    "CSeq: {number} OPTIONS\r\n"
    "Contact: <sip:probe@127.0.0.1:{port}>\r\n"
    "Max-Forwards: 70\r\n"
    "Content-Length: 0\r\n\r\n")

BARESIP = """
poll_method epoll
sip_listen 127.0.0.1:%d
sip_transports udp
call_local_timeout 120
call_max_calls 0
audio_path /usr/share/baresip
audio_source ausine,440
audio_player aufile,/dev/null
ausrc_srate 48000
auplay_srate 8000
ausrc_channels 2
auplay_channels 1
audio_alert aufile,/dev/null
net_interface 127.0.0.1
rtp_ports 20000-40000
module_path /usr/lib/baresip/modules
module g711.so
module ausine.so
module aufile.so
module uuid.so
module_tmp account.so
module_app menu.so
""" % PORT


def answers_options(child, limit=20):
    """Whether the subject answers a request before `limit` seconds have passed: it is up then."""
    end = time.monotonic() + limit
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        probe.connect(("127.0.0.1", PORT))
        probe.settimeout(0.1)
        for number in itertools.count(1):
            if child.poll() is not None or time.monotonic() > end:
                return False
            try:
                probe.send(OPTIONS.format(port=probe.getsockname()[1], number=number).encode())
                if probe.recv(65536).startswith(b"SIP/2.0 "):
                    return True
            except ConnectionRefusedError:  # nobody listens yet
                time.sleep(0.02)
            except socket.timeout:
                pass


class Process:
    """A subject under measurement, pinned to one core."""

    def __init__(self, name, command, folder):
        self.name = name
        environment = dict(os.environ, XDG_RUNTIME_DIR=str(folder))
        self.log = open(folder / f"{name}.log", "wb")
        self.child = subprocess.Popen(["taskset", "-c", "1", *command], cwd=folder, env=environment,
                                      stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log)
        self.pid = self.child.pid
        if not answers_options(self.child):
            raise SystemExit(f"{name} did not start: {pathlib.Path(self.log.name).read_text()}")

    def cpu(self):
        """Seconds of processor time of all threads so far, to the nanosecond where the kernel tells."""
        total = 0
        for task in pathlib.Path(f"/proc/{self.pid}/task").iterdir():
            total += int((task / "schedstat").read_text().split()[0])
        return total / 1e9

    def rss(self):
        return int(re.search(r"VmRSS:\s+(\d+)", self.status())[1])

    def wakeups(self):
        count = 0
        for task in pathlib.Path(f"/proc/{self.pid}/task").iterdir():
            text = (task / "status").read_text()
            count += int(re.search(r"^voluntary_ctxt_switches:\s+(\d+)", text, re.M)[1])
        return count

    def status(self):
        return pathlib.Path(f"/proc/{self.pid}/status").read_text()

    def stop(self):
        self.child.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.child.wait(5)
        self.child.kill()
        self.child.wait()


def start(name, options, folder):
    if name == "offhook":
        (folder / "phone.toml").write_text(PHONE.replace("MAX_CALLS", str(options.max_calls)))
        return Process(name, [options.program, "run", "--config", "phone.toml"], folder)
    if name == "baresip":
        (folder / "baresip").mkdir(exist_ok=True)
        (folder / "baresip/config").write_text(BARESIP)
        (folder / "baresip/accounts").write_text(
            f"<sip:bench@127.0.0.1:{PORT}>;regint=0;answermode=auto;audio_codecs=PCMU/8000/1\n")
        (folder / "baresip/contacts").write_text("")
        return Process(name, ["baresip", "-f", str(folder / "baresip")], folder)
    return Process(name, ["sipp", "-sn", "uas", "-i", "127.0.0.1", "-p", str(PORT), "-nostdin"], folder)


def call(folder, rate, count):
    """Runs the caller; what it counted."""
    statistics = folder / "calls.csv"
    statistics.unlink(missing_ok=True)
    subprocess.run(
        ["taskset", "-c", "0", "sipp", "-sf", str(HERE / "calls.xml"), "-s", "bench", "-i",
         "127.0.0.1", "-p", "5090", "-r", str(rate), "-m", str(count), "-l", "4000", "-nostdin",
         "-timeout", str(int(count / rate) + 40), "-trace_stat", "-stf", str(statistics), "-fd", "1",
         "-buff_size", "4194304", f"127.0.0.1:{PORT}"],
        cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    with open(statistics) as file:
        last = list(csv.DictReader(file, delimiter=";"))[-1]
    good, bad = int(last["SuccessfulCall(C)"]), int(last["FailedCall(C)"])
    hours, minutes, seconds = last["ElapsedTime(C)"].split(":")[:3]
    elapsed = int(hours) * 3600 + int(minutes) * 60 + float(seconds[:2])
    return {"good": good, "bad": bad + max(0, count - good - bad),
            "again": int(last["Retransmissions(C)"]), "elapsed": max(elapsed, 1)}


def held(process, folder, count=1000, seconds=40):
    """Kilobytes a live call holds: `count` of them at once, talked long enough for what answering
    left behind to be gone; and what is left of that after they ended."""
    before = process.rss()
    scenario = (HERE / "calls.xml").read_text()
    hold = scenario.replace("</send>\n  <send retrans=\"500\">",
                            f"</send>\n  <pause milliseconds=\"{seconds * 1000}\"/>\n"
                            "  <send retrans=\"500\">")
    assert hold != scenario
    (folder / "held.xml").write_text(hold)
    caller = subprocess.Popen(
        ["taskset", "-c", "0", "sipp", "-sf", str(folder / "held.xml"), "-s", "bench", "-i",
         "127.0.0.1", "-p", "5091", "-r", "200", "-m", str(count), "-l", str(count), "-nostdin",
         f"127.0.0.1:{PORT}"], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(count / 200 + seconds - 2)  # the first are about to end
    live = (process.rss() - before) / count
    caller.wait(seconds + 60)
    time.sleep(LINGERING)
    return live, (process.rss() - before) / count


def loaded(process, folder, rate, seconds):
    before = process.cpu()
    seen = call(folder, rate, rate * seconds)
    used = process.cpu() - before
    calls = max(1, seen["good"])
    return dict(seen, rate=rate, seconds=seconds, us=used / calls * 1e6, rss=process.rss())


def is_good(run):
    enough = run["good"] / run["elapsed"] > 0.9 * run["rate"] or run["elapsed"] <= run["seconds"] + 2
    return run["bad"] == 0 and run["again"] <= 0.02 * run["good"] and enough


def is_traced(pid, limit=10):
    """Whether strace has all threads before `limit` seconds have passed."""
    end = time.monotonic() + limit
    while time.monotonic() < end:
        states = [status.read_text() for status in pathlib.Path(f"/proc/{pid}/task").glob("*/status")]
        if states and all("TracerPid:\t0\n" not in state for state in states):
            return True
        time.sleep(0.02)
    return False


def system_calls(process, folder, count=500):
    out = folder / "strace.txt"
    tracer = subprocess.Popen(["strace", "-c", "-f", "-q", "-o", str(out), "-p", str(process.pid)],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if not is_traced(process.pid):
        tracer.kill()
        return None, "strace did not attach"
    call(folder, 50, count)
    tracer.send_signal(2)
    tracer.wait()
    total = re.search(r"^[\d.]+\s+[\d.]+\s+\d+\s+(\d+)\s.*total$", out.read_text(), re.M)
    return int(total[1]) / count if total else None, out.read_text()


def measure(name, options, folder):
    tell = lambda text: print(f"  {name}: {text}", file=sys.stderr, flush=True)
    process = start(name, options, folder)
    row = {"name": name}
    try:
        if not options.quick:  # before any call: finished transactions wake it for half a minute
            time.sleep(SETTLING)
            before = process.wakeups()
            time.sleep(IDLE)
            row["wakeups"] = process.wakeups() - before
        call(folder, 20, 40)  # whatever is made at the first call
        row["idle_rss"] = process.rss()
        row["system_calls"], row["strace"] = system_calls(process, folder)
        short = loaded(process, folder, options.base, 4)
        row["us_4s"] = short["us"]
        tell(f"{short['us']:.0f} us a call at {options.base}/s for 4 s")
        long = loaded(process, folder, options.base, options.seconds)
        row["us_40s"] = long["us"]
        tell(f"{long['us']:.0f} us a call at {options.base}/s for {options.seconds} s, bad {long['bad']}")
        if not options.quick and name == "offhook":
            row["kb_live"], row["kb_left"] = held(process, folder)
            tell(f"{row['kb_live']:.1f} kB a live call, {row['kb_left']:.1f} kB of it later")
        for rate in options.rates:
            run = loaded(process, folder, rate, options.seconds)
            tell(f"{rate}/s: good {run['good']}, bad {run['bad']}, again {run['again']}, "
                 f"{run['us']:.0f} us a call, {run['rss'] // 1024} MB")
            if not is_good(run):
                break
            row["rate"], row["us_at_rate"], row["rss_at_rate"] = rate, run["us"], run["rss"]
        if not options.quick:
            time.sleep(LINGERING)
        row["rss_after"] = process.rss()
    finally:
        process.stop()
    return row


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=str(HERE.parents[1] / "build/release/bin/offhook"))
    parser.add_argument("--only", default="offhook,baresip,sipp")
    parser.add_argument("--rates", default="200,400,800,1500,2500,4000,6000,8000")
    parser.add_argument("--base", type=int, default=100, help="calls a second of the cost figures")
    parser.add_argument("--max-calls", type=int, default=4096, help="of offhook")
    parser.add_argument("--seconds", type=int, default=40)
    parser.add_argument("--quick", action="store_true", help="no idle time, no waiting afterwards")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    options.program = str(pathlib.Path(options.program).resolve())
    options.rates = [int(rate) for rate in options.rates.split(",")] if options.rates else []
    if os.environ.get("OFFHOOK_BENCH_INSIDE") is None:
        os.environ["OFFHOOK_BENCH_INSIDE"] = "1"
        enter = ["unshare", "-n"] if os.getuid() == 0 else ["unshare", "-rn"]
        os.execvp(enter[0], [*enter, sys.executable, *sys.argv])
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    rows = []
    for name in options.only.split(","):
        if name != "offhook" and not shutil.which(name):
            continue
        with tempfile.TemporaryDirectory() as folder:
            rows.append(measure(name, options, pathlib.Path(folder)))
    if options.json:
        print(json.dumps(rows))
        return
    number = lambda row, key, scale=1: f"{row[key] / scale:.0f}" if row.get(key) is not None else "–"
    print(f"{'':10} {'calls/s':>8} {'us/call':>8} {'4 s':>6} {'40 s':>6} {'ratio':>6} {'syscalls':>9} "
          f"{'wake-ups':>9} {'idle MB':>8} {'MB at rate':>11} {'after':>6}")
    for row in rows:
        ratio = row["us_40s"] / row["us_4s"] if row.get("us_4s") else 0
        print(f"{row['name']:10} {number(row, 'rate'):>8} {number(row, 'us_at_rate'):>8} "
              f"{number(row, 'us_4s'):>6} {number(row, 'us_40s'):>6} {ratio:6.2f} "
              f"{number(row, 'system_calls'):>9} {number(row, 'wakeups'):>9} "
              f"{number(row, 'idle_rss', 1024):>8} {number(row, 'rss_at_rate', 1024):>11} "
              f"{number(row, 'rss_after', 1024):>6}")


main()
