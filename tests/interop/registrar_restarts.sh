#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The registrar restarts and forgets everybody: the phone notices within 60 s. Then it is away for a
# while: the phone is back within 2 s after it returns. Nobody touches the phone.
set -uo pipefail
source "$(dirname "$0")/lib.sh"
need kamailio kamcmd

registrar() { start_kamailio; registrar_pid=${pids[-1]}; }
end_registrar() { kill "$registrar_pid"; wait "$registrar_pid" 2>/dev/null; }
binding() { kamcmd -s tcp:127.0.0.1:2049 ul.dump | grep -q "sip:1001@127.0.0.1:5070"; }
milliseconds() { date +%s%3N; }

registrar
start_phone 1001 5070 'registrar = "sip:127.0.0.1:5060"'
until_true 10 binding || fail "not registered"

end_registrar
registrar
began=$(milliseconds)
until_true 60 binding || fail "the restart was not noticed within 60 s"
noticed=$(($(milliseconds) - began))

end_registrar
sees_outage() { tail -n 1 "$work/phone.log" | grep -q "failed"; }
until_true 60 sees_outage || fail "the outage was not noticed"
registrar
began=$(milliseconds)
until_true 5 binding || fail "not back within 5 s after the outage"
back=$(($(milliseconds) - began))
[ "$back" -le 2000 ] || fail "back only after $back ms"
echo "restart noticed after $noticed ms; back $back ms after an outage"
