// SPDX-License-Identifier: GPL-3.0-or-later
// Call completion: calling back who was busy or did not answer, once that one is free.
#include "actors/phone/desk.hpp"

namespace offhook::phone {
namespace {

using Stage = Completion::Stage;

bool is_busy(const call::CallEnd& end) { return end.sip_status == 486 || end.sip_status == 600; }

/// It rang there and nobody came: 480, or we gave up.
bool was_unanswered(const call::CallSnapshot& call, const call::CallEnd& end) {
  const bool rang = !call.remote_tag.empty();  // an early dialog
  return end.sip_status == 480 || (end.cause == call::EndCause::cancelled_here && rang);
}

}  // namespace

/// A call has ended: is it worth another attempt?
void Desk::offer_completion(const call::CallSnapshot& call, const call::CallEnd& end) {
  if (!rules_.watch.completion || call.direction != call::CallDirection::outgoing) return;
  if (call.connected || (state_.completion && state_.completion->stage != Stage::offered)) return;
  if (!is_busy(end) && !was_unanswered(call, end)) return;
  state_.completion = Completion{Stage::offered, call.remote_uri, call.account_id, is_busy(end)};
}

Acts Desk::accept_completion() {
  auto& wanted = *state_.completion;
  wanted.stage = Stage::waiting;
  Acts acts{WaitFor{wanted.number, wanted.account_id}};
  if (state_.failure) {
    const auto more = press_cancel();
    acts.insert(acts.end(), more.begin(), more.end());
  }
  return acts;
}

Acts Desk::drop_completion() {
  const auto wanted = std::exchange(state_.completion, std::nullopt);
  return wanted && wanted->stage != Stage::offered ? Acts{StopWaiting{}} : Acts{};
}

void Desk::drop_offer() {
  if (state_.completion && state_.completion->stage == Stage::offered) state_.completion.reset();
}

/// Free is who is in no call; who did not answer must have come back to the phone first.
Acts Desk::completion_changed(const WatchedParty& party, bool is_over) {
  auto& wanted = state_.completion;
  if (!wanted || wanted->stage != Stage::waiting) return {};
  if (is_over) {
    drop_completion();
    return {StopWaiting{}};
  }
  using subscription::PartyState;
  if (party.state == PartyState::unknown) return {};
  if (party.state != PartyState::idle)
    wanted->was_busy = true;
  else if (wanted->was_busy)
    wanted->stage = Stage::free;
  return {};
}

/// The person answers the ringing: now the call is placed.
Acts Desk::complete_call() {
  const auto wanted = *std::exchange(state_.completion, std::nullopt);
  auto acts = call_service(wanted.number, wanted.account_id);
  acts.insert(acts.begin(), StopWaiting{});
  return acts;
}

}  // namespace offhook::phone
