#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# sipp_scenario.sh PROGRAM NAME: one scenario of sipp/, with SIPp as caller_… or as callee_….
set -uo pipefail
source "$(dirname "$0")/lib.sh"
name="${2:?usage: sipp_scenario.sh PROGRAM NAME}"
need sipp

settings='' answers=true
case $name in
  caller_prack | caller_prack_late | caller_delayed_offer_prack) answers=1500 ;;
esac
case $name in
  caller_cancels | caller_early_bye | caller_merged | caller_prack_never) answers=false ;;
  callee_refreshes | callee_refresh_408 | callee_interval) settings=$'session_timer = "supported"\n' ;;
  callee_prack_offers | callee_offers_late) settings=$'late_offer = true\n' ;;
esac
start_phone 1001 5070 "$settings" "$answers"

sipp_runs() {
  sipp -sf "$here/sipp/$name.xml" -i 127.0.0.1 -nostdin -m 1 -timeout "${limit:-60}" -timeout_error \
    -trace_err -error_file "$work/sipp_errors.log" -trace_msg -message_file "$work/sipp_messages.log" "$@" \
    >"$work/sipp.log" 2>&1 </dev/null
}

as_caller() {
  if [ "$name" = caller_refers ]; then
    sipp -sn uas -i 127.0.0.1 -p 5098 -mp 6300 -nostdin -m 1 -timeout 30 >"$work/target.log" 2>&1 </dev/null &
    pids+=($!)
  fi
  sipp_runs -s 1001 -p 5062 127.0.0.1:5070 || fail "sipp says $?"
  [ "$name" != caller_refers ] || ctl hangup || fail "there is no call to the target"
}

as_callee() {
  sipp_runs -p 5099 &
  local sipp_pid=$!
  pids+=($sipp_pid)
  until_true 5 grep -q "$(printf ':%04X ' 5099)" /proc/net/udp || fail "sipp did not start"
  case $name in
    callee_unavailable) fails_with 503 ;;
    callee_busy) fails_with 486 ;;
    callee_incomplete) fails_with 484 ;;
    callee_early_update) holds_while_ringing ;;
    callee_late | callee_after_487 | callee_forks_after_cancel) hangs_up_while_ringing ;;
    callee_refresh_408)
      ctl call sip:bob@127.0.0.1:5099 || fail "the call was not answered"
      until_true 60 grep -q '^BYE' "$work/sipp_messages.log" || fail "the call was not ended" ;;
    callee_bye_crosses | callee_hold_481) hold_ends_the_call ;;
    callee_is_referred | callee_notify_first)
      ctl call sip:bob@127.0.0.1:5099 || fail "the call was not answered"
      ctl transfer sip:target@127.0.0.1:5098 || fail "the transfer failed" ;;
    *)
      ctl call sip:bob@127.0.0.1:5099 || fail "the call was not answered"
      case $name in
        callee_forks) until_true 10 grep -q "^BYE" "$work/sipp_messages.log" || fail "the second fork was not ended" ;;
        callee_glare | callee_glare_both) ctl hold || fail "the hold failed" ;;
        callee_hold_refused) ctl hold && fail "a refused hold is no hold" ;;
        callee_moves) until_true 10 grep -q "^ACK sip:1001" "$work/sipp_messages.log" || fail "no ACK" ;;
        callee_refreshes) until_true 60 grep -q 'UPDATE sip' "$work/sipp_messages.log" ;;
      esac
      ctl hangup || fail "hangup failed" ;;
  esac
  wait $sipp_pid || fail "sipp says $?"
}

fails_with() {
  ctl call sip:bob@127.0.0.1:5099 >"$work/ctl.log" 2>&1 && fail "the call did not fail"
  grep -q "$1" "$work/ctl.log" || fail "the reason is not told"
}

holds_while_ringing() {
  ctl --no-wait call sip:bob@127.0.0.1:5099 || fail "no call"
  until_true 5 grep -q "^PRACK" "$work/sipp_messages.log" || fail "the 183 was not acknowledged"
  local call_id
  call_id=$(sed -n 's/.* call \([0-9a-f]*\) dialing .*/\1/p' "$work/phone.log")
  until_true 5 ctl hold "$call_id" || fail "the hold failed"
  ctl wait call held_local || fail "the call is not held"
  ctl hangup || fail "hangup failed"
}

hold_ends_the_call() {
  ctl call sip:bob@127.0.0.1:5099 || fail "the call was not answered"
  ctl hold && fail "a call that is over cannot be held"
}

hangs_up_while_ringing() {
  ctl --no-wait call sip:bob@127.0.0.1:5099 || fail "no call"
  ctl wait call ringing_out || fail "it does not ring there"
  ctl hangup || fail "hangup failed"
}

case $name in
  caller_*) as_caller ;;
  callee_*) as_callee ;;
esac
kill -0 "$phone" || fail "the phone is gone"
ctl calls --json | grep -q '"state"' && fail "a call is left"
echo "$name"
