// SPDX-License-Identifier: GPL-3.0-or-later
// A transfer the peer asks for: its REFER, and the NOTIFYs that tell how we fare.
#include "actors/call/call_leg_actor.hpp"
#include "actors/sip/status_code.hpp"

namespace offhook::call {

void CallLegActor::receive_refer(const transaction::RequestArrived& m) {
  if (!is_established(state_) || is_hanging_up(state_)) return reply(m, {481, "", ""});
  auto read = read_refer(*m.request);
  if (const auto* refusal = std::get_if<Reply>(&read)) return reply(m, *refusal);
  // One at a time: a peer that may have us dial at all may not have us dial in bulk.
  if (referred_ && !referred_->notifies.is_closed()) return reply(m, {491, "", ""});
  const auto policy =
      effective_policy(context_.transfers, !context_.account.registrar.empty(), m.from_server);
  if (policy == TransferPolicy::never) return reply(m, {603, "", ""});

  auto& referral = std::get<Referral>(read);
  if (referral.referred_by.empty())
    referral.referred_by = "<" + sip::to_string(m.request->from().uri) + ">";
  // RFC 4488 §4: what was asked for is granted by saying it back.
  reply(m, referral.wants_subscription ? Reply{202, "", ""} : Reply{202, "Refer-Sub", "false"});
  const bool decided = policy == TransferPolicy::accept;
  referred_.emplace();
  referred_->request = {facts_.call_id, referral.target, referral.replaces, referral.referred_by,
                        decided};
  // §2.4.6: from the second REFER of a dialog on the id is needed to tell them apart.
  if (referrals_++ > 0) referred_->event_id = std::to_string(m.request->cseq().number);
  referred_->waits_for_person = !decided;
  if (!referral.wants_subscription) referred_->notifies.give_up();
  referred_->expires = now() + (decided ? referral_lifetime : referral_question);
  referred_->overdue = after(referred_->expires - now(), ReferralOverdue{});
  // §2.4.4: the first NOTIFY comes at once.
  tell_referrer(decided ? referral_progress(100, "", referral_lifetime) : referral_pending());
  tell(context_.owner, referred_->request);
}

act::result<OperationDone> CallLegActor::decide(const DecideTransfer& order) {
  if (!referred_ || !referred_->waits_for_person) return outcome(OperationResult::wrong_state);
  referred_->waits_for_person = false;
  if (!order.accept) {
    tell_referrer(referral_over(603, "", sip::TerminationReason::rejected));
    return outcome(OperationResult::done);
  }
  referred_->expires = now() + referral_lifetime;
  referred_->overdue = after(referral_lifetime, ReferralOverdue{});
  tell_referrer(referral_progress(100, "", referral_lifetime));
  referred_->request.decided = true;
  tell(context_.owner, referred_->request);
  return outcome(OperationResult::done);
}

void CallLegActor::report_referral(const ReportReferral& m) {
  if (!referred_ || referred_->waits_for_person) return;
  if (sip::is_final(m.sip_status))
    return tell_referrer(referral_over(m.sip_status, m.reason, sip::TerminationReason::noresource));
  if (m.sip_status == referred_->told.status) return;  // a second 180 says nothing new
  const auto left = std::chrono::duration_cast<std::chrono::seconds>(referred_->expires - now());
  tell_referrer(referral_progress(m.sip_status, m.reason, std::max(left, 1s)));
}

void CallLegActor::referral_overdue() {
  if (!referred_) return;
  if (!referred_->waits_for_person)
    return tell_referrer(referral_over(referred_->told.status, referred_->told.reason,
                                       sip::TerminationReason::timeout));
  referred_->waits_for_person = false;
  tell_referrer(referral_over(603, "", sip::TerminationReason::rejected));
}

void CallLegActor::tell_referrer(ReferralState state) {
  const bool last = state.subscription.status == sip::SubscriptionStatus::terminated;
  referred_->told = state;
  if (last) referred_->overdue.cancel();
  send_notify(referred_->notifies.tell(std::move(state), last));
}

void CallLegActor::send_notify(std::optional<ReferralState> state) {
  if (!state) return;
  referred_->sent = *state;
  auto& notify = referred_->notify;
  notify.request = signaling_.notify(*state, referred_->event_id);
  notify.branch = new_branch();
  send_request(notify.request, notify.branch);
}

void CallLegActor::notify_answered(const sip::Message& response) {
  const int status = response.status();
  if (sip::is_provisional(status)) return;
  if (try_credentials(referred_->notify, response)) return send_notify(referred_->sent);
  // RFC 6665 §4.2.2: a subscriber that knows nothing of it, or is gone, has unsubscribed.
  if (status == 481 || status == 408) return notify_failed();
  referred_->notify.challenges = 0;
  send_notify(referred_->notifies.answered());
  try_to_leave();
}

void CallLegActor::notify_failed() {
  referred_->overdue.cancel();
  referred_->notifies.give_up();
  try_to_leave();
}

}  // namespace offhook::call
