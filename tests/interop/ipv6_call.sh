#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Two phones call each other over IPv6: one speaks both families, the other IPv6 alone. By UDP, by
# TCP and by TLS; sound both ways.
set -uo pipefail
source "$(dirname "$0")/lib.sh"
need openssl
[ -e /proc/net/if_inet6 ] || { echo "skipped: this machine has no IPv6"; exit 77; }

make_certificates
phone_with() {  # NAME DIR USER LISTEN TLS-LISTEN
  mkdir -p -m 700 "$2"
  cat >"$work/$1.toml" <<TOML
[phone]
auto_answer = true
[sip]
listen = $4
tls_listen = "$5"
[tls]
ca_file = "$work/ca.pem"
certificate = "$work/server.pem"
key = "$work/server.key"
[[account]]
user = "$3"
domain = "localhost"
[audio]
source = "clip:alice"
[api]
listen = "127.0.0.1:0"
TOML
  XDG_RUNTIME_DIR="$2" "$program" run --config "$work/$1.toml" >"$work/$1.log" 2>&1 </dev/null &
  pids+=($!)
  until_true 10 test -s "$2/offhook/control.json" || fail "$1 did not start"
}
phone_with alice "$XDG_RUNTIME_DIR" 1001 '["127.0.0.1:5070", "[::1]:5070"]' "[::1]:5071"
phone_with bob "$work/bob" 1002 '"[::1]:5080"' "[::1]:5081"
grep -q '\[::1\]:5080 (.*UDP' "$work/bob.log" || fail "bob does not say where he listens"

calls=0
for target in "sip:1002@[::1]:5080" "sip:1002@[::1]:5080;transport=tcp" "sips:1002@[::1]:5081"; do
  ctl call "$target" || fail "no call to $target"
  ctl dtmf 123456 || fail "no digits to $target"
  ctl hangup || fail "no end of the call to $target"
  calls=$((calls + 1))
  until_true 5 eval "[ \$(grep -c 'ended: hung_up_here' '$work/alice.log') = $calls ]" ||
    fail "the call to $target did not end"
  ctl_in "$work/bob" call "${target//1002@\[::1\]:508/1001@[::1]:507}" || fail "no call back by $target"
  ctl_in "$work/bob" dtmf 123456 || fail "no digits back by $target"
  ctl_in "$work/bob" hangup || fail "no end of the call back by $target"
done
least=$(sed -n 's/.*ended: .* \([0-9]*\) received.*/\1/p' "$work/alice.log" | sort -n | head -1)
[ "${least:-0}" -gt 10 ] || fail "a call brought only ${least:-0} packets"
echo "$((2 * calls)) calls over IPv6, each with sound"
