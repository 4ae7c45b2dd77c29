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
start_phone() { start_named_phone phone "$XDG_RUNTIME_DIR" "$@"; }

# start_named_phone NAME RUNTIME-DIR USER PORT ACCOUNT-TOML [AUTO-ANSWER]: one of several; logs to NAME.log.
start_named_phone() {
  local name=$1 run=$2; shift 2
  mkdir -p -m 700 "$run"
  cat >"$work/$name.toml" <<TOML
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
  XDG_RUNTIME_DIR="$run" "$program" run --config "$work/$name.toml" >"$work/$name.log" 2>&1 </dev/null &
  phone=$!
  pids+=($phone)
  until_true 10 test -s "$run/offhook/control.json" || fail "$name did not start"
}

ctl() { "$program" ctl "$@"; }
ctl_in() { XDG_RUNTIME_DIR="$1" "$program" ctl "${@:2}"; }

# make_certificates: ca.pem, and server.pem with server.key for "localhost" and ::1, in $work.
make_certificates() {
  (cd "$work" && {
    openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 2 -subj "/CN=test ca"
    openssl req -newkey rsa:2048 -nodes -keyout server.key -out server.csr -subj "/CN=localhost"
    printf 'subjectAltName=URI:sip:localhost,DNS:localhost,IP:::1\n' >names
    openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 \
      -extfile names -out server.pem
  }) >"$work/openssl.log" 2>&1 </dev/null || fail "openssl made no certificates"
}
