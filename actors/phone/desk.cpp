// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/desk.hpp"

#include <algorithm>

namespace offhook::phone {
namespace {

using call::CallState;
using device::PathEffect;
using device::PathInput;
using device::PathPhase;

/// What the ear hears of a call that ended by the other side or by a failure.
media::Tone tone_after(const call::CallEnd& end) {
  if (end.cause == call::EndCause::hung_up_there) return media::Tone::busy;
  return end.sip_status == 486 || end.sip_status == 600 ? media::Tone::busy
                                                        : media::Tone::congestion;
}

std::string notice_after(const call::CallEnd& end) {
  if (end.cause == call::EndCause::hung_up_there) return "Call ended";
  if (end.sip_status == 486 || end.sip_status == 600) return "Busy";
  if (end.sip_status == 0) return end.reason.empty() ? "Call failed" : end.reason;
  return std::to_string(end.sip_status) + " " + end.reason;
}

bool holds(CallState state) {
  return state == CallState::held_local || state == CallState::held_both;
}

}  // namespace

const call::CallSnapshot* DeskState::find(std::string_view call_id) const {
  const auto found = std::find_if(calls.begin(), calls.end(),
                                  [&](const auto& call) { return call.call_id == call_id; });
  return found == calls.end() ? nullptr : &*found;
}

const call::CallSnapshot* DeskState::ringing() const {
  const auto found = std::find_if(calls.begin(), calls.end(), [this](const auto& call) {
    return call.state == CallState::ringing_in && call.call_id != focus;
  });
  return found == calls.end() ? nullptr : &*found;
}

PathPhase Desk::phase() const {
  if (state_.focused() != nullptr || state_.dialled || state_.placing || state_.failure)
    return PathPhase::in_use;
  return state_.ringing() != nullptr ? PathPhase::ringing : PathPhase::idle;
}

/// Moves along the table of audio paths, and does what the step means for calls.
std::vector<Act> Desk::follow(PathInput input) {
  const auto step = device::next_path(phase(), state_.path, input);
  state_.path = step.next;
  switch (step.effect) {
    case PathEffect::none:
      return {};
    case PathEffect::seize_line:
      start_dialling();
      return {};
    case PathEffect::answer:
      return answer();
    case PathEffect::end_call:
      return finish();
    case PathEffect::toggle_headset_mode:
      state_.headset_mode = !state_.headset_mode;
      return {};
  }
  return {};
}

void Desk::start_dialling() {
  dismiss();
  state_.dialled = "";
}

void Desk::dismiss() {
  state_.failure.reset();
  state_.notice.clear();
}

void Desk::fail(media::Tone tone, std::string notice) {
  state_.placing = false;
  state_.dialled.reset();
  state_.failure = tone;
  state_.notice = std::move(notice);
}

/// Sound is needed and none is open: the lifted handset has it already, else the loudspeaker.
void Desk::open_path() {
  if (state_.audio_path() == device::AudioPath::none) follow(PathInput::go_hands_free);
}

std::vector<Act> Desk::answer() {
  const auto* call = state_.ringing();
  if (call == nullptr) return {};
  state_.focus = call->call_id;
  dismiss();
  state_.dialled.reset();
  return {AnswerCall{state_.focus}};
}

std::vector<Act> Desk::finish() {
  dismiss();
  state_.dialled.reset();
  state_.placing = false;
  if (const auto* call = state_.focused()) return {HangUpCall{call->call_id}};
  return {};
}

std::vector<Act> Desk::lift() { return follow(PathInput::lift); }
std::vector<Act> Desk::replace() { return follow(PathInput::replace); }

std::vector<Act> Desk::press(std::string_view key) {
  if (key.size() == 1) return press_digit(key);
  if (key == "SPEAKER") return follow(PathInput::speaker_key);
  if (key == "HEADSET") return follow(device::headset_key_input({}, phase()));
  if (key == "HOLD") return press_hold();
  if (key == "L1") return press_line();
  if (key == "OK") return press_ok();
  if (key == "CANCEL") return press_cancel();
  if (key == "MUTE") {
    const auto* call = state_.focused();
    if (call != nullptr && call::is_established(call->state)) state_.muted = !state_.muted;
  }
  if (key == "REDIAL" && !state_.last_dialled.empty() && phase() == PathPhase::idle) {
    state_.dialled = state_.last_dialled;
    return send_digits();
  }
  if (key.size() == 2 && key[0] == 'F')
    return press_soft_key(static_cast<std::size_t>(key[1] - '1'));
  return {};
}

std::vector<Act> Desk::press_digit(std::string_view key) {
  const auto* call = state_.focused();
  if (call != nullptr && call::is_established(call->state) && !state_.dialled)
    return {SendKey{call->call_id, key[0]}};
  if (call != nullptr) return {};
  if (!state_.dialled) start_dialling();  // on hook, or over a failure tone: dialling begins
  if (take_digit(plan_, *state_.dialled, key) == DigitOutcome::send) return send_digits();
  return {};
}

std::vector<Act> Desk::press_hold() {
  const auto* call = state_.focused();
  if (call == nullptr || !call::is_established(call->state)) return {};
  if (holds(call->state)) return {ResumeCall{call->call_id}};
  return {HoldCall{call->call_id}};
}

std::vector<Act> Desk::press_line() {
  if (state_.focused() != nullptr) return press_hold();
  if (state_.ringing() != nullptr) return press_ok();
  if (phase() == PathPhase::idle) return follow(PathInput::speaker_key);
  return {};
}

std::vector<Act> Desk::press_ok() {
  if (waits_for_digit()) return send_digits();
  if (state_.ringing() == nullptr) return {};
  open_path();
  return answer();
}

std::vector<Act> Desk::press_cancel() {
  if (state_.dialled || state_.placing || state_.failure) {
    follow(PathInput::call_over);
    return finish();
  }
  if (const auto* call = state_.focused()) return {HangUpCall{call->call_id}};
  if (const auto* call = state_.ringing()) return {RejectCall{call->call_id}};
  return {};
}

std::vector<Act> Desk::press_soft_key(std::size_t number) {
  const auto labels = soft_keys(state_);
  if (number >= labels.size()) return {};
  const std::string& label = labels[number];
  if (label == "Send" || label == "Answer") return press_ok();
  if (label == "Hold" || label == "Resume") return press_hold();
  if (label == "Reject" || label == "End" || label == "Cancel") return press_cancel();
  if (label == "Delete" && waits_for_digit()) state_.dialled->pop_back();
  return {};
}

std::vector<Act> Desk::digits_timed_out() {
  return waits_for_digit() ? send_digits() : std::vector<Act>{};
}

std::vector<Act> Desk::send_digits() {
  state_.last_dialled = *state_.dialled;
  prepare_call();
  return {PlaceCall{state_.last_dialled}};
}

void Desk::prepare_call() {
  open_path();
  dismiss();
  state_.dialled.reset();
  state_.placing = true;
}

void Desk::prepare_answer(std::string_view call_id) {
  prepare_call();
  state_.placing = false;
  state_.focus = call_id;
}

void Desk::failure_timed_out() {
  if (!failure_fades()) return;
  follow(PathInput::call_over);
  dismiss();
}

void Desk::call_changed(const call::CallSnapshot& call) {
  // The person has let go of it; that the peer must still hear of it concerns nobody here.
  if (call.pending == call::Operation::hangup) return let_go(call.call_id);
  const auto found = std::find_if(state_.calls.begin(), state_.calls.end(),
                                  [&](const auto& known) { return known.call_id == call.call_id; });
  const bool is_new = found == state_.calls.end();
  if (is_new)
    state_.calls.push_back(call);
  else
    *found = call;
  // A call that was placed, or that became established while none is heard, is the one in hand.
  const bool newly_placed = is_new && call.direction == call::CallDirection::outgoing;
  if (newly_placed || (state_.focused() == nullptr && call::is_established(call.state))) {
    open_path();
    state_.focus = call.call_id;
    state_.placing = false;
    state_.dialled.reset();
  }
}

void Desk::call_ended(const call::CallSnapshot& call, const call::CallEnd& end) {
  const bool was_focus = state_.focus == call.call_id;
  if (!was_focus || end.by() == "local" || state_.audio_path() == device::AudioPath::none)
    return let_go(call.call_id);
  forget(call.call_id);
  fail(tone_after(end), notice_after(end));
}

/// A call is over by our own doing.
void Desk::let_go(std::string_view call_id) {
  const bool was_focus = state_.focus == call_id;
  if (was_focus) follow(PathInput::call_over);
  forget(call_id);
  if (was_focus && state_.audio_path() == device::AudioPath::handset)
    start_dialling();  // ended by a key with the handset in the hand
}

void Desk::forget(std::string_view call_id) {
  std::erase_if(state_.calls, [&](const auto& known) { return known.call_id == call_id; });
  if (state_.focus != call_id) return;
  state_.focus.clear();
  state_.muted = false;
}

void Desk::dial_failed(std::string_view why) {
  open_path();
  fail(media::Tone::congestion, std::string(why));
}

std::vector<std::string> soft_keys(const DeskState& state) {
  if (state.dialled) {
    if (state.dialled->empty()) return {"", "", "", "Cancel"};
    return {"Send", "Delete", "", "Cancel"};
  }
  if (state.placing) return {"", "", "", "Cancel"};
  if (const auto* call = state.focused()) {
    if (!call::is_established(call->state)) return {"", "", "", "Cancel"};
    if (holds(call->state)) return {"", "Resume", "", "End"};
    return {"", "Hold", "", "End"};
  }
  if (state.failure) return {"", "", "", "Cancel"};
  if (state.ringing() != nullptr) return {"Answer", "", "", "Reject"};
  return {"", "", "", ""};
}

}  // namespace offhook::phone
