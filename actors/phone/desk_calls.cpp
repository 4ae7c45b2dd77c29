// SPDX-License-Identifier: GPL-3.0-or-later
// What calls do by themselves, and what that means for the desk.
#include "actors/phone/desk.hpp"

namespace offhook::phone {
namespace {

using call::CallState;
using device::PathInput;

/// What the ear hears of a call that ended by the other side or by a failure.
media::Tone tone_after(const call::CallEnd& end) {
  if (end.cause == call::EndCause::hung_up_there) return media::Tone::busy;
  switch (end.sip_status) {
    case 486:
    case 600:
      return media::Tone::busy;
    case 404:
    case 410:
    case 484:
    case 604:
      return media::Tone::unobtainable;  // there is no such number
    default:
      return media::Tone::congestion;
  }
}

}  // namespace

std::string Desk::notice_after(const call::CallEnd& end) const {
  if (end.cause == call::EndCause::hung_up_there) return word(Word::call_ended);
  if (end.sip_status == 486 || end.sip_status == 600) return word(Word::busy);
  if (end.sip_status == 0) return end.reason.empty() ? word(Word::call_failed) : end.reason;
  return std::to_string(end.sip_status) + " " + end.reason;
}

void Desk::dismiss() {
  state_.failure.reset();
  state_.notice.clear();
}

void Desk::fail(media::Tone tone, std::string notice) {
  state_.placing = false;
  stop_dialling();
  state_.notice = std::move(notice);
  state_.failure.reset();
  // A conversation that made no room, or was taken back meanwhile by a program, goes on: words, and
  // no tone over it.
  if (!take_what_stands()) state_.failure = tone;
}

/// A call that is up and not on hold, and that nothing else is in front of any more.
bool Desk::take_what_stands() {
  for (const auto& call : state_.calls) {
    if (!call::is_established(call.state) || holds_here(call.state)) continue;
    state_.focus = call.call_id;
    return true;
  }
  return false;
}

/// Sound is needed and none is open: the lifted handset has it already, else the loudspeaker, or
/// the headset where that was chosen.
void Desk::open_path() {
  if (state_.audio_path() == device::AudioPath::none)
    follow(state_.headset_mode ? PathInput::go_headset : PathInput::go_hands_free);
}

void Desk::prepare_answer(std::string_view call_id) {
  leave_consultation();
  prepare_call();
  state_.placing = false;
  state_.focus = call_id;
}

Acts Desk::failure_timed_out() {
  if (!failure_fades()) return {};
  if (completion_fades()) return drop_completion();
  state_.recall.clear();
  if (!state_.failure) {
    state_.notice.clear();
    return {};
  }
  follow(PathInput::call_over);
  dismiss();
  return {};
}

Acts Desk::call_changed(const call::CallSnapshot& call) {
  // The person has let go of it; that the peer must still hear of it concerns nobody here.
  if (call.pending == call::Operation::hangup) {
    auto acts = leave_conference(call.call_id);
    let_go(call.call_id);
    return acts;
  }
  const auto* known = state_.find(call.call_id);
  const bool is_new = known == nullptr;
  const bool was_up = !is_new && call::is_established(known->state);
  // By a program: a hand has it in the hand before.
  const bool taken_back = was_up && holds_here(known->state) && !holds_here(call.state) &&
                          !state_.is_member(call.call_id);
  const bool held_in_vain = was_up && known->pending == call::Operation::hold && !call.pending &&
                            !holds_here(call.state) && !state_.placing &&
                            state_.audio_path() != device::AudioPath::none;
  if (is_new) put_on_line(call);
  state_.calls.put(call);
  // A call that was placed, or that became established while none is heard, is the one in hand.
  const bool newly_placed = is_new && call.direction == call::CallDirection::outgoing;
  const bool newly_up = !was_up && call::is_established(call.state);
  const bool is_free = state_.focused() == nullptr && !state_.dialled;
  if (taken_back && is_free) dismiss();
  if (newly_placed || ((newly_up || taken_back || held_in_vain) && is_free)) take_in_hand(call);
  return newly_placed || newly_up ? note_consultation(call) : Acts{};
}

void Desk::take_in_hand(const call::CallSnapshot& call) {
  state_.paging.reset();
  open_path();
  state_.focus = call.call_id;
  if (state_.placing && state_.consultation && state_.consultation->consult.empty())
    state_.consultation->consult = call.call_id;
  state_.placing = false;
  stop_dialling();
}

/// The third answers somebody who has decided already.
Acts Desk::note_consultation(const call::CallSnapshot& call) {
  const auto& asking = state_.consultation;
  const bool due = asking && asking->waiting && asking->consult == call.call_id;
  return due && call::is_established(call.state) ? transfer_into(call.call_id) : Acts{};
}

Acts Desk::call_ended(const call::CallSnapshot& call, const call::CallEnd& end) {
  offer_completion(call, end);
  auto acts = leave_conference(call.call_id);
  const auto asking = state_.consultation;
  const bool consult_failed =
      asking && asking->consult == call.call_id && asking->waiting && !asking->sent;
  // A transfer that works ends our calls from the other side as well.
  const bool transferred =
      asking && asking->sent && (asking->consult == call.call_id || asking->from == call.call_id);
  const auto* known = state_.find(call.call_id);
  const bool silent = !rules_.held_end_tone && known != nullptr && holds_here(known->state);
  const bool was_focus = state_.focus == call.call_id && !transferred && !silent;
  if (!was_focus || end.by() == "local" || state_.audio_path() == device::AudioPath::none) {
    let_go(call.call_id);
    if (consult_failed) recall(asking->from, notice_after(end));
    return acts;
  }
  forget(call.call_id);
  fail(tone_after(end), notice_after(end));
  return acts;
}

/// A call is over by our own doing.
void Desk::let_go(std::string_view call_id) {
  const bool was_focus = state_.focus == call_id;
  const bool another = was_focus && (state_.on_hold() != nullptr || !state_.conference.empty());
  if (was_focus && !another) follow(PathInput::call_over);
  forget(call_id);
  if (!was_focus) return;
  if (another) return back_to_held();
  if (state_.audio_path() == device::AudioPath::handset)
    start_dialling();  // ended by a key with the handset in the hand
}

void Desk::forget(std::string_view call_id) {
  if (const auto* call = state_.find(call_id)) release_appearance(*call);
  state_.calls.erase(call_id);
  for (auto& line : state_.lines)
    if (line.call_id == call_id) line.call_id.clear();
  auto& asking = state_.consultation;
  if (asking && !asking->sent && (asking->from == call_id || asking->consult == call_id)) {
    const bool dialling = asking->consult.empty();
    asking.reset();
    if (dialling && state_.dialled) state_.purpose = DialPurpose::call;
  }
  if (asking && asking->sent && state_.find(asking->from) == nullptr &&
      state_.find(asking->consult) == nullptr)
    asking.reset();
  if (state_.about == call_id) {
    stop_dialling();
    back_to_held();
  }
  if (state_.at_server == call_id) state_.at_server.clear();
  if (state_.recall == call_id) {
    state_.recall.clear();
    state_.notice.clear();
  }
  if (state_.focus != call_id) return;
  state_.focus.clear();
  unmute();
}

}  // namespace offhook::phone
