// SPDX-License-Identifier: GPL-3.0-or-later
// What comes back to our requests: to INVITE, re-INVITE and BYE.
#include "actors/call/call_leg_actor.hpp"
#include "actors/call/connected_party.hpp"
#include "actors/call/glare.hpp"
#include "actors/call/remedy.hpp"
#include "actors/call/session_body.hpp"
#include "actors/dialog/in_dialog_failure.hpp"
#include "actors/sip/status_code.hpp"
#include "actors/transaction/later_hop.hpp"

namespace offhook::call {
namespace {

/// Refusals of one call that a changed INVITE is sent after: some servers want what others do not.
constexpr int max_healed = 3;

}  // namespace

void CallLegActor::receive(const transaction::ResponseArrived& m) {
  response_ = m.response;
  if (m.branch == bye_branch_) return bye_answered(*m.response);
  if (m.branch == invite_.branch) return invite_answered(*m.response);
  if (m.branch == re_invite_.branch) return re_invite_answered(*m.response);
  if (m.branch == referring_.refer.branch) return refer_answered(*m.response);
  if (referred_ && m.branch == referred_->notify.branch) return notify_answered(*m.response);
  if (!sip::is_provisional(m.response->status()))
    asking_answered(m.branch, {m.response->status(), m.response.get()});
}

void CallLegActor::receive(const transaction::RequestFailed& m) {
  const auto failure =
      m.failure == transaction::Failure::timeout ? LegInput::no_response : LegInput::unreachable;
  const int status = failure == LegInput::no_response ? 408 : 503;  // §8.1.3.1
  if (m.branch == bye_branch_) {
    step(LegInput::bye_done);
  } else if (m.branch == referring_.refer.branch) {
    step(TransferInput::refused, status, m.why);
  } else if (referred_ && m.branch == referred_->notify.branch) {
    notify_failed();
  } else if (m.branch == re_invite_.branch) {
    re_invite_open_ = false;
    re_invite_limit_.cancel();
    step(failure, status, m.why);
  } else if (m.branch != invite_.branch) {
    asking_answered(m.branch, {status, nullptr});
  } else if (!signaling_.dialog()) {
    step(failure, status, m.why);
  }
}

void CallLegActor::invite_answered(const sip::Message& response) {
  const int status = response.status();
  if (sip::is_success(status)) {
    if (acknowledged_before(response)) return;
    if (signaling_.dialog()) return reject_fork(response);
    signaling_.accepted(*invite_.request, response);
    learn_party(response, signaling_.goes_to_server(*invite_.request));
    facts_.sip_status = status;
    return take_accepted(response);
  }
  if (signaling_.dialog()) return;  // one fork answered; what others say ends nothing
  if (sip::is_provisional(status)) {
    if (status > 100 && !take_provisional(response)) return;
    if (status > 100) facts_.sip_status = status;
    if (status > 100) learn_party(response, signaling_.goes_to_server(*invite_.request));
    if (!response.to_tag().empty()) facts_.remote_tag = response.to_tag();
    step(status == 180 ? LegInput::ringing : LegInput::progress, status, response.reason());
    return;
  }
  invite_refused(response);
}

/// The name that is shown follows whom the call has come to: a transfer by the server, a group.
void CallLegActor::learn_party(const sip::Message& message, bool by_server) {
  if (!by_server) return;
  // What is shown may be asserted, so a From is compared with the one before.
  if (!party_from_ && signaling_.dialog()) party_from_ = signaling_.dialog()->remote_address().uri;
  const auto party = connected_party(message, party_from_.value_or(sip::Uri{}));
  if (message.is_request()) party_from_ = message.from().uri;
  if (!party) return;
  facts_.remote_uri = sip::to_string(party->uri);
  facts_.remote_display = party->display_name;
}

void CallLegActor::invite_refused(const sip::Message& response) {
  const int status = response.status();
  facts_.sip_status = status;
  early_.clear();  // §13.2.2.3: the refusal ends them all
  end_early_media();
  if (!is_hanging_up(state_) && try_another_invite(response)) {
    step(LegInput::challenged, status, response.reason());
    return;
  }
  // The 487 is the answer to a BYE of ours, and the last of its phones was of no use.
  if (status == 487 && !unusable_fork_.empty() && !end_)
    end_ = CallEnd{EndCause::media_failed, 488, unusable_fork_};
  step(status == 408 ? LegInput::no_response : LegInput::refused, status, response.reason());
}

/// The session of the dialog is the one that its own early dialog agreed on, if it did.
void CallLegActor::take_accepted(const sip::Message& success) {
  auto session = session_of(success);
  if (auto* early = early_.find(success.to_tag())) {
    negotiation_ = early->negotiation;
    // RFC 6337 §3.1.1: what came unreliably holds if the 2xx brings none.
    if (session.empty()) session = early->preview;
  }
  auto agreed = absl::OkStatus();
  if (negotiation_.has_offer()) {
    agreed = negotiation_.accept(session).status();
  } else if (!negotiation_.plan()) {  // it was for the peer to offer (§13.2.1)
    auto answer = negotiation_.answer(session);
    agreed = answer.status();
    if (answer.ok()) ack_session_ = *std::move(answer);
  }
  signaling_.session_timer().accept_response(success);
  if (!agreed.ok()) {
    step(LegInput::accepted_unusable, 488, message_of(agreed));
    return;
  }
  step(LegInput::accepted, success.status(), success.reason());
  arm_session_timer();
}

// §8.1.3.4, §22: what a phone can do about a refusal without asking anybody.
bool CallLegActor::try_another_invite(const sip::Message& response) {
  const int status = response.status();
  const bool challenged = status == 401 || status == 407;
  if (challenged ? try_credentials(invite_, response) : heal_invite(response)) return true;
  if (!context_.account.calls.follow_redirects || status >= 600) return false;
  if (status < 400) targets_.add(response);
  const auto target = targets_.next();
  if (target.empty()) return false;
  signaling_.retarget(target);
  if (status < 400) signaling_.carry_diversions(response);
  invite_.challenges = 0;
  return true;
}

/// §8.1.3.5: the same INVITE, changed.
bool CallLegActor::heal_invite(const sip::Message& response) {
  const auto remedy =
      remedy_for(*invite_.request, response, context_.account.calls, signaling_.required());
  if (!remedy || healed_++ >= max_healed) return false;
  switch (remedy->kind) {
    case Remedy::Kind::require:
      signaling_.require(remedy->required);
      return true;
    case Remedy::Kind::longer_session:
      return signaling_.session_timer().accept_minimum(response);
    case Remedy::Kind::wrapped_session:
      signaling_.wrap_sessions();
      return true;
  }
  return false;
}

void CallLegActor::re_invite_answered(const sip::Message& response) {
  const int status = response.status();
  if (sip::is_provisional(status)) return take_re_invite_progress(response);
  re_invite_open_ = false;
  re_invite_limit_.cancel();
  cancel_limit_.cancel();
  if (!sip::is_success(status)) return take_re_invite_failure(response);
  if (acknowledged_before(response)) return;
  if (state_ != LegState::re_inviting && state_ != LegState::re_cancelling)
    return acknowledge(re_invite_, response);
  signaling_.accepted(*re_invite_.request, response);
  learn_party(response, signaling_.goes_to_server(*re_invite_.request));
  signaling_.refresh_target(response);
  signaling_.session_timer().accept_response(response);
  // A reliable 1xx may have brought the answer already.
  const auto agreed = negotiation_.has_offer() ? negotiation_.accept(session_of(response)).status()
                                               : absl::OkStatus();
  if (!agreed.ok()) {
    step(LegInput::accepted_unusable, 488, message_of(agreed));
    return;
  }
  step(LegInput::accepted, status, response.reason());
  arm_session_timer();
}

void CallLegActor::take_re_invite_failure(const sip::Message& response) {
  const int status = response.status();
  auto input = LegInput::refused;
  if (status == 491 && glare_retries_++ < max_glare_retries) input = LegInput::glare;
  if (dialog::ends_call(sip::Method::invite, status))
    input = status == 481 ? LegInput::dialog_gone : LegInput::no_response;
  const bool again = state_ == LegState::re_inviting &&
                     (try_credentials(re_invite_, response) ||
                      (status == 422 && signaling_.session_timer().accept_minimum(response)));
  if (again) input = LegInput::challenged;
  step(input, status, response.reason());
}

void CallLegActor::bye_answered(const sip::Message& response) {
  if (sip::is_provisional(response.status())) return;
  Invite bye{bye_, bye_branch_, bye_challenges_};
  const bool again = try_credentials(bye, response);
  bye_challenges_ = bye.challenges;
  step(again ? LegInput::bye_challenged : LegInput::bye_done, response.status());
}

bool CallLegActor::try_credentials(Invite& invite, const sip::Message& response) {
  if (response.status() != 401 && response.status() != 407) return false;
  if (++invite.challenges > dialog::max_challenges) return false;
  return signaling_.receive_challenge(*invite.request, response,
                                      transaction::is_of_later_hop(invite.branch.text, response)) ==
         dialog::ChallengeOutcome::answer;
}

}  // namespace offhook::call
