// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/call_events.hpp"

namespace offhook::phone {
namespace {

using call::CallState;

std::int64_t milliseconds(Instant t) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(t).count();
}

bool held_here(CallState state) {
  return state == CallState::held_local || state == CallState::held_both;
}
bool held_there(CallState state) {
  return state == CallState::held_remote || state == CallState::held_both;
}

std::string_view type_of_new_state(CallState state) {
  switch (state) {
    case CallState::dialing:
      return "call.dialing";
    case CallState::proceeding:
      return "call.progress";
    case CallState::ringing_out:
      return "call.ringing";
    case CallState::ringing_in:
      return "call.incoming";
    default:
      return "call.connected";
  }
}

}  // namespace

CallInfo call_info(const call::CallSnapshot& call, std::uint64_t rev) {
  CallInfo info;
  info.call_id = call.call_id;
  info.account_id = call.account_id;
  info.direction = call.direction == call::CallDirection::outgoing ? "outgoing" : "incoming";
  info.state = call::to_string(call.state);
  info.local_uri = call.local_uri;
  info.remote_uri = call.remote_uri;
  info.remote_display = call.remote_display;
  info.sip_call_id = call.sip_call_id;
  info.referred_by = call.referred_by;
  info.diverted_by = call.diverted_by;
  info.codec = call.codec;
  if (call.pending) info.pending = PendingOperation{std::string(call::to_string(*call.pending))};
  info.rev = rev;
  info.started_ms = milliseconds(call.started);
  if (call.connected) info.connected_ms = milliseconds(*call.connected);
  return info;
}

CallEndInfo call_end_info(const call::CallSnapshot& call, const call::CallEnd& end,
                          const media::StreamReport& report, Instant now) {
  CallEndInfo info;
  info.by = end.by();
  info.cause = call::to_string(end.cause);
  if (end.sip_status != 0) info.sip = SipResult{end.sip_status, end.reason};
  if (end.retry_after) info.retry_after_s = end.retry_after->count();
  info.warning = end.warning;
  if (call.connected) info.duration_ms = milliseconds(now - *call.connected);
  info.quality = {report.packets_sent, report.packets_received, report.packets_lost,
                  static_cast<double>(report.jitter.count()) / 1000.0, report.mos};
  return info;
}

std::vector<CallEvent> call_events(const call::CallSnapshot* before,
                                   const call::CallSnapshot& after, const CallInfo& info) {
  std::vector<CallEvent> events;
  const auto add = [&](std::string_view type, std::string_view by = "") {
    events.push_back({std::string(type), info, std::string(by)});
  };
  const bool was_up = before != nullptr && call::is_established(before->state);
  if (before == nullptr || (!was_up && before->state != after.state))
    add(type_of_new_state(after.state));
  if (call::is_established(after.state)) {
    const bool was_here = was_up && held_here(before->state);
    const bool was_there = was_up && held_there(before->state);
    if (was_here != held_here(after.state)) add(was_here ? "call.resumed" : "call.held", "local");
    if (was_there != held_there(after.state))
      add(was_there ? "call.resumed" : "call.held", "remote");
  }
  if (events.empty()) add("call.updated");
  return events;
}

std::variant<CallInfo, Error> reply_of(const call::OperationDone& done, const CallInfo& info) {
  Error error;
  error.message = done.reason;
  error.state = info.state;
  switch (done.result) {
    case call::OperationResult::done:
      return info;
    case call::OperationResult::wrong_state:
      error.kind = ErrorKind::wrong_state;
      if (error.message.empty()) error.message = "the call is " + info.state;
      return error;
    case call::OperationResult::busy:
      error.kind = ErrorKind::busy;
      if (error.message.empty()) error.message = "another operation is under way";
      return error;
    case call::OperationResult::refused:
      error.kind = ErrorKind::sip_failure;
      error.sip = SipResult{done.sip_status, done.reason};
      return error;
    case call::OperationResult::call_ended:
      error.kind = ErrorKind::canceled;
      if (error.message.empty()) error.message = "the call ended first";
      return error;
  }
  return error;
}

}  // namespace offhook::phone
