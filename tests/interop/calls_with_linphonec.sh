#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A call to linphonec and one from it, through kamailio: answered, held, resumed, ended.
set -uo pipefail
source "$(dirname "$0")/lib.sh"
need kamailio linphonec

# On a bare loopback linphonec believes that there is no network at all.
ip addr add 192.0.2.10/24 dev lo
ip route add default dev lo

start_kamailio
mkdir -p "$work/home/.local/share/linphone"
cp "$here/linphone/linphonerc" "$work/linphonerc"
mkfifo "$work/commands"
HOME="$work/home" linphonec -a -c "$work/linphonerc" -d 0 <"$work/commands" >"$work/linphonec.log" 2>&1 &
pids+=($!)
exec 5>"$work/commands"
say() { echo "$*" >&5; }
say 'soundcard use files /dev/null'

start_phone 1001 5070 'registrar = "sip:127.0.0.1:5060"'
ctl wait registered --timeout 10s || fail "not registered"
is_registered() { say "status register"; sleep 0.2; grep -q "registered, identity" "$work/linphonec.log"; }
until_true 15 is_registered || fail "linphonec is not registered"

ctl call 1003 || fail "linphonec did not answer"
ctl hold || fail "hold was refused"
ctl resume || fail "resume was refused"
ctl hangup || fail "hangup failed"
until_true 10 grep -q "ended (No error)" "$work/linphonec.log" || fail "linphonec did not see the end"

say 'call sip:1001@127.0.0.1'
ctl wait call connected --timeout 15s || fail "no call came"
until_true 10 grep -q "streams established .* call 2" "$work/linphonec.log" || fail "linphonec is not connected"
say 'pause'
ctl wait call held_remote --timeout 10s || fail "linphonec's hold was not seen"
until_true 10 grep -q "Call 2 .* is now paused" "$work/linphonec.log" || fail "linphonec does not hold"
say 'resume'
ctl wait call connected --timeout 10s || fail "linphonec's resuming was not seen"
say 'terminate'
ended() { grep -q "ended: hung_up_there" "$work/phone.log"; }
until_true 10 ended || fail "linphonec's BYE did not end the call"
say quit
echo "called linphonec and was called by it, through kamailio"
