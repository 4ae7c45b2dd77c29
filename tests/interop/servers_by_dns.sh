#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A name leads to two registrars by SRV. The phone moves to the second when the first dies, notices
# a registrar that was restarted and has forgotten it, and is back soon after both were gone.
set -uo pipefail
source "$(dirname "$0")/lib.sh"
need kamailio kamcmd dnsmasq

# start_registrar ADDRESS: kamailio on that address alone.
start_registrar() {
  sed -e "s/127\.0\.0\.1:/$1:/g" "$here/kamailio.cfg" >"$work/$1.cfg"
  kamailio -f "$work/$1.cfg" -DD -E -m 64 -M 8 -w "$work" -P "$work/$1.pid" >>"$work/$1.log" 2>&1 \
    </dev/null &
  registrar=$!
  pids+=($registrar)
  until_true 10 kamcmd -s "tcp:$1:2049" core.uptime || fail "kamailio did not start at $1"
}
stop_registrar() { kill -TERM "$1"; wait "$1" 2>/dev/null; }
is_bound_at() { kamcmd -s "tcp:$1:2049" ul.dump 2>/dev/null | grep -q "AoR: 1001"; }
now_ms() { date +%s%3N; }

dnsmasq --no-daemon --no-resolv --no-hosts --port=5353 --listen-address=127.0.0.1 --bind-interfaces \
  --user=root --pid-file="$work/dns.pid" --local-ttl=2 \
  --srv-host=_sip._udp.example.test,one.example.test,5060,1,1 \
  --srv-host=_sip._udp.example.test,two.example.test,5060,2,1 \
  --host-record=one.example.test,127.0.0.11 --host-record=two.example.test,127.0.0.12 \
  >"$work/dns.log" 2>&1 </dev/null &
pids+=($!)
start_registrar 127.0.0.11
one=$registrar
start_registrar 127.0.0.12
two=$registrar

start_phone 1001 5070 'registrar = "sip:example.test"
keep_alive_s = 5
[dns]
servers = ["127.0.0.1:5353"]'
ctl wait registered --timeout 10s || fail "not registered"
is_bound_at 127.0.0.11 || fail "the first target of the SRV record was not used"

stop_registrar "$one"
until_true 15 is_bound_at 127.0.0.12 || fail "the second registrar was not found"
echo "moved to the second registrar"

stop_registrar "$two"
start_registrar 127.0.0.12
two=$registrar
until_true 15 is_bound_at 127.0.0.12 || fail "a restarted registrar was not noticed"
echo "a restarted registrar was noticed"

stop_registrar "$two"
until_true 20 bash -c "\"$program\" ctl status | grep -q failed" || fail "the outage was not noticed"
start_registrar 127.0.0.11
back=$(now_ms)
until_true 5 is_bound_at 127.0.0.11 || fail "not registered after the outage"
echo "registered $(($(now_ms) - back)) ms after the outage"
