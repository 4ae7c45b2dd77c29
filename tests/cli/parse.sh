#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# offhook sip parse and sdp parse: files or standard input, one JSON object a line, exit codes.
set -uo pipefail
source "$(dirname "$0")/lib.sh"
data="$(dirname "$0")/../data/rfc4475"

expect_exit 0 "$program" sip parse --json "$data/intmeth.dat" "$data/wsinv.dat"
[ "$(wc -l <"$work/out")" = 2 ] || fail "not one line a file"
says '"validity":"valid"'
says '"validity":"odd"'
expect_exit 1 "$program" sip parse "$data/intmeth.dat" "$data/badaspec.dat"
says "malformed To"
says '^'
[ "$(LC_ALL=C.UTF-8 wc -L <"$work/out")" -le 80 ] || fail "wider than 80 columns"

"$program" sip parse --json <"$data/badaspec.dat" >"$work/out" 2>"$work/err"
[ $? = 1 ] || fail "standard input: not refused"
says '"file":"-"'
printf 'v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nt=0 0\r\n' >"$work/good.sdp"
expect_exit 0 "$program" sdp parse --json "$work/good.sdp"
says '"validity":"valid"'
expect_exit 1 "$program" sdp parse - "$work/good.sdp"  # standard input is empty

expect_exit 4 "$program" sip parse "$work/none.sip"
says "none.sip: No such file"
expect_exit 4 "$program" sip parse "$work"
expect_exit 2 "$program" sip
echo "exit codes and lines as documented"
