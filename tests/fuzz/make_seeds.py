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
    head, _, body = message.partition(b"\r\n\r\n")
    for value in re.findall(rb"(?im)^(?:v|via|f|from|t|to|m|contact|route) *: *(.*?)\r$", head):
        put("sip_uri", value)
    if body.startswith(b"v="):
        put("sdp", body)
        put("dissect", body)
