#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# flow_at_kamailio.sh PROGRAM FILE: the phones of a scenario file register at and call through a real proxy.
set -uo pipefail
source "$(dirname "$0")/lib.sh"
need kamailio

start_kamailio
"$program" sim "$2" --proxy sip:127.0.0.1:5060 >"$work/sim.log" 2>&1 </dev/null || fail "$2"
tail -n 1 "$work/sim.log"
