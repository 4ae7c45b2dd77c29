#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A running phone meets broken settings, plugins, datagrams and API clients; it says why and lives.
set -uo pipefail
source "$(dirname "$0")/lib.sh"

printf '[phone]\nboard = "nonesuch"\n[[account]]\nuser = "1"\ndomain = "127.0.0.1"\n' >"$work/board.toml"
expect_exit 4 "$program" run --config "$work/board.toml"
says "nonesuch"
printf '[sip]\nlisten = "127.0.0.1"\n' >"$work/bad.toml"
expect_exit 3 "$program" run --config "$work/bad.toml"
says "bad.toml:2:10:"
printf 'this is no shared object' >"$work/text.so"
printf '[phone]\nboard = "%s"\n[[account]]\nuser = "1"\ndomain = "d"\n' "$work/text.so" >"$work/so.toml"
expect_exit 4 "$program" run --config "$work/so.toml"
says "text.so"

export XDG_RUNTIME_DIR="$work/run"
mkdir -m 700 "$XDG_RUNTIME_DIR"
printf '[sip]\nlisten = "127.0.0.1:0"\n[[account]]\nuser = "1"\ndomain = "127.0.0.1"\n[api]\nlisten = "127.0.0.1:0"\n' >"$work/phone.toml"
"$program" run --config "$work/phone.toml" 2>"$work/phone.log" </dev/null &
phone=$!
trap 'kill $phone 2>/dev/null; rm -rf "$work"' EXIT
for _ in $(seq 200); do [ -s "$XDG_RUNTIME_DIR/offhook/control.json" ] && break; sleep 0.05; done
python3 "$(dirname "$0")/throw_garbage.py" "$work/phone.log" "$(dirname "$0")/../data" || fail "garbage"
expect_exit 0 "$program" ctl status
kill -0 $phone || fail "the phone died: $(cat "$work/phone.log")"
echo "the phone lives"
