# SPDX-License-Identifier: GPL-3.0-or-later
program="${1:?usage: TEST PROGRAM}"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
fail() { echo "FAIL: $*"; exit 1; }

# expect_exit CODE COMMAND…: output goes to $work/out and $work/err.
expect_exit() {
  local wanted=$1; shift
  "$@" >"$work/out" 2>"$work/err" </dev/null
  local got=$?
  [ $got = "$wanted" ] || fail "exit $got instead of $wanted: $*: $(cat "$work/err")"
}
says() { grep -qF -- "$1" "$work/err" "$work/out" || fail "does not say '$1': $(cat "$work/err")"; }
