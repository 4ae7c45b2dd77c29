// SPDX-License-Identifier: GPL-3.0-or-later
// The session timer of a call (RFC 4028): refreshes by UPDATE or re-INVITE, and the end of a
// session that nobody refreshed.
#include <algorithm>

#include "actors/call/call_leg_actor.hpp"
#include "actors/call/glare.hpp"

namespace offhook::call {

std::optional<Reply> CallLegActor::refuse_session_timer(const sip::Message& request) {
  const auto minimum = signaling_.session_timer().too_short(request);
  if (!minimum) return std::nullopt;
  return Reply{422, "Min-SE", std::to_string(minimum->count()), {}};
}

/// After each 2xx to an INVITE or UPDATE, in either direction.
void CallLegActor::arm_session_timer() {
  refresh_.cancel();
  session_end_.cancel();
  const auto& timer = signaling_.session_timer();
  if (!is_established(state_) || !timer.is_running()) return;
  refresh_retries_ = 0;
  session_end_ = after(timer.end_after(), LegTimerFired{LegInput::session_lapsed});
  if (timer.we_refresh()) refresh_ = after(timer.refresh_after(), SessionRefreshDue{});
}

// §7.4: UPDATE without a session where the peer knows it, since it cannot meet an INVITE.
void CallLegActor::refresh_session() {
  if (!is_established(state_)) return;
  if (!peer_allows_update_) return start_refresh_re_invite();
  ask_peer(
      signaling_.dialog()->id().remote_tag,
      [this](dialog::Dialog& dialog) { return signaling_.request(dialog, sip::Method::update); },
      [this](const Outcome& outcome) { update_answered(outcome); });
}

/// While another INVITE is under way nothing is due: its 2xx refreshes the session.
void CallLegActor::start_refresh_re_invite() {
  if (state_ != LegState::talking || operation_) return;
  refreshing_ = true;
  glare_retries_ = 0;
  re_invite_.challenges = 0;
  step(LegInput::refresh_due);
}

void CallLegActor::update_answered(const Outcome& outcome) {
  if (!is_established(state_) || outcome.response == nullptr) return;
  const auto& response = *outcome.response;
  if (outcome.status < 300) {
    signaling_.refresh_target(response);
    signaling_.session_timer().accept_response(response);
    return arm_session_timer();
  }
  if (outcome.status == 405 || outcome.status == 501) {
    peer_allows_update_ = false;
    return start_refresh_re_invite();
  }
  if (outcome.status == 422 && signaling_.session_timer().accept_minimum(response))
    return refresh_session();
  // RFC 3311 §5.1: 491 as a re-INVITE would, 500 after the time that the peer names.
  const auto wait =
      sip::parse_retry_after(response.header(sip::HeaderId::retry_after).value_or(""));
  if (refresh_retries_++ >= max_glare_retries) return;
  if (outcome.status == 491)
    refresh_ = after(glare_delay(signaling_.owns_call_id(), context_.random), SessionRefreshDue{});
  else if (wait)
    refresh_ =
        after(std::chrono::seconds(std::min<std::uint32_t>(*wait, 3600)), SessionRefreshDue{});
}

/// Our re-INVITE is over. That of the session timer has nobody to tell; who came meanwhile is next.
void CallLegActor::finish_re_invite(OperationResult result) {
  const auto before = std::exchange(before_re_invite_, std::nullopt);
  if (!refreshing_) finish_operation(result);
  refreshing_ = false;
  // RFC 6141 §3.3: refused, but a reliable 1xx had changed the session already. Both sides agree
  // again by another offer, which puts back what was.
  if (before && result != OperationResult::done && !operation_) {
    put_back_ = before->holds().local;
    refreshing_ = true;
    step(LegInput::refresh_due);
  } else if (operation_) {
    step(LegInput::re_negotiate);
  }
}

}  // namespace offhook::call
