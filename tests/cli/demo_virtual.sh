#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The demo in virtual time: the same seed writes the same bytes, another seed others.
set -uo pipefail
source "$(dirname "$0")/lib.sh"

expect_exit 0 "$program" demo --virtual --seed 7 --out "$work/a" --json
python3 - "$work/out" <<'PY' || fail "summary.json lacks something"
import json, sys
summary = json.load(open(sys.argv[1]))
assert summary["pass"] is True and summary["seed"] == 7 and summary["ladder_rows"] > 20, summary
call = summary["calls"][0]
assert call["setup_ms"] > 0 and call["mos"] > 4, call
PY
expect_exit 0 "$program" demo --virtual --seed 7 --out "$work/b"
expect_exit 0 "$program" demo --virtual --seed 8 --out "$work/c"
for file in events.jsonl call.pcapng alice.wav bob.wav; do
  cmp "$work/a/$file" "$work/b/$file" || fail "$file differs between two runs of one seed"
done
cmp -s "$work/a/events.jsonl" "$work/c/events.jsonl" && fail "another seed wrote the same events"
echo "deterministic"
