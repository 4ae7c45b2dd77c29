#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A fleet of phones at a real server: every call goes well; what is impossible or not there is told.
# usage: fleet_at_kamailio.sh PROGRAM [PHONES CPS HOLD DURATION]
set -uo pipefail
source "$(dirname "$0")/lib.sh"
need kamailio python3
phones=${2:-60} cps=${3:-10} hold=${4:-2s} duration=${5:-8s}

"$program" fleet --phones 10 --cps 20 --hold 10s --against sip:127.0.0.1 2>"$work/rate.log"
[ $? = 2 ] || fail "an impossible rate is not refused"
grep -q "what would work: --phones 412" "$work/rate.log" || fail "nothing is proposed"

"$program" fleet --phones 4 --hold 1s --against sip:127.0.0.1:5999 >"$work/silent.log" 2>&1
[ $? = 4 ] || fail "a server that is not there is not told"
grep -q "does not answer" "$work/silent.log" || fail "no word about the server"

start_kamailio
"$program" fleet --phones 4 --hold 1s --password-template wrong --against sip:127.0.0.1 >"$work/wrong.log" 2>&1
[ $? = 1 ] || fail "a wrong password is not told"
grep -q "the server refused phone 10000: 401" "$work/wrong.log" || fail "no word about the password"

"$program" fleet --phones "$phones" --cps "$cps" --hold "$hold" --duration "$duration" \
  --against sip:127.0.0.1 --json "$work/fleet.json" --csv "$work/fleet.csv" >"$work/fleet.log" 2>&1
code=$?
cat "$work/fleet.log"
[ $code = 0 ] || fail "exit $code"
[ -z "$(awk 'length > 80' "$work/fleet.log")" ] || fail "wider than 80 columns"
python3 - "$work" "$phones" <<'PY' || fail "the results do not fit together"
import csv, json, sys
work, phones = sys.argv[1], int(sys.argv[2])
report = json.load(open(work + "/fleet.json"))
calls = report["calls"]
assert report["pass"] and calls["placed"] > 0 and calls["failed"] == 0, calls
assert calls["placed"] == calls["completed"] == report["times_ms"]["bye_200"]["count"], calls
assert report["phones"]["registered"] == phones
rows = list(csv.DictReader(open(work + "/fleet.csv")))
assert len(rows) == calls["placed"] and not any(row["failure"] for row in rows)
PY

# Ctrl-C keeps what there is.
"$program" fleet --phones 10 --cps 2 --hold 1s --duration 600s --against sip:127.0.0.1 \
  --csv "$work/cut.csv" >"$work/cut.log" 2>&1 &
fleet=$!
pids+=($fleet)
until_true 20 grep -q '"10000"' "$work/cut.csv" || fail "no call"
kill -INT $fleet
wait $fleet
[ $? = 130 ] || fail "the wrong exit code after Ctrl-C"
grep -q "completed, 0 failed" "$work/cut.log" || fail "no partial results"
echo "a fleet at kamailio: all calls well"
