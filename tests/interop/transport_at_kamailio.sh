#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# transport_at_kamailio.sh PROGRAM tcp|tls|ws|wss: a phone that registers by that transport calls
# one that registers by UDP, and is called by it; RTP both ways.
set -uo pipefail
source "$(dirname "$0")/lib.sh"
transport="${2:?usage: transport_at_kamailio.sh PROGRAM TRANSPORT}"
need kamailio openssl

has_module() { compgen -G "/usr/lib/*/kamailio/modules/$1.so" >/dev/null; }
options=() port=5060 extra=""
case "$transport" in
  tls|wss)
    has_module tls || { echo "skipped: kamailio-tls-modules is not installed"; exit 77; }
    make_certificates
    options+=(-A WITH_TLS -A "CERT=\"$work/server.pem\"" -A "KEY=\"$work/server.key\"")
    extra="[tls]
ca_file = \"$work/ca.pem\"" ;;
esac
case "$transport" in
  ws|wss)
    has_module websocket ||
      { echo "skipped: kamailio-websocket-modules is not installed"; exit 77; }
    options+=(-A WITH_WS) ;;
esac
case "$transport" in tls) port=5061 ;; ws) port=5090 ;; wss) port=5091 ;; esac

start_kamailio "${options[@]}"
start_named_phone other "$work/other" 1002 5080 'registrar = "sip:127.0.0.1:5060"'
start_phone 1001 5070 "registrar = \"sip:localhost:$port;transport=$transport\"
$extra"
ctl wait registered --timeout 10s || fail "not registered by $transport"
ss -Htn state established "( dport = :$port )" | grep -q . || fail "no connection to port $port"
ctl_in "$work/other" wait registered --timeout 10s || fail "the other is not registered"

ctl call 1002 || fail "the call was not answered"
ctl hold || fail "hold was refused"
ctl resume || fail "resume was refused"
ctl dtmf 12345 || fail "digits were not sent"
ctl hangup || fail "hangup failed"
until_true 5 grep -q "ended: hung_up_here" "$work/phone.log" || fail "the call did not end"
ctl_in "$work/other" call 1001 || fail "the call back was not answered"
ctl dtmf 12345 || fail "digits were not sent to the caller"
ctl hangup || fail "the called side could not hang up"
until_true 5 grep -q "ended: hung_up_there" "$work/other.log" || fail "the call back did not end"
received=$(sed -n 's/.*ended: .* \([0-9]*\) received.*/\1/p' "$work/phone.log" | sort -n | head -1)
[ "${received:-0}" -gt 10 ] || fail "only ${received:-0} packets came back"
echo "registered, called and was called by $transport"
