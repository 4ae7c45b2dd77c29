#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# offhook sim in other worlds than the virtual one, as a Python program, and what it says of files that
# are wrong.
set -uo pipefail
source "$(dirname "$0")/lib.sh"
scenarios="$(cd "$(dirname "$0")/../../sim/scenarios" && pwd)"

# What needs the virtual network is no failure elsewhere, and told with the reason.
expect_exit 0 "$program" sim "$scenarios/hold/glare.toml" --realtime --junit "$work/skip.xml"
says 'needs the virtual network'
says '0 of 1 passed, 1 skipped'
grep -q '<skipped message="line' "$work/skip.xml" || fail "JUnit tells no skip: $(cat "$work/skip.xml")"
for wrong in sip:192.0.2.1:5060 127.0.0.1 'sip:127.0.0.1;transport=tcp'; do
  expect_exit 2 "$program" sim "$scenarios/flows" --proxy "$wrong"
  says 'expected sip:ADDRESS:PORT'
done
expect_exit 2 "$program" sim "$scenarios/flows" --realtime --proxy sip:127.0.0.1:5060
expect_exit 2 "$program" sim "$scenarios/flows" --realtime --bless

# A wrong row fails in real time as it does in virtual time.
sed 's/proxy -> alice  180$/proxy -> alice  183/' "$scenarios/flows/02-called-user-busy.toml" >"$work/wrong.toml"
line=$(grep -n 'alice  183' "$work/wrong.toml" | cut -d: -f1)
expect_exit 1 "$program" sim "$work/wrong.toml" --realtime
says "wrong.toml:$line: the ladder differs"
says "again: offhook sim $work/wrong.toml --seeds 2 --realtime"

# The program that a scenario becomes does the same at the control API.
expect_exit 0 "$program" sim "$scenarios/flows/04-hold.toml" --emit python
cp "$work/out" "$work/hold.py"
OFFHOOK="$program" expect_exit 0 python3 "$work/hold.py"
says PASS
says 'bob    hears silence for 500ms: not done by the control API'
sed 's/== "dial"/== "busy"/' "$work/hold.py" >"$work/fails.py"
OFFHOOK="$program" expect_exit 1 python3 "$work/fails.py"
says 'alice  expect tone dial: waited 2.0 s in vain'
expect_exit 2 "$program" sim "$scenarios/flows" --emit python

# Files with faults: line, column, and what would be right. Each makes one change to a good file.
faulty() {
  sed "$1" "$scenarios/flows/01-set-up-and-disconnect.toml" >"$work/faulty.toml"
  expect_exit 3 "$program" sim "$work/faulty.toml"
  grep -qE "faulty.toml:[0-9]+:[0-9]+: $2" "$work/err" || fail "for $1: $(cat "$work/err")"
}
faulty 's/alice  offhook/alice  offhok/' "unknown verb 'offhok', did you mean 'offhook'"
faulty 's/clip:alice match/clip:eve match/' 'no such clip; expected clip:alice or clip:bob'
faulty 's/say clip:bob/say clip:robert/' 'no such clip; expected clip:alice or clip:bob'
faulty 's/bob    wait 1s/bob    wait 1 hour/' "'1' is no time"
faulty 's/match>=0.9/match>=9/' ''
faulty 's/^seed .*/seed = -1/' 'expected a number'
faulty 's/challenge = .*/challenge = ["REGSTER"]/' 'expected'
faulty 's/^extension = "1002"/extention = "1002"/' ''
faulty 's/bob   -> proxy  180/bob   -> proxy  1800/' ''
faulty "s/^\[flow\]/[flw]/" "unknown key 'flw', did you mean 'flow'"
faulty 's/title = /title = = /' ''
expect_exit 0 "$program" sim "$scenarios" --list
[ "$(wc -l <"$work/out")" = "$(find "$scenarios" -name '*.toml' | wc -l)" ] || fail "not a line for each"
echo "ok"
