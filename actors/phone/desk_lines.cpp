// SPDX-License-Identifier: GPL-3.0-or-later
// Several calls: line keys, hold and resume, going from one to another.
#include <algorithm>

#include "actors/phone/desk.hpp"

namespace offhook::phone {

using device::PathInput;

/// A line key: its call is answered, held, taken back; a free one is for a new call.
Acts Desk::press_line(std::size_t number) {
  if (number > state_.lines.size()) return {};
  const auto* call = state_.calls_at_lines()[number - 1];
  const auto& account_id = state_.lines[number - 1].account_id;
  if (call == nullptr) {
    const auto& line = state_.lines[number - 1];
    if (const auto* others = state_.shared_at(line); others != nullptr && !state_.is_free(line))
      return press_shared(*others, number - 1);
    // The line is seized already, by hook, speaker or key: now it is this one.
    if (state_.dialled && state_.purpose == DialPurpose::call) {
      state_.line = number - 1;
      state_.account_id = account_id;
      if (state_.audio_path() == device::AudioPath::none) follow(PathInput::speaker_key);
      return {};
    }
    return new_call(account_id, number - 1);
  }
  const std::string id = call->call_id;
  // While a transfer asks for a target, a call on hold may be it.
  if (transfer_stage(state_) == TransferStage::asked && id != state_.consultation->from &&
      call::is_established(call->state))
    return transfer_into(id);
  if (id == state_.focus || (state_.is_member(id) && !state_.consultation)) return press_hold();
  if (call->state == call::CallState::ringing_in) {
    open_path();
    return answer();
  }
  return call::is_established(call->state) ? resume(id) : Acts{};
}

Acts Desk::press_hold(bool privately) {
  const auto move =
      conference_move(conference_stage(state_), ConferenceInput::hold_key, rules_.conference);
  if (move != ConferenceMove::none) return conference(move);
  const auto* call = state_.focused();
  if (call == nullptr) {
    const bool free = !state_.dialled && !state_.placing && state_.ringing() == nullptr;
    return state_.on_hold() != nullptr && free ? resume(state_.on_hold()->call_id) : Acts{};
  }
  if (!call::is_established(call->state)) return {};
  if (holds_here(call->state)) return {ResumeCall{call->call_id}};
  return {HoldCall{call->call_id, privately}};
}

/// Holds what is there and gives the dial tone.
Acts Desk::new_call(const std::string& account_id, std::optional<std::size_t> line) {
  const auto* call = state_.focused();
  if (state_.placing || !state_.conference.empty() || state_.consultation) return {};
  if (call != nullptr && !call::is_established(call->state)) return {};
  Acts acts;
  if (call != nullptr && !holds_here(call->state)) acts.push_back(HoldCall{call->call_id});
  open_path();
  state_.focus.clear();
  unmute();
  const auto more = take_line(DialPurpose::call, account_id);
  if (!more.empty()) return more;  // a hotline, which holds the other call itself
  state_.line = line;
  return acts;
}

/// The phone holds whatever is in the way first.
Acts Desk::resume(std::string_view call_id) {
  state_.paging.reset();
  dismiss();
  stop_dialling();
  state_.recall.clear();
  open_path();
  if (state_.consultation && !state_.consultation->consult.empty() && !state_.consultation->sent &&
      call_id != state_.consultation->from)
    state_.consultation.reset();
  state_.focus = call_id;
  const auto* call = state_.focused();
  const bool must = call != nullptr && holds_here(call->state);
  return must ? Acts{ResumeCall{state_.focus}} : Acts{};
}

Acts Desk::swap() {
  const auto* other = state_.on_hold();
  return other != nullptr ? resume(other->call_id) : Acts{};
}

Acts Desk::answer() {
  if (!state_.recall.empty()) return resume(std::string(state_.recall));
  const auto* call = state_.ringing();
  if (call == nullptr) return state_.rings_back() ? complete_call() : Acts{};
  state_.paging.reset();
  state_.focus = call->call_id;
  leave_consultation();
  dismiss();
  stop_dialling();
  return {AnswerCall{state_.focus}};
}

/// A new call takes the key that was pressed for it, else the first free one of its account, else
/// any free one.
void Desk::put_on_line(const call::CallSnapshot& call) {
  if (put_on_appearance(call)) return;
  auto& lines = state_.lines;
  const auto take = [&](Line& line) { line.call_id = call.call_id; };
  if (call.direction == call::CallDirection::outgoing && state_.line &&
      *state_.line < lines.size() && lines[*state_.line].call_id.empty())
    return take(lines[*state_.line]);
  const auto free_for = [&](std::string_view account_id) {
    return std::find_if(lines.begin(), lines.end(), [&](const Line& line) {
      return state_.is_free(line) && line.account_id == account_id;
    });
  };
  auto line = free_for(call.account_id);
  if (line == lines.end()) line = free_for("");
  if (line != lines.end()) take(*line);
}

/// With nothing in hand and sound open, the call on hold is looked at again; it stays on hold until
/// somebody resumes it.
void Desk::back_to_held() {
  if (state_.focused() != nullptr || state_.dialled || state_.failure) return;
  if (state_.audio_path() == device::AudioPath::none) return;
  if (!state_.conference.empty()) {
    state_.focus = state_.conference.back();
    return;
  }
  if (take_what_stands()) return;
  if (const auto* held = state_.on_hold()) state_.focus = held->call_id;
}

}  // namespace offhook::phone
