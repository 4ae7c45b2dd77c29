#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A call to baresip through kamailio: answered, held, resumed, ended; RTP both ways.
set -uo pipefail
source "$(dirname "$0")/lib.sh"
need kamailio baresip

start_kamailio
cp -r "$here/baresip" "$work/baresip"
(cd "$work" && exec baresip -f "$work/baresip" -t 60) >"$work/baresip.log" 2>&1 </dev/null &
pids+=($!)
start_phone 1001 5070 'registrar = "sip:127.0.0.1:5060"'
ctl wait registered --timeout 10s || fail "not registered"
until_true 10 grep -q "200 OK" "$work/baresip.log" || fail "baresip is not registered"
ctl call 1002 || fail "the call was not answered"
ctl hold || fail "hold was refused"
ctl resume || fail "resume was refused"
ctl dtmf 123456789 || fail "digits were not sent"
ctl hangup || fail "hangup failed"
line=$(grep "ended: hung_up_here" "$work/phone.log") || fail "the call did not end"
received=$(sed 's/.* \([0-9]*\) received.*/\1/' <<<"$line")
[ "$received" -gt 20 ] || fail "only $received packets came from baresip"
echo "called baresip through kamailio: $line"
