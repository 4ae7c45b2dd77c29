// SPDX-License-Identifier: GPL-3.0-or-later
// What comes back to our requests: to INVITE, re-INVITE and BYE.
#include <algorithm>

#include "actors/call/call_leg_actor.hpp"
#include "actors/call/glare.hpp"
#include "actors/sip/status_code.hpp"

namespace offhook::call {
namespace {

/// Challenges answered for one request: user and proxy realms, each once stale.
constexpr int max_challenges = 4;
/// Forks whose 200 we acknowledge; the rest time out by themselves.
constexpr std::size_t max_acknowledged = 32;

}  // namespace

void CallLegActor::receive(const transaction::ResponseArrived& m) {
  response_ = m.response;
  if (m.branch == bye_branch_) return bye_answered(*m.response);
  if (m.branch == invite_.branch) return invite_answered(*m.response);
  if (m.branch == re_invite_.branch) return re_invite_answered(*m.response);
  if (m.branch == referring_.refer.branch) return refer_answered(*m.response);
  if (referred_ && m.branch == referred_->notify.branch) return notify_answered(*m.response);
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
    step(failure, status, m.why);
  } else if (m.branch == invite_.branch && !signaling_.dialog()) {
    step(failure, status, m.why);
  }
}

void CallLegActor::invite_answered(const sip::Message& response) {
  const int status = response.status();
  if (sip::is_success(status)) {
    if (acknowledged_before(response)) return;
    if (signaling_.dialog()) return reject_fork(response);
    facts_.sip_status = status;
    const auto agreed = response.body().empty() && early_plan_
                            ? negotiation_.accept(early_answer_)
                            : negotiation_.accept(response.body());
    if (agreed.ok())
      step(LegInput::accepted, status, response.reason());
    else
      step(LegInput::accepted_unusable, 488, message_of(agreed.status()));
    return;
  }
  if (signaling_.dialog()) return;  // one fork answered; what others say ends nothing
  if (status > 100) facts_.sip_status = status;
  if (sip::is_provisional(status) && !response.to_tag().empty())
    facts_.remote_tag = response.to_tag();
  if (sip::is_provisional(status))
    step(status == 180 ? LegInput::ringing : LegInput::progress, status, response.reason());
  else if (!is_hanging_up(state_) && try_credentials(invite_, response))
    step(LegInput::challenged, status, response.reason());
  else
    step(status == 408 ? LegInput::no_response : LegInput::refused, status, response.reason());
}

void CallLegActor::re_invite_answered(const sip::Message& response) {
  const int status = response.status();
  if (sip::is_provisional(status)) return;
  re_invite_open_ = false;
  if (sip::is_success(status)) {
    if (acknowledged_before(response)) return;
    if (state_ != LegState::re_inviting) return acknowledge(re_invite_, response);
    signaling_.refresh_target(response);
    const auto agreed = negotiation_.accept(response.body());
    if (agreed.ok())
      step(LegInput::accepted, status, response.reason());
    else
      step(LegInput::accepted_unusable, 488, message_of(agreed.status()));
    return;
  }
  auto input = LegInput::refused;
  if (status == 491 && glare_retries_++ < max_glare_retries) input = LegInput::glare;
  if (status == 481) input = LegInput::dialog_gone;
  if (status == 408) input = LegInput::no_response;
  if (try_credentials(re_invite_, response)) input = LegInput::challenged;
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
  if (++invite.challenges > max_challenges) return false;
  return signaling_.receive_challenge(*invite.request, response) ==
         dialog::ChallengeOutcome::answer;
}

bool CallLegActor::acknowledged_before(const sip::Message& success) {
  const auto found =
      std::find_if(acknowledged_.begin(), acknowledged_.end(), [&](const Acknowledged& a) {
        return a.cseq == success.cseq().number && a.remote_tag == success.to_tag();
      });
  if (found == acknowledged_.end()) return false;
  if (found->ack)
    tell(context_.dispatcher, transaction::SendAck{found->ack, found->branch, found->next_hop});
  return true;
}

void CallLegActor::acknowledge(const Invite& invite, const sip::Message& success) {
  if (acknowledged_.size() >= max_acknowledged) acknowledged_.erase(acknowledged_.begin());
  acknowledged_.push_back({success.cseq().number, std::string(success.to_tag()),
                           signaling_.ack(*invite.request, success), new_branch(),
                           signaling_.next_hop_of_ack(*invite.request, success)});
  acks_until_ = now() + context_.timers.limit();
  acknowledged_before(success);
}

// Several phones answered. The first one stays; this one is told at once that it is too late
// (§13.2.2.4).
void CallLegActor::reject_fork(const sip::Message& success) {
  if (acknowledged_.size() >= max_acknowledged) return;
  acknowledge(invite_, success);
  if (const auto bye = signaling_.bye_to_fork(*invite_.request, success))
    tell(context_.dispatcher,
         transaction::SendRequest{bye, new_branch(), me(), acknowledged_.back().next_hop});
}

void CallLegActor::send_invite() {
  invite_.request = signaling_.invite(negotiation_.offer_hold(false));
  invite_.branch = new_branch();
  send_request(invite_.request, invite_.branch);
}

void CallLegActor::send_re_invite() {
  re_invite_.request =
      signaling_.re_invite(negotiation_.offer_hold(operation_->kind == Operation::hold));
  re_invite_.branch = new_branch();
  re_invite_open_ = true;
  send_request(re_invite_.request, re_invite_.branch);
}

void CallLegActor::send_bye() {
  bye_ = signaling_.bye();
  bye_branch_ = new_branch();
  send_request(bye_, bye_branch_);
}

void CallLegActor::send_request(const sip::MessagePtr& request, const transaction::Branch& branch) {
  if (request)
    tell(context_.dispatcher,
         transaction::SendRequest{request, branch, me(), signaling_.next_hop()});
  else  // what the peer made us carry does not fit into a message
    tell(me(), transaction::RequestFailed{branch, transaction::Failure::transport,
                                          "the request is too long"});
}

transaction::Branch CallLegActor::new_branch() {
  return {std::string(sip::magic_cookie) + context_.random.token(12)};
}

}  // namespace offhook::call
