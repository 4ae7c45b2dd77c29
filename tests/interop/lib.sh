# SPDX-License-Identifier: GPL-3.0-or-later
# Shared by the interop tests: each runs in a network namespace of its own, so that nothing leaves
# the machine and port 5060 is free whatever else runs here. Skips (77) say why.

if [ -z "${OFFHOOK_INTEROP_INSIDE:-}" ]; then
  export OFFHOOK_INTEROP_INSIDE=1
  enter=(unshare -n)
  if [ "$(id -u)" != 0 ]; then enter=(unshare -rn); fi
  if ! "${enter[@]}" true 2>/dev/null; then
    echo "skipped: this machine allows no network namespaces (unshare -n)"
    exit 77
  fi
  exec "${enter[@]}" bash "$0" "$@"
fi
ip link set lo up

program="${1:?usage: TEST PROGRAM}"
here="$(cd "$(dirname "$0")" && pwd)"
work="$(mktemp -d)"
export XDG_RUNTIME_DIR="$work/run"
mkdir -m 700 "$XDG_RUNTIME_DIR"
pids=()
trap 'kill "${pids[@]}" 2>/dev/null; wait 2>/dev/null; rm -rf "$work"' EXIT

need() {
  for tool in "$@"; do
    command -v "$tool" >/dev/null || { echo "skipped: $tool is not installed (./check installs it)"; exit 77; }
  done
}

fail() {
  echo "FAIL: $*"
  for log in "$work"/*.log; do echo "--- $(basename "$log")"; tail -n 40 "$log"; done
  exit 1
}

# until_true SECONDS COMMAND…: waits for a state, never for a time.
until_true() {
  local tries=$(($1 * 20)); shift
  while ! "$@" >/dev/null 2>&1; do
    tries=$((tries - 1))
    [ $tries -gt 0 ] || return 1
    sleep 0.05
  done
}

start_kamailio() {
  need kamailio
  kamailio -f "$here/kamailio.cfg" -DD -E -m 64 -M 8 -w "$work" -P "$work/kamailio.pid" "$@" \
    >"$work/kamailio.log" 2>&1 </dev/null &
  pids+=($!)
  until_true 10 grep -q io_listen_loop "$work/kamailio.log" || fail "kamailio did not start"
}

# start_phone USER PORT ACCOUNT-TOML [AUTO-ANSWER]: a headless phone with an API.
start_phone() {
  cat >"$work/phone.toml" <<TOML
[phone]
id = "interop"
auto_answer = ${4:-true}
[sip]
listen = "127.0.0.1:$2"
[[account]]
user = "$1"
domain = "127.0.0.1"
password = "pw$1"
$3
[audio]
source = "clip:alice"
[api]
listen = "127.0.0.1:0"
TOML
  "$program" run --config "$work/phone.toml" >"$work/phone.log" 2>&1 </dev/null &
  phone=$!
  pids+=($phone)
  until_true 10 test -s "$XDG_RUNTIME_DIR/offhook/control.json" || fail "the phone did not start"
}

ctl() { "$program" ctl "$@"; }
