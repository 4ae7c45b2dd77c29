#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The phone registers with digest at a real registrar, and takes its binding back when it ends.
set -uo pipefail
source "$(dirname "$0")/lib.sh"
need kamailio

start_kamailio
start_phone 1001 5070 'registrar = "sip:127.0.0.1:5060"'
ctl wait registered --timeout 10s || fail "not registered"
kill -TERM "$phone"
wait "$phone"
[ $? = 143 ] || fail "the phone did not end cleanly"
grep -q "unregistered" "$work/phone.log" || fail "the binding was not taken back"
echo "registered and unregistered at kamailio"
