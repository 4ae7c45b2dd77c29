// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/referrer_actor.hpp"

#include <algorithm>

#include "actors/sip/sipfrag.hpp"
#include "actors/sip/status_code.hpp"
#include "actors/sip/via.hpp"

namespace offhook::phone {
ReferrerActor::ReferrerActor(caf::actor_config& config, ReferOrder order, dialog::Dialog dialog)
    : actor(config),
      order_(std::move(order)),
      dialog_(std::move(dialog)),
      writer_(order_.account, order_.user_agent, order_.random) {}

ReferrerActor::behavior_type ReferrerActor::make_behavior() {
  begin();
  return {
      [this](const transaction::ResponseArrived& m) { receive(m); },
      [this](const transaction::RequestFailed& m) {
        if (m.branch == branch_) give_up();
      },
      [](const transaction::RequestArrived&) {},  // no dialog is claimed
      [](const transaction::AckArrived&) {},
      [](const transaction::InviteCancelled&) {},
      [](const transaction::ResponseFailed&) {},
      [this](const call::ReportReferral& m) { report(m); },
      [this](const ReferrerOverdue&) {
        tell_state(
            call::referral_over(told_.status, told_.reason, sip::TerminationReason::timeout));
      },
  };
}

void ReferrerActor::on_exit() {
  overdue_.cancel();
  order_.dispatcher = nullptr;
  order_.refer = {};
}

void ReferrerActor::begin() {
  watch(order_.dispatcher, [this](const act::error&) { quit(); });
  const auto& refer = *order_.refer.request;
  auto accepted = sip::Draft::response(refer, 202, "", dialog_.id().local_tag);
  accepted.append("Contact", "<" + order_.contact_uri + ">");
  // RFC 4488 §4: what was asked for is granted by saying it back.
  if (!order_.wants_subscription) accepted.append("Refer-Sub", "false");
  if (!order_.user_agent.empty()) accepted.append("Server", order_.user_agent);
  if (auto message = accepted.try_build(); message.ok())
    tell(order_.refer.transaction, transaction::SendResponse{*std::move(message)});
  dialog_.confirm();
  expires_ = now() + call::referral_lifetime;
  overdue_ = after(call::referral_lifetime, ReferrerOverdue{});
  if (!order_.wants_subscription) return give_up();
  tell_state(call::referral_progress(100, "", call::referral_lifetime));  // §2.4.4: at once
}

void ReferrerActor::report(const call::ReportReferral& m) {
  if (sip::is_final(m.sip_status))
    return tell_state(
        call::referral_over(m.sip_status, m.reason, sip::TerminationReason::noresource));
  if (m.sip_status == told_.status) return;  // a second 180 says nothing new
  const auto left = std::chrono::duration_cast<std::chrono::seconds>(expires_ - now());
  tell_state(call::referral_progress(m.sip_status, m.reason, std::max(left, 1s)));
}

void ReferrerActor::tell_state(call::ReferralState state) {
  const bool last = state.subscription.status == sip::SubscriptionStatus::terminated;
  told_ = state;
  if (last) overdue_.cancel();
  send(notifies_.tell(std::move(state), last));
}

void ReferrerActor::send(std::optional<call::ReferralState> state) {
  if (!state) return;
  sent_ = *std::move(state);
  auto draft = dialog_.make_request(sip::Method::notify);
  draft.append("Contact", "<" + order_.contact_uri + ">")
      .append("Event", "refer")
      .append("Subscription-State", sip::to_string(sent_.subscription))
      .body(sip::sipfrag_content_type, sip::write_sipfrag(sent_.status, sent_.reason));
  auto message = writer_.finish(std::move(draft), dialog_.next_hop());
  if (!message.ok()) return give_up();  // what the peer made us carry does not fit into a message
  branch_ = {std::string(sip::magic_cookie) + order_.random.token(12)};
  tell(order_.dispatcher,
       transaction::SendRequest{*std::move(message), branch_, me(), dialog_.next_hop()});
}

void ReferrerActor::receive(const transaction::ResponseArrived& m) {
  const int status = m.response->status();
  if (m.branch != branch_ || sip::is_provisional(status)) return;
  if (writer_.must_repeat(*m.response)) return send(sent_);
  // RFC 6665 §4.2.2: a subscriber that knows nothing of it, or is gone, has unsubscribed.
  if (status == 481 || status == 408) return give_up();
  send(notifies_.answered());
  leave_if_over();
}

void ReferrerActor::give_up() {
  notifies_.give_up();
  leave_if_over();
}

void ReferrerActor::leave_if_over() {
  if (notifies_.is_over()) quit();
}

}  // namespace offhook::phone
