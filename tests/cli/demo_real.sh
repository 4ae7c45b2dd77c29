#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The demo over real sockets: PASS, under 80 columns, and a capture that tshark understands.
set -uo pipefail
source "$(dirname "$0")/lib.sh"

expect_exit 0 "$program" demo --out "$work/demo"
says "PASS"
wide=$(awk 'length > 80' "$work/out")
[ -z "$wide" ] || fail "wider than 80 columns: $wide"
for file in report.html call.pcapng alice.wav bob.wav events.jsonl summary.json; do
  [ -s "$work/demo/$file" ] || fail "$file is missing"
done
command -v tshark >/dev/null || { echo "skipped: tshark is not installed (./check installs it)"; exit 77; }
count() { tshark -r "$work/demo/call.pcapng" -Y "$1" 2>/dev/null | wc -l; }
[ "$(count 'sip.Status-Code == 401')" = 2 ] || fail "not two challenges"
[ "$(count 'sip.Method == REGISTER')" -ge 4 ] || fail "not two registrations"
[ "$(count 'sip.Method == INVITE')" -ge 6 ] || fail "no INVITE, hold and resume through the proxy"
[ "$(count 'sip.Method == BYE')" -ge 2 ] || fail "no BYE through the proxy"
for side in 127.0.0.11 127.0.0.12; do
  packets=$(count "rtp && ip.src == $side")
  [ "$packets" -ge 100 ] || fail "only $packets RTP packets from $side"
done
[ "$(count '_ws.malformed')" = 0 ] || fail "tshark finds malformed packets"
echo "PASS, and tshark agrees"
