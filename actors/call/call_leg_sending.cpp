// SPDX-License-Identifier: GPL-3.0-or-later
// What a leg sends outside of the requests of call_leg_asking.cpp: INVITE, ACK and BYE.
#include <algorithm>

#include "actors/call/call_leg_actor.hpp"

namespace offhook::call {
namespace {

/// Forks whose 200 we acknowledge; the rest time out by themselves.
constexpr std::size_t max_acknowledged = 32;

}  // namespace

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

void CallLegActor::acknowledge(const Invite& invite, const sip::Message& success,
                               std::string_view answer) {
  if (acknowledged_.size() >= max_acknowledged) acknowledged_.erase(acknowledged_.begin());
  acknowledged_.push_back({success.cseq().number, std::string(success.to_tag()),
                           signaling_.ack(*invite.request, success, answer), new_branch(),
                           signaling_.next_hop_of_ack(*invite.request, success)});
  acks_until_ = now() + context_.timers.limit();
  acknowledged_before(success);
}

// Several phones answered. The first one stays; this one is told at once that it is too late
// (§13.2.2.4).
void CallLegActor::reject_fork(const sip::Message& success) {
  if (acknowledged_.size() >= max_acknowledged) return;
  acknowledge(invite_, success);
  const auto* early = early_.find(success.to_tag());
  if (const auto bye = signaling_.bye_to_fork(*invite_.request, success,
                                              early != nullptr ? &early->dialog : nullptr))
    tell(context_.dispatcher,
         transaction::SendRequest{bye, new_branch(), me(), acknowledged_.back().next_hop});
}

void CallLegActor::send_invite() {
  unusable_fork_.clear();
  const bool offers = !context_.account.calls.late_offer;
  invite_.request = signaling_.invite(offers ? negotiation_.offer_hold(false) : std::string());
  invite_.branch = new_branch();
  send_request(invite_.request, invite_.branch);
}

void CallLegActor::send_re_invite() {
  re_invite_provisionals_ = {};
  re_invite_progressed_ = false;
  before_re_invite_.reset();
  std::string offer;
  if (!refreshing_)
    offer = negotiation_.offer_hold(operation_->kind == Operation::hold);
  else
    offer = put_back_ ? negotiation_.offer_hold(*put_back_) : negotiation_.offer_again();
  re_invite_.request = signaling_.re_invite(offer);
  re_invite_.branch = new_branch();
  re_invite_open_ = true;
  send_request(re_invite_.request, re_invite_.branch);
}

void CallLegActor::send_bye() {
  bye_ = signaling_.bye(end_reason());
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
