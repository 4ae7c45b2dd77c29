#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A phone on real sockets is recorded while SIPp calls it and a program drives it; the recording
# repeats itself in virtual time.
set -uo pipefail
source "$(dirname "$0")/lib.sh"
need kamailio sipp

start_kamailio
cat >"$work/phone.toml" <<TOML
[phone]
id = "recorded"
auto_answer = true
[sip]
listen = "127.0.0.1:5070"
[[account]]
user = "1001"
domain = "127.0.0.1"
password = "pw1001"
registrar = "sip:127.0.0.1:5060"
[audio]
source = "clip:alice"
[api]
listen = "127.0.0.1:0"
TOML
"$program" run --config "$work/phone.toml" --record "$work/run.rec" >"$work/phone.log" 2>&1 </dev/null &
phone=$!
pids+=($phone)
until_true 10 test -s "$XDG_RUNTIME_DIR/offhook/control.json" || fail "the phone did not start"
ctl wait registered --timeout 10s || fail "not registered"

(cd "$work" && timeout 60 sipp -sn uac 127.0.0.1:5070 -s 1001 -i 127.0.0.1 -p 5080 -m 3 -r 2 -d 1500 \
  -bg -trace_err >sipp.log 2>&1; true)
ended() { [ "$(grep -c " ended: " "$work/phone.log")" -ge "$1" ]; }
until_true 40 ended 3 || fail "SIPp's calls did not end"
ctl call 486 && fail "a busy number answered"
ctl offhook || fail "the handset cannot be lifted"
ctl key 5 || fail "no key"
ctl onhook || fail "the handset cannot be replaced"
ctl status >"$work/status.log" || fail "no status"
kill -TERM "$phone"
wait "$phone"
[ $? = 143 ] || fail "the phone did not end cleanly"

"$program" sim --replay "$work/run.rec" >"$work/replay.log" 2>&1 || fail "the replay is not identical"
cat "$work/replay.log"
grep -q "^identical: " "$work/replay.log" || fail "no verdict"
grep -q "pw1001" "$work/run.rec" && fail "the password is in the recording"
[ "$(stat -c %a "$work/run.rec")" = 600 ] || fail "others can read the recording"

head -c 20000 "$work/run.rec" >"$work/cut.rec"
"$program" sim --replay "$work/cut.rec" >"$work/cut.log" 2>&1 || fail "the cut recording is not identical"
grep -q "replayed up to there" "$work/cut.log" || fail "the cut is not told"
echo "garbage" >"$work/garbage.rec"
"$program" sim --replay "$work/garbage.rec" >"$work/garbage.log" 2>&1
[ $? = 3 ] || fail "garbage is not refused"
echo "recorded and replayed"
