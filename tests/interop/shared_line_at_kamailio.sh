#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# shared_line_at_kamailio.sh PROGRAM FILE: a scenario of two phones at one line, at Kamailio's module sca.
set -uo pipefail
source "$(dirname "$0")/lib.sh"
need kamailio
for module in sca db_text; do
  compgen -G "/usr/lib/*/kamailio/modules/$module.so" >/dev/null ||
    { echo "skipped: kamailio has no module $module here"; exit 77; }
done

# The module keeps its subscriptions in a data base, even where nobody wants them back.
mkdir "$work/sca"
cp /usr/share/kamailio/dbtext/kamailio/{version,sca_subscriptions} "$work/sca/"
start_kamailio -A WITH_SCA -A "SCA_DB=\"text://$work/sca\""
"$program" sim "$2" --proxy sip:127.0.0.1:5060 >"$work/sim.log" 2>&1 </dev/null || fail "$2"
tail -n 1 "$work/sim.log"
