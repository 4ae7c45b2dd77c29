#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SIPp as the caller: 100 calls of one second over UDP, up to 20 at a time, and sound comes back.
set -uo pipefail
source "$(dirname "$0")/lib.sh"
need sipp

start_phone 1001 5070 ''
sipp -sn uac -i 127.0.0.1 -p 5062 -mp 6100 -d 1000 -m 100 -r 20 -l 20 -nostdin \
  -timeout 60 -trace_err -error_file "$work/sipp_errors.log" 127.0.0.1:5070 \
  >"$work/sipp.log" 2>&1 </dev/null || fail "sipp says $?"
all_ended() { [ "$(grep -c "ended: hung_up_there" "$work/phone.log")" = 100 ]; }
until_true 5 all_ended || fail "not all of 100 calls ended with the caller's BYE"
silent=$(grep "ended: hung_up_there" "$work/phone.log" | grep -cE "rtp [0-9] sent")
[ "$silent" = 0 ] || fail "$silent calls sent fewer than ten packets"
echo "100 calls, all with sound"
