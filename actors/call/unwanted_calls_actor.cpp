// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/call/unwanted_calls_actor.hpp"

#include <algorithm>
#include <utility>

#include "actors/sip/asserted_identity.hpp"
#include "actors/sip/status_code.hpp"
#include "actors/sip/via.hpp"

namespace offhook::call {

UnwantedCallsActor::UnwantedCallsActor(caf::actor_config& config, UnwantedCallsContext context)
    : actor(config), context_(std::move(context)) {}

UnwantedCallsActor::behavior_type UnwantedCallsActor::make_behavior() {
  watch(context_.dispatcher, [this](const act::error&) { quit(); });
  return {
      [this](const transaction::ResponseArrived& m) { receive(m); },
      [](const transaction::RequestFailed&) {},   // a BYE in vain: the peer is gone (§15.1.1)
      [](const transaction::RequestArrived&) {},  // no dialog is claimed
      [](const transaction::AckArrived&) {},
      [](const transaction::InviteCancelled&) {},
      [](const transaction::ResponseFailed&) {},
  };
}

void UnwantedCallsActor::on_exit() {
  calls_.clear();
  context_.dispatcher = nullptr;
}

void UnwantedCallsActor::receive(const transaction::ResponseArrived& m) {
  const auto& response = *m.response;
  if (response.cseq().method == sip::Method::invite) {
    if (sip::is_success(response.status())) end(response);
    return;
  }
  if (sip::is_provisional(response.status())) return;
  const auto call = std::find_if(calls_.begin(), calls_.end(),
                                 [&](const Call& one) { return one.bye_branch == m.branch; });
  if (call != calls_.end() && call->writer.must_repeat(response)) send_bye(*call);
}

void UnwantedCallsActor::end(const sip::Message& success) {
  const auto known = std::find_if(calls_.begin(), calls_.end(),
                                  [&](const Call& one) { return one.dialog.owns(success); });
  if (known != calls_.end()) return send_ack(*known);
  if (calls_.size() >= limit) calls_.pop_front();
  auto& call = calls_.emplace_back(
      Call{dialog::Dialog::of_late_answer(success),
           dialog::RequestWriter(account_of(success), context_.user_agent, context_.random),
           nullptr,
           new_branch(),
           {}});
  auto ack = call.dialog.make_ack(success.cseq().number);
  if (!context_.user_agent.empty()) ack.append("User-Agent", context_.user_agent);
  if (auto built = ack.try_build(); built.ok()) call.ack = *std::move(built);
  send_ack(call);
  send_bye(call);
}

void UnwantedCallsActor::send_ack(const Call& call) {
  if (call.ack)
    tell(context_.dispatcher,
         transaction::SendAck{call.ack, call.ack_branch, call.dialog.next_hop()});
}

void UnwantedCallsActor::send_bye(Call& call) {
  auto draft = call.dialog.make_request(sip::Method::bye);
  draft.append("Reason", "SIP;cause=487;text=\"answered too late\"");
  auto bye = call.writer.finish(std::move(draft), call.dialog.next_hop());
  if (!bye.ok()) return;  // its routes do not fit into a message
  call.bye_branch = new_branch();
  tell(context_.dispatcher,
       transaction::SendRequest{*std::move(bye), call.bye_branch, me(), call.dialog.next_hop()});
}

/// Whose From it was; a hidden one is that of the first account that hides, or hid at that time.
sip::Account UnwantedCallsActor::account_of(const sip::Message& success) const {
  const auto from = success.from().uri;
  const bool is_hidden = sip::equivalent(from, sip::anonymous_address().uri);
  for (const auto& account : context_.accounts) {
    const auto aor = sip::parse_uri(account.aor);
    if (is_hidden ? account.anonymous : aor.ok() && sip::equivalent(*aor, from)) return account;
  }
  if (is_hidden && !context_.accounts.empty()) return context_.accounts.front();
  return {};
}

transaction::Branch UnwantedCallsActor::new_branch() {
  return {std::string(sip::magic_cookie) + context_.random.token(12)};
}

}  // namespace offhook::call
