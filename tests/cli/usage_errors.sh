#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Exit codes and help: one table for all commands, one screen each.
set -uo pipefail
source "$(dirname "$0")/lib.sh"

expect_exit 0 "$program" version
says "offhook "
for command in demo run fleet ctl sim; do
  expect_exit 0 "$program" $command --help
  says "Examples:"
  [ "$(wc -l <"$work/out")" -le 40 ] || fail "$command --help is longer than a screen"
  [ -z "$(awk 'length > 80' "$work/out")" ] || fail "$command --help is wider than 80 columns"
done
expect_exit 2 "$program"
expect_exit 2 "$program" dmeo
expect_exit 2 "$program" demo --sed 7
expect_exit 2 "$program" fleet
says "--against"
expect_exit 2 "$program" fleet --virtual --phones 10 --cps 10
says "what would work"
expect_exit 3 "$program" run --config "$work/none.toml"
says "none.toml"
XDG_RUNTIME_DIR="$work" expect_exit 5 "$program" ctl status
echo "exit codes as documented"
