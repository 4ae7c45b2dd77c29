#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A fleet of three worker processes at a real server; one is killed midway: the others go on, and the
# report says so. A stranger without the token gets no work.
# usage: fleet_workers.sh PROGRAM [PHONES CPS HOLD DURATION]
set -uo pipefail
source "$(dirname "$0")/lib.sh"
need kamailio python3
phones=${2:-60} cps=${3:-9} hold=${4:-1s} duration=${5:-8s}

start_kamailio
mkdir -p "$work/other"
echo "not-the-token" >"$work/other/token"
"$program" fleet --coordinate 7070 --workers 3 --phones "$phones" --cps "$cps" --hold "$hold" \
  --duration "$duration" --against sip:127.0.0.1 --json "$work/fleet.json" --csv "$work/fleet.csv" \
  >"$work/report.txt" 2>"$work/coordinator.log" &
coordinator=$!
pids+=($coordinator)
until_true 10 grep -q "waiting for 3 workers" "$work/coordinator.log" || fail "no coordinator"

"$program" fleet --worker 127.0.0.1:7070 --token-file "$work/other/token" >"$work/stranger.log" 2>&1
[ $? = 5 ] || fail "a stranger was let in"
grep -q "another token" "$work/stranger.log" || fail "the stranger is not told why"

workers=()
for n in 1 2 3; do
  "$program" fleet --worker 127.0.0.1:7070 >"$work/worker$n.log" 2>&1 &
  workers+=($!)
  pids+=($!)
done
# Midway: when calls are over.
calls() { [ "$(wc -l <"$work/fleet.csv")" -gt "$1" ]; }
until_true 60 calls $((phones / 4)) || fail "no calls"
kill -KILL "${workers[1]}"
wait "$coordinator"
code=$?
cat "$work/report.txt"
[ $code = 1 ] || fail "exit $code instead of 1"
grep -q "LOST" "$work/report.txt" || fail "the report does not name the lost worker"
wait "${workers[0]}" || fail "the first worker did not end well"
wait "${workers[2]}" || fail "the third worker did not end well"
python3 - "$work" <<'PY' || fail "the results do not fit together"
import json, sys
report = json.load(open(sys.argv[1] + "/fleet.json"))
lost = [w for w in report["workers"] if w["lost"]]
rest = [w for w in report["workers"] if not w["lost"]]
assert len(lost) == 1 and len(rest) == 2, report["workers"]
assert all(w["calls_placed"] == w["calls_completed"] > lost[0]["calls_completed"] for w in rest), report
assert report["calls"]["failed"] == 0, report["failures"]
assert len(report["notes"]) == 2, report["notes"]
PY

"$program" fleet --worker 127.0.0.1:7071 --token-file "$work/other/token" >"$work/alone.log" 2>&1
[ $? = 5 ] || fail "a worker without a coordinator is not told"
echo "two of three workers went on"
