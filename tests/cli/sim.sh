#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# offhook sim: what it says and returns, what it writes, and that a seed decides everything.
set -uo pipefail
source "$(dirname "$0")/lib.sh"
flows="$(dirname "$0")/../../sim/scenarios/flows"

expect_exit 0 "$program" sim "$flows" --jobs 2 --junit "$work/pass.xml" --trace-hash
grep -qE '^trace-hash [0-9a-f]{16}$' "$work/out" || fail "no hash: $(cat "$work/out")"
tail -n 1 "$work/out" | grep -qE '^([0-9]+) of \1 passed in [0-9.]+ s$' || fail "$(tail -n 1 "$work/out")"
grep -E '^trace-hash' "$work/out" >"$work/first"
expect_exit 0 "$program" sim "$flows" --trace-hash
grep -E '^trace-hash' "$work/out" | cmp - "$work/first" || fail "another run, another hash"
expect_exit 0 "$program" sim "$flows" --list -k 'attended'
[ "$(wc -l <"$work/out")" = 1 ] || fail "-k does not choose: $(cat "$work/out")"

# The first example of the documentation does what it says.
awk '/^```toml/{f=1;next}/^```/{f=0}f' "$(dirname "$0")/../../docs/scenarios.md" >"$work/hold.toml"
expect_exit 0 "$program" sim "$work/hold.toml" --seeds 1-5

# A wrong row, with characters that XML minds.
sed 's/-> bob    INVITE 1002.*/-> bob  INVITE 1002  subject="<\&>"/' \
  "$flows/01-set-up-and-disconnect.toml" >"$work/wrong.toml"
expect_exit 1 "$program" sim "$work/wrong.toml" --junit "$work/fail.xml" --report "$work/report"
says 'subject: expected <&>, is missing'
says "again: offhook sim $work/wrong.toml --seeds 1"
[ -s "$work/report/wrong/report.html" ] && [ -s "$work/report/wrong/call.pcapng" ] || fail "no report"
python3 - "$work/pass.xml" "$work/fail.xml" <<'PY' || fail "JUnit"
import sys, xml.etree.ElementTree as tree
good, bad = (tree.parse(path).getroot() for path in sys.argv[1:])
assert good.get("failures") == "0" and len(good) == int(good.get("tests")) > 5
assert bad.get("failures") == "1" and "<&>" in bad[0][0].text
PY

# Blessing mends the ladder and nothing else.
cp "$work/wrong.toml" "$work/blessed.toml"
expect_exit 0 "$program" sim "$work/blessed.toml" --bless
expect_exit 0 "$program" sim "$work/blessed.toml"
diff <(sed '/^ladder/q' "$work/wrong.toml") <(sed '/^ladder/q' "$work/blessed.toml") || fail "blessed more"

sed 's/offhook$/ofhook/' "$flows/01-set-up-and-disconnect.toml" >"$work/faulty.toml"
expect_exit 3 "$program" sim "$work/faulty.toml"
says "faulty.toml:20:8: unknown verb 'ofhook', did you mean 'offhook'?"
expect_exit 3 "$program" sim "$work/nowhere.toml"
expect_exit 2 "$program" sim "$flows" --seeds five
expect_exit 2 "$program" sim "$flows" -k 'no such scenario'

# --serve sets up, tells where, and stays until it is told to go.
"$program" sim "$flows/04-hold.toml" --serve >"$work/served" 2>"$work/err" </dev/null &
server=$!
for _ in $(seq 100); do [ "$(wc -l <"$work/served")" -ge 2 ] && break; sleep 0.1; done
grep -q '"phone":"bob","extension":"1002","url":"ws://127.0.0.1:' "$work/served" || fail "serves nothing: $(cat "$work/err")"
kill -TERM $server
wait $server
[ $? = 143 ] || fail "--serve does not end as it should"
echo "ok"
