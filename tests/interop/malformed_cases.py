# SPDX-License-Identifier: GPL-3.0-or-later
"""Some 4,500 SIP requests that are wrong, in every way that has broken a phone before.

cases() yields (name, octets). The same list each time: nothing is random but what a fixed seed
gives. No case may crash, hang or swell whoever receives it; what it answers is its own affair.
"""
import random

SDP = (b"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
       b"m=audio 6000 RTP/AVP 0 8 101\r\na=rtpmap:101 telephone-event/8000\r\na=sendrecv\r\n")

HEADERS = [
    (b"Via", b"SIP/2.0/UDP 127.0.0.1:5062;rport;branch=z9hG4bK%(n)s"),
    (b"Max-Forwards", b"70"),
    (b"From", b'"Mallory" <sip:mallory@127.0.0.1:5062>;tag=m%(n)s'),
    (b"To", b"<sip:1001@127.0.0.1:5070>"),
    (b"Call-ID", b"malformed-%(n)s@127.0.0.1"),
    (b"CSeq", b"1 %(method)s"),
    (b"Contact", b"<sip:mallory@127.0.0.1:5062>"),
    (b"Content-Type", b"application/sdp"),
    (b"Content-Length", b"%(length)s"),
]

# Everything a phone reads, and what stands in it when it is right.
OPTIONAL = [
    (b"Allow", b"INVITE, ACK, BYE"), (b"Supported", b"100rel, timer"), (b"Require", b"100rel"),
    (b"Proxy-Require", b"sec-agree"), (b"Route", b"<sip:127.0.0.1:5070;lr>"),
    (b"Record-Route", b"<sip:127.0.0.1:5062;lr>"), (b"Accept", b"application/sdp"),
    (b"Accept-Encoding", b"identity"), (b"Accept-Language", b"en"), (b"Alert-Info", b"<http://x/ring.wav>"),
    (b"Authorization", b'Digest username="1001", realm="x", nonce="n", uri="sip:x", response="0"'),
    (b"Proxy-Authorization", b'Digest username="1001", realm="x", nonce="n", uri="sip:x", response="0"'),
    (b"Call-Info", b"<http://x/card>;purpose=card"), (b"Content-Disposition", b"session"),
    (b"Content-Encoding", b"identity"), (b"Content-Language", b"en"),
    (b"Date", b"Sat, 13 Nov 2010 23:29:00 GMT"), (b"Diversion", b"<sip:2@x>;reason=user-busy"),
    (b"Event", b"dialog;id=1"), (b"Expires", b"3600"), (b"History-Info", b"<sip:1@x>;index=1"),
    (b"Identity", b"abc;info=<https://x/c>;alg=ES256"), (b"In-Reply-To", b"a@b"),
    (b"Join", b"a@b;from-tag=1;to-tag=2"), (b"MIME-Version", b"1.0"), (b"Min-SE", b"90"),
    (b"Organization", b"x"), (b"P-Asserted-Identity", b"<sip:1@x>"),
    (b"P-Preferred-Identity", b"<sip:1@x>"), (b"Path", b"<sip:x;lr>"), (b"Priority", b"normal"),
    (b"Privacy", b"id"), (b"RAck", b"1 1 INVITE"), (b"RSeq", b"1"),
    (b"Reason", b'SIP;cause=200;text="Call completed elsewhere"'), (b"Refer-To", b"<sip:2@x>"),
    (b"Referred-By", b"<sip:3@x>"), (b"Remote-Party-ID", b'"x" <sip:1@x>;party=calling'),
    (b"Replaces", b"a@b;from-tag=1;to-tag=2"), (b"Reply-To", b"<sip:1@x>"),
    (b"Retry-After", b"5 (busy);duration=3"), (b"Server", b"x/1"), (b"Service-Route", b"<sip:x;lr>"),
    (b"Session-Expires", b"1800;refresher=uac"), (b"Subject", b"x"),
    (b"Subscription-State", b"active;expires=5"), (b"Timestamp", b"54.2 1"),
    (b"Unsupported", b"x"), (b"User-Agent", b"x/1 (y)"), (b"Warning", b'307 x "y"'),
    (b"WWW-Authenticate", b'Digest realm="x", nonce="n"'), (b"X-Unknown", b"a;b=c"),
]

METHODS = [b"INVITE", b"ACK", b"BYE", b"CANCEL", b"OPTIONS", b"REGISTER", b"PRACK", b"UPDATE", b"INFO",
           b"REFER", b"SUBSCRIBE", b"NOTIFY", b"MESSAGE", b"PUBLISH", b"FOO", b"invite", b"I\xffNVITE"]

BAD_URIS = [b"", b"/", b"x:", b":", b"sip:", b"sip:@", b"sip:@x", b"sip::5060", b"sip:x:99999", b"sip:x:-1",
            b"sip:a:b@c:d", b"sip:a@b:5060:5060", b"sip:[::1", b"sip:[]", b"sip:[zz::1]", b"sip:::1",
            b"sip:a%@b", b"sip:a%4@b", b"sip:%00@b", b"sip:a@b;", b"sip:a@b;;", b"sip:a@b;=", b"sip:a@b?",
            b"sip:a@b?=", b"sip:a@b?x", b"sip:a@b?Route=%3Csip:x%3E", b"sip:a b@c", b"sip:a@b c",
            b"tel:+1234", b"tel:", b"data:,x", b"urn:service:sos", b"http://x/", b"mailto:x@y", b"sips:a@b",
            b"sip:" + b"a" * 5000 + b"@b", b"sip:a@" + b"b." * 3000 + b"c", b"sip:a@b" + b";p=v" * 800,
            b"sip:a@b?" + b"h=v&" * 800, b"sip:\xff\xfe@b", b"sip:a@255.255.255.255", b"sip:a@0.0.0.0",
            b"sip:a@127.0.0.1:0", b"<sip:a@b>", b'"x" <sip:a@b', b"*"]

BAD_VALUES = [b"", b" ", b",", b",,,", b";", b";;;", b"=", b"<", b">", b"<>", b"<<>>", b'"', b'"x', b'"x\\', b'"\\"',
              b"(", b")", b"((((((", b"\x00", b"\xff", b"\x7f", b"a\x00b", b"-1", b"0", b"1", b"4294967295",
              b"4294967296", b"99999999999999999999999", b"0x10", b"1 ", b"1 1 1 1", b"a" * 300, b"a" * 9000,
              b"a," * 2000, b";a" * 2000, b'"' + b"\\a" * 2000 + b'"', b"%00", b"%", b"%n%n%s%s", b"\xc0\x80",
              b"\xe2\x82", b"../../etc/passwd", b"<sip:a@b>;tag", b"<sip:a@b>;tag=", b"<sip:a@b>;=x",
              b"a@b;from-tag=1;from-tag=2", b"SIP/2.0/UDP", b"SIP/2.0/UDP ;branch=x", b"SIP/9.9/UDP x"]

BAD_BODIES = [b"", b"v=0", b"v=1\r\n", b"\r\n\r\n", b"\x00" * 200, b"v=0\r\n" * 500, SDP[:-2], SDP.replace(b"\r\n", b"\n"),
              SDP.replace(b"c=IN IP4 127.0.0.1\r\n", b""), SDP.replace(b"6000", b"0"), SDP.replace(b"6000", b"65536"),
              SDP.replace(b"6000", b"-1"), SDP.replace(b"6000", b"6000/0"), SDP.replace(b"6000", b"6000/99999999"),
              SDP.replace(b"127.0.0.1", b"255.255.255.255"), SDP.replace(b"IP4", b"IP6"), SDP.replace(b"IP4", b"IP9"),
              SDP.replace(b"0 8 101", b""), SDP.replace(b"0 8 101", b"256 999 -1 x"), SDP.replace(b"audio", b"video"),
              SDP.replace(b"0 8 101", b"0 " * 2000), SDP + b"a=rtpmap:200 X/0\r\n", SDP + b"a=rtpmap:\r\n",
              SDP + b"a=fmtp:\r\n", SDP + b"a=ptime:0\r\n", SDP + b"a=ptime:999999999\r\n", SDP + b"a=ptime:-1\r\n",
              SDP + b"m=audio 1 RTP/AVP 0\r\n" * 1000, SDP + b"a=x\r\n" * 3000, SDP + b"a=crypto:\r\n",
              SDP + b"=\r\n", SDP + b"zz\r\n", b"a=x\r\n" + SDP, SDP + b"a=rtpmap:0 PCMU/8000/99999\r\n",
              SDP.replace(b"o=- 1 1", b"o=- 99999999999999999999999 x"), SDP.replace(b"s=-\r\n", b""),
              SDP.replace(b"t=0 0\r\n", b""), SDP.replace(b"v=0\r\n", b"")]


class _Numbered:
    """Gives each message a number of its own, so that none is a copy of another."""

    def __init__(self):
        self.count = 0

    def build(self, method=b"INVITE", headers=HEADERS, body=None, uri=b"sip:1001@127.0.0.1:5070",
              version=b"SIP/2.0", line_end=b"\r\n"):
        self.count += 1
        body = (SDP if method == b"INVITE" else b"") if body is None else body
        words = {b"n": b"%06d" % self.count, b"method": method, b"length": b"%d" % len(body)}
        lines = [method + b" " + uri + b" " + version]
        for name, value in headers:
            for key, word in words.items():
                value = value.replace(b"%(" + key + b")s", word)
            lines.append(name + b": " + value)
        return line_end.join(lines) + line_end * 2 + body


def _replaced(name, value):
    return [(n, value if n == name else v) for n, v in HEADERS]


def cases():
    make = _Numbered()
    build = make.build
    # Each header left out, doubled, doubled with another value, emptied, or nonsense.
    for method in (b"INVITE", b"OPTIONS"):
        for i, (name, value) in enumerate(HEADERS):
            label = name.decode()
            yield f"{label} missing", build(method, HEADERS[:i] + HEADERS[i + 1:])
            yield f"{label} twice", build(method, HEADERS + [(name, value)])
            yield f"{label} twice, differing", build(method, HEADERS + [(name, b"x" + value)])
            for bad in BAD_VALUES:
                yield f"{label}: {bad[:20]!r}", build(method, _replaced(name, bad))
                yield f"{label} and {bad[:20]!r}", build(method, _replaced(name, value + bad))
        for name, value in OPTIONAL:
            label = name.decode()
            yield f"{label} twice", build(method, HEADERS + [(name, value)] * 2)
            for bad in BAD_VALUES[::2] if method == b"INVITE" else BAD_VALUES[1::4]:
                yield f"{label}: {bad[:20]!r}", build(method, HEADERS + [(name, bad)])
    # Each URI wrong, wherever a URI stands.
    for uri in BAD_URIS:
        yield f"request-URI {uri[:20]!r}", build(uri=uri)
        for name in (b"From", b"To", b"Contact", b"Route", b"Record-Route", b"Refer-To", b"Diversion",
                     b"P-Asserted-Identity", b"Remote-Party-ID", b"Referred-By"):
            for form in (b"<" + uri + b">", uri):
                tag = b";tag=x" if name == b"From" else b""
                others = [h for h in HEADERS if h[0] != name]
                yield f"{name.decode()} {form[:20]!r}", build(headers=others + [(name, form + tag)])
    # Every method, in and out of a dialog that is not there, and half a call in the wrong order.
    for method in METHODS:
        yield f"method {method!r}", build(method)
        yield f"{method!r} in no dialog", build(method, _replaced(b"To", b"<sip:1001@127.0.0.1>;tag=none"))
        yield f"{method!r} of CSeq 0", build(method, _replaced(b"CSeq", b"0 " + method))
        yield f"{method!r} of CSeq 2^31", build(method, _replaced(b"CSeq", b"2147483648 " + method))
        yield f"{method!r}, other method in CSeq", build(method, _replaced(b"CSeq", b"1 OTHER"))
        for version in (b"", b"SIP/1.0", b"SIP/3.0", b"sip/2.0", b"SIP/2", b"HTTP/1.1", b"SIP/2.0 x"):
            yield f"{method!r} {version!r}", build(method, version=version)
    # Bodies.
    for body in BAD_BODIES:
        yield f"SDP {body[:20]!r}", build(body=body)
    for kind in (b"application/sdp", b"multipart/mixed;boundary=b", b"multipart/mixed", b'multipart/mixed;boundary=""',
                 b"text/plain", b"application/xml", b"message/sipfrag", b"x", b"/", b"a/b;c"):
        for body in (b"--b\r\n\r\nx\r\n--b--\r\n", b"--b", b"--b\r\n" * 300, b"\r\n--b\r\nContent-Type: application/sdp\r\n\r\n" + SDP,
                     b"--b--", b"\xff" * 500, b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"):
            yield f"{kind!r} {body[:15]!r}", build(headers=_replaced(b"Content-Type", kind), body=body)
    for length in (b"0", b"1", b"99999", b"-5", b"4294967296", b"1 2", b"x", b"1.5", b"00000000000000001"):
        yield f"Content-Length {length!r}", build(headers=_replaced(b"Content-Length", length))
    # Line ends, folds, sizes.
    good = build()
    for end in (b"\n", b"\r", b"\n\r", b"\r\r\n", b"\0"):
        yield f"line ends {end!r}", build(line_end=end)
    yield "folded everywhere", good.replace(b": ", b":\r\n ")
    yield "300 headers", build(headers=HEADERS + [(b"X", b"y")] * 300)
    yield "5000 headers", build(headers=HEADERS + [(b"X", b"y")] * 5000)
    yield "200 Vias", build(headers=[HEADERS[0]] * 200 + HEADERS)
    yield "500 Routes", build(headers=HEADERS + [(b"Route", b"<sip:x;lr>")] * 500)
    yield "60 kB body", build(body=b"x" * 60000)
    yield "60 kB header", build(headers=HEADERS + [(b"Subject", b"x" * 60000)])
    yield "nothing but zeros", b"\0" * 1000
    yield "nothing but line ends", b"\r\n" * 500
    yield "an HTTP request", b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
    yield "a response nobody asked for", good.replace(b"INVITE sip:1001@127.0.0.1:5070 SIP/2.0", b"SIP/2.0 200 OK", 1)
    for status in (b"0", b"99", b"700", b"99999", b"-1", b"abc", b"200"):
        yield f"status {status!r}", good.replace(b"INVITE sip:1001@127.0.0.1:5070 SIP/2.0", b"SIP/2.0 " + status + b" x", 1)
    # Cut short at every octet, and single octets changed.
    for cut in range(1, len(good) - len(SDP)):
        yield f"cut after {cut}", build()[:cut]
    dice = random.Random(4475)
    for i in range(400):
        octets = bytearray(build(dice.choice(METHODS[:14])))
        for _ in range(dice.choice((1, 1, 1, 3, 10))):
            octets[dice.randrange(len(octets))] = dice.choice(b"\0\t\n\r \"%,/:;<=>@\\\xff(){}[]019azAZ")
        yield f"changed octets, {i}", bytes(octets)


if __name__ == "__main__":
    print(sum(1 for _ in cases()), "cases")
