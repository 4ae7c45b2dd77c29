#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The tour: eleven flows at 80 columns, each with a report.
set -uo pipefail
source "$(dirname "$0")/lib.sh"
cd "$(dirname "$0")/../.." || exit 1

expect_exit 0 "$program" demo --tour --out "$work/tour"
wide="$(grep -v '^  wrote' "$work/out" | awk 'length > 80')"   # a path may be long
[ -z "$wide" ] || fail "wider than 80 columns: $wide"
tail -n 1 "$work/out" | grep -qE '^  PASS   11 of 11 flows, [0-9.]+ s$' || fail "$(tail -n 1 "$work/out")"
[ "$(grep -c '<li>' "$work/tour/index.html")" = 11 ] || fail "the index leads not to each"
report="$work/tour/04-hold/report.html"
grep -q '<table class="steps">' "$report" || fail "no steps in the report"
grep -q 'line1 green slow' "$report" || fail "no lamps beside the steps"
echo "ok"
