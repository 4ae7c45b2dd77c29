#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Thousands of malformed requests: the phone answers an OPTIONS after each, and does not grow.
set -uo pipefail
source "$(dirname "$0")/lib.sh"
need python3

start_phone 1001 5070 ''
(cd "$here" && PYTHONDONTWRITEBYTECODE=1 python3 malformed.py 127.0.0.1:5070 "$phone") || fail "see above"
kill -0 "$phone" || fail "the phone is gone"
