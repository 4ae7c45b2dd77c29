#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""First inputs for the fuzz targets, from the torture messages: make_seeds.py DATA OUT"""
import hashlib
import pathlib
import re
import sys

data, out = map(pathlib.Path, sys.argv[1:])


def put(target, content):
    folder = out / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / hashlib.sha1(content).hexdigest()[:16]).write_bytes(content)


for path in sorted(data.glob("rfc*/*.dat")):
    message = path.read_bytes()
    put("sip_message", message)
    put("dissect", message)
    start_line = message.split(b"\r\n", 1)[0].split(b" ")
    if len(start_line) > 1:
        put("sip_uri", start_line[1])
    put("stream_framer", b"\x07\r\n\r\n" + message + message)
    head, _, body = message.partition(b"\r\n\r\n")
    for value in re.findall(rb"(?im)^(?:v|via|f|from|t|to|m|contact|route) *: *(.*?)\r$", head):
        put("sip_uri", value)
        put("headers", value)
    kind = re.search(rb"(?im)^(?:c|content-type) *: *(multipart.*?)\r$", head)
    if kind:
        put("multipart", kind[1] + b"\n" + body)
    if body.startswith(b"v="):
        put("multipart", b"multipart/mixed;boundary=b1\n--b1\r\nContent-Type: application/sdp"
            b"\r\n\r\n" + body + b"\r\n--b1--\r\n")
    if body.startswith(b"v="):
        put("sdp", body)
        put("dissect", body)

# Sessions that the torture messages do not have, and what was once found.
put("sdp", b"v=0\r\no=- 1 2 IN IP6 2001:db8::1\r\ns=-\r\nc=IN IP6 2001:db8::1\r\nt=0 0\r\n"
    b"a=group:BUNDLE 0\r\na=ice-ufrag:F7gI\r\na=ice-pwd:x9cml/YzichV2+XlhiMu8g\r\n"
    b"m=audio 9 UDP/TLS/RTP/SAVPF 111 9 0 8 101\r\na=mid:0\r\na=setup:actpass\r\n"
    b"a=fingerprint:sha-256 4A:AD:B9\r\na=rtcp-mux\r\na=rtpmap:111 opus/48000/2\r\n"
    b"a=fmtp:111 minptime=10;useinbandfec=1\r\na=rtpmap:101 telephone-event/8000\r\n"
    b"a=candidate:1 1 UDP 2130706431 192.0.2.1 8998 typ host\r\na=sendonly\r\n"
    b"m=video 0 RTP/SAVP 31\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:AAAA|2^20|1:4\r\n")
put("sdp", b"x\n" * 63 + b"m=audio \n")

# The scenarios that we have.
for path in sorted((data.parent.parent / "sim/scenarios").rglob("*.toml")):
    put("scenario", path.read_bytes())

# Headers that the torture messages do not have.
for value in (
    "Digest realm=\"a\", nonce=\"b\", qop=\"auth,auth-int\", algorithm=SHA-256, stale=true",
    "Digest username=\"u\", realm=\"a\", nonce=\"b\", uri=\"sip:a\", response=\"c\", nc=00000001",
    "98732@example.com;from-tag=1;to-tag=2;early-only",
    "<sip:bob@example.com?Replaces=a%40b%3Bto-tag%3D1%3Bfrom-tag%3D2>",
    "<sip:alice@example.com>;cid=\"1@example.com\"",
    "active;expires=600", "terminated;reason=probation;retry-after=5", "dialog;id=1",
    "1800;refresher=uac", "Q.850;cause=16;text=\"Terminated\"", "1 2 INVITE", "id;critical",
    "<sip:bob@example.com>;reason=user-busy;counter=2;privacy=full",
    "<sip:bob@example.com?Reason=SIP%3Bcause%3D302&Privacy=history>;index=1.2;rc=1",
):
    put("headers", value.encode())

# What notifiers tell.
document = (b'<?xml version="1.0"?><dialog-info xmlns="urn:ietf:params:xml:ns:dialog-info" version="1" '
            b'state="full" entity="sip:a@b"><dialog id="1" call-id="c" local-tag="l" remote-tag="r" '
            b'direction="recipient"><state>early</state><local><target uri="sip:a"><param '
            b'pname="+sip.rendering" pvalue="no"/></target></local><remote><identity display="A">sip:d@e'
            b'</identity><target uri="sip:f"/></remote></dialog></dialog-info>')
put("dialog_info", document)
put("dialog_info", b'--b1\r\nContent-Type: application/rlmi+xml\r\n\r\n<list version="1" fullState="true">'
    b'<resource uri="sip:a@b"><name>A</name><instance id="1" state="active" cid="x"/></resource></list>'
    b'\r\n--b1\r\nContent-ID: <x>\r\n\r\n' + document + b'\r\n--b1--\r\n')

# A DNS answer with SRV, A, CNAME and NAPTR behind compressed names.
name = b"\x04_sip\x04_udp\x07example\x03com\x00"
head = bytes.fromhex("1234818000010004000100000000")[:12]
records = (b"\xc0\x0c\x00\x21\x00\x01\x00\x00\x01\x2c\x00\x0a\x00\x01\x00\x02\x13\xc4\x01a\xc0\x16"
           b"\xc0\x16\x00\x01\x00\x01\x00\x00\x01\x2c\x00\x04\xc0\x00\x02\x01"
           b"\xc0\x16\x00\x05\x00\x01\x00\x00\x01\x2c\x00\x02\xc0\x0c"
           b"\xc0\x16\x00\x23\x00\x01\x00\x00\x01\x2c\x00\x12\x00\x0a\x00\x32\x01s\x07SIP+D2U\x00\xc0\x0c"
           b"\xc0\x16\x00\x06\x00\x01\x00\x00\x00\x3c\x00\x18\xc0\x0c\xc0\x0c" + bytes(20))
put("dns", head + name + b"\x00\x21\x00\x01" + records)
