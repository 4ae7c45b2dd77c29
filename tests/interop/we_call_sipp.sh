#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# `offhook ctl call` reaches SIPp's built-in callee, and `ctl hangup` ends the call.
set -uo pipefail
source "$(dirname "$0")/lib.sh"
need sipp

sipp -sn uas -i 127.0.0.1 -p 5099 -mp 6200 -nostdin -m 1 -timeout 30 >"$work/sipp.log" 2>&1 </dev/null &
pids+=($!)
sipp_pid=$!
start_phone 1001 5070 ''
ctl call sip:bob@127.0.0.1:5099 || fail "the call was not answered"
ctl status | grep -q connected || fail "not connected"
ctl hangup || fail "hangup failed"
wait $sipp_pid || fail "sipp says $?"
echo "called sipp and hung up"
