// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/scenario/python_program.hpp"

namespace offhook::sim::scenario {

// The WebSocket of RFC 6455 as far as a client of the control API needs it: texts, pings, the end.
std::string_view python_runtime() {
  return R"python(import base64, json, os, socket, struct, subprocess, sys, threading, time, urllib.parse


class WebSocket:
    """A client's WebSocket (RFC 6455), text messages only."""

    def __init__(self, url):
        where = urllib.parse.urlsplit(url)
        self.socket = socket.create_connection((where.hostname, where.port), 5)
        self.socket.settimeout(None)
        self.rest = b""
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall((f"GET {where.path or '/'} HTTP/1.1\r\nHost: {where.netloc}\r\n"
                             "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                             f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n"
                             "Sec-WebSocket-Protocol: offhook.jsonrpc.v1\r\n\r\n").encode())
        while b"\r\n\r\n" not in self.rest:
            self.rest += self.more()
        head, self.rest = self.rest.split(b"\r\n\r\n", 1)
        if b" 101 " not in head.split(b"\r\n")[0]:
            raise ConnectionError(head.decode(errors="replace"))

    def more(self):
        octets = self.socket.recv(65536)
        if not octets:
            raise ConnectionError("the phone closed the connection")
        return octets

    def take(self, count):
        while len(self.rest) < count:
            self.rest += self.more()
        octets, self.rest = self.rest[:count], self.rest[count:]
        return octets

    def send(self, text, opcode=1):
        octets, mask = text if isinstance(text, bytes) else text.encode(), os.urandom(4)
        size = len(octets)
        head = bytes([0x80 | opcode, 0x80 | size]) if size < 126 else (
            bytes([0x80 | opcode, 0xFE]) + struct.pack("!H", size))
        self.socket.sendall(head + mask + bytes(o ^ mask[i % 4] for i, o in enumerate(octets)))

    def receive(self):
        text = b""
        while True:
            first, second = self.take(2)
            size = second & 0x7F
            if size == 126:
                size, = struct.unpack("!H", self.take(2))
            elif size == 127:
                size, = struct.unpack("!Q", self.take(8))
            octets, opcode = self.take(size), first & 0x0F
            if opcode == 8:
                raise ConnectionError("the phone closed the connection")
            if opcode == 9:
                self.send(octets, 10)
            elif opcode in (0, 1):
                text += octets
                if first & 0x80:
                    return text.decode()


class Failed(Exception):
    """A step did not come true."""


class Phone:
    """A phone as its control API tells of it, and the person in front of it."""

    def __init__(self, name, url, token):
        self.name, self.calls, self.leds = name, {}, {}
        self.registration, self.tone, self.ringing, self.mwi = "unregistered", "none", False, 0
        self.lines, self.soft_keys, self.last_ended, self.beep = [], [], None, ""
        self.answers, self.last_id, self.changed = {}, 0, threading.Condition()
        self.socket = WebSocket(url)
        threading.Thread(target=self.listen, daemon=True).start()
        self.request("session.authenticate", token=token)
        epoch = self.request("session.hello")["epoch"]
        # From the very first event on: what happened before is sent again.
        self.request("events.subscribe", topics=["*"], since={"epoch": epoch, "seq": 0})

    def listen(self):
        try:
            while True:
                message = json.loads(self.socket.receive())
                with self.changed:
                    if message.get("method") == "event":
                        self.apply(message["params"])
                    elif "id" in message:
                        self.answers[message["id"]] = message
                    self.changed.notify_all()
        except (OSError, ValueError):
            pass

    def apply(self, event):
        kind = event["type"]
        if kind == "account.registration_changed":
            self.registration = event["state"]
        elif kind == "tone.changed":
            self.tone = event["tone"]
        elif kind == "tone.played":
            self.beep = event["tone"]
        elif kind == "ringer.changed":
            self.ringing = event["ringing"]
        elif kind == "led.changed":
            dark = event["color"] == "off"
            self.leds[event["led_id"]] = "off" if dark else f"{event['color']} {event['pattern']}"
        elif kind == "display.changed":
            self.lines, self.soft_keys = event["lines"], event["soft_keys"]
        elif kind == "mwi.changed":
            self.mwi = event["new_messages"]
        elif kind.startswith("call.") and event.get("state"):
            call = self.calls.setdefault(event["call_id"], {})
            call.update(event)
            if kind == "call.ended":
                call["state"], self.last_ended = "ended", call

    # -- what a program asks for
    def request(self, method, **params):
        with self.changed:
            self.last_id += 1
            number = self.last_id
        self.socket.send(json.dumps({"jsonrpc": "2.0", "id": number, "method": method,
                                     "params": params}))
        with self.changed:
            if not self.changed.wait_for(lambda: number in self.answers, 5):
                raise Failed(f"{self.name}: {method} was not answered")
            answer = self.answers.pop(number)
        if "error" in answer:
            raise Failed(f"{self.name}: {method} was refused: {answer['error']['message']}")
        return answer["result"]

    def order(self, method, call=None, **params):
        if call is not None:
            with self.changed:
                ids = list(self.calls)
            if not ids or call > len(ids):
                raise Failed(f"{self.name} has had no such call")
            params["call_id"] = ids[call - 1]  # 0: the latest
        self.request(method, wait="accepted", **params)

    # -- what a person does
    def inject(self, device, **given):
        self.request("device.inject", device_id=device, input=given)

    def offhook(self):
        self.inject("hook", hook={"off_hook": True})

    def onhook(self):
        self.inject("hook", hook={"off_hook": False})

    def keys(self, *names):
        for name in names:
            self.inject("keypad", key={"code": name, "down": True})
            time.sleep(0.09)
            self.inject("keypad", key={"code": name, "down": False})
            time.sleep(0.06)

    def softkey(self, label):
        self.expect(f"soft key {label}", lambda p: label in p.soft_keys, 2)
        self.keys(f"F{self.soft_keys.index(label) + 1}")

    # -- what must become true
    def expect(self, what, is_so, within):
        with self.changed:
            if not self.changed.wait_for(lambda: is_so(self), within):
                states = [call["state"] for call in self.calls.values()]
                raise Failed(f"{what}: waited {within} s in vain: {self.name} {self.registration}, "
                             f"calls {states}, tone {self.tone}, lamps {self.leds}, {self.lines}")

    def call_is(self, number, states):
        calls = list(self.calls.values())
        return len(calls) >= number and calls[number - 1]["state"] in states

    def loss(self):
        quality = self.last_ended["end"]["quality"]
        return quality["rtp_lost"] / max(quality["rtp_received"] + quality["rtp_lost"], 1)


class Stage:
    """The servers and phones of a scenario file, from `offhook sim FILE --serve`."""

    def __init__(self, file):
        self.engine = subprocess.Popen(
            [os.environ.get("OFFHOOK", "offhook"), "sim", file, "--serve"],
            stdout=subprocess.PIPE, text=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.engine.terminate()
        self.engine.wait()

    def phones(self, *names):
        found = {}
        while len(found) < len(names):
            line = self.engine.stdout.readline()
            if not line:
                raise Failed("offhook sim --serve ended")
            told = json.loads(line)
            if told["phone"] in names:
                found[told["phone"]] = Phone(told["phone"], told["url"], told["token"])
        return {name: found[name] for name in names}


def left_out(line, text):
    print(f"line {line}: {text}: not done by the control API", file=sys.stderr)

)python";
}

}  // namespace offhook::sim::scenario
