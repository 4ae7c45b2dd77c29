// SPDX-License-Identifier: GPL-3.0-or-later
// From the dial tone to the number that is called, and what else digits are entered for.
#include "actors/phone/desk.hpp"
#include "actors/sip/uri.hpp"

namespace offhook::phone {

using device::PathInput;

/// Dial tone; a hotline without delay calls at once.
Acts Desk::take_line(DialPurpose purpose, std::string account_id) {
  start_dialling();
  state_.purpose = purpose;
  state_.account_id = std::move(account_id);
  const bool at_once = purpose == DialPurpose::call && !rules_.hotline.number.empty() &&
                       rules_.hotline.delay == std::chrono::milliseconds{0};
  return at_once ? digits_timed_out() : Acts{};
}

void Desk::start_dialling() {
  dismiss();
  drop_offer();
  state_.recall.clear();
  state_.dialled = "";
  state_.purpose = DialPurpose::call;
  state_.account_id.clear();
}

void Desk::stop_dialling() {
  state_.dialled.reset();
  state_.purpose = DialPurpose::call;
  state_.about.clear();
  state_.line.reset();
}

std::optional<std::chrono::milliseconds> Desk::digit_wait() const {
  if (!state_.dialled || state_.purpose == DialPurpose::forward) return std::nullopt;
  const bool on_hook = state_.audio_path() == device::AudioPath::none;
  if (state_.dialled->empty()) {
    const bool hotline = !rules_.hotline.number.empty() && state_.purpose == DialPurpose::call;
    return hotline && !on_hook ? std::optional(rules_.hotline.delay) : std::nullopt;
  }
  if (on_hook && !rules_.plan.on_hook_sends) return std::nullopt;
  // Whom to ask there is as important as the number: B Transfer needs its time.
  return phone::digit_wait(rules_.plan, *state_.dialled);
}

Acts Desk::digits_timed_out() {
  if (waits_for_digit()) return send_digits();
  if (!state_.dialled || state_.purpose != DialPurpose::call || rules_.hotline.number.empty())
    return {};
  return call_number(rules_.hotline.number, state_.account_id);
}

Acts Desk::send_digits() {
  if (state_.purpose == DialPurpose::forward) {
    Acts acts{ForwardCall{state_.about, *state_.dialled}};
    stop_dialling();
    return acts;
  }
  return call_number(*state_.dialled, state_.account_id);
}

std::optional<Word> Desk::why_not(const DialledNumber& number) const {
  if (number.blocked) return Word::number_blocked;
  const bool held_back = state_.locked && rules_.lock == LockedKeys::all && !number.emergency;
  return held_back ? std::optional(Word::emergency_only) : std::nullopt;
}

/// Calls `number` as if it had been entered here: where a third is asked for, it is that one.
Acts Desk::call_number(const std::string& number, const std::string& account_id, bool intercom) {
  if (number.empty() || state_.placing) return {};
  const auto dialled = apply_plan(rules_.plan, number, account_id);
  state_.last_dialled = number;
  if (const auto why = why_not(dialled)) {
    dial_failed(word(*why));
    return {};
  }
  if (state_.consultation) state_.consultation->number = dialled.number;
  const auto line = state_.line;
  prepare_call();
  state_.line = line;
  return {PlaceCall{dialled.number, account_id, dialled.emergency, intercom}};
}

void Desk::prepare_call() {
  state_.paging.reset();
  open_path();
  dismiss();
  drop_offer();
  state_.recall.clear();
  stop_dialling();
  state_.placing = true;
}

bool Desk::is_free() const {
  return state_.calls.empty() && !state_.placing && !state_.dialled && !state_.failure &&
         !state_.is_lifted();
}

Acts Desk::call_by_itself(const std::string& number, const std::string& account_id) {
  if (!is_free()) return {};
  prepare_call();
  return {PlaceCall{number, account_id}};
}

Acts Desk::redial() {
  if (state_.last_dialled.empty()) return {};
  const bool dial_tone = state_.dialled && state_.dialled->empty();
  if (!dial_tone && phase() != device::PathPhase::idle) return {};
  return call_number(state_.last_dialled, state_.account_id);
}

Acts Desk::return_call() {
  if (state_.last_caller.empty() || phase() == device::PathPhase::ringing) return {};
  return call_number(state_.last_caller);
}

/// Forward to where? Entered while the phone rings no longer aloud.
Acts Desk::begin_forward() {
  const auto* call = state_.ringing();
  if (call == nullptr) return {};
  const std::string about = call->call_id;
  start_dialling();
  state_.purpose = DialPurpose::forward;
  state_.about = about;
  return {};
}

/// Back to what was there before: the caller rings on, the call that was to be transferred waits.
Acts Desk::cancel_dialling() {
  const bool forwarding = state_.purpose == DialPurpose::forward;
  const bool is_open = state_.audio_path() != device::AudioPath::none;
  const bool goes_on = state_.focused() != nullptr || (is_open && take_what_stands());
  if (!forwarding && !goes_on) follow(PathInput::call_over);
  stop_dialling();
  dismiss();
  state_.consultation.reset();
  if (!forwarding) back_to_held();
  return {};
}

void Desk::dial_failed(std::string_view why) {
  open_path();
  state_.consultation.reset();
  fail(media::Tone::congestion, std::string(why));
}

}  // namespace offhook::phone
