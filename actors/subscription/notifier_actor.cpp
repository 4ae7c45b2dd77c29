// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/subscription/notifier_actor.hpp"

#include "actors/sip/status_code.hpp"

namespace offhook::subscription {
NotifierActor::NotifierActor(caf::actor_config& config, NotifierContext context)
    : actor(config),
      context_(std::move(context)),
      writer_(context_.account, context_.user_agent, context_.random),
      local_tag_(context_.random.token(8)) {}

NotifierActor::behavior_type NotifierActor::make_behavior() {
  watch(context_.dispatcher, [this](const act::error&) { quit(); });
  begin();
  return {
      [this](const transaction::ResponseArrived& m) { receive(m); },
      [this](const transaction::RequestFailed& m) {
        if (m.branch == branch_) step(NotifierInput::lost);
      },
      [this](const transaction::RequestArrived& m) { receive(m); },
      [](const transaction::AckArrived&) {},
      [](const transaction::InviteCancelled&) {},
      [](const transaction::ResponseFailed&) {},
      [this](const StateChanged& m) {
        context_.write = m.write;
        step(NotifierInput::changed);
      },
      [this](const Withdraw&) { step(NotifierInput::withdrawn); },
      [this](const NotifierTimerFired& m) {
        if (m.input == NotifierInput::pause_over)
          pause_over();
        else
          step(m.input);
      },
  };
}

void NotifierActor::begin() {
  const auto& subscribe = context_.subscribe;
  auto dialog = dialog::Dialog::of_server(*subscribe.request, local_tag_);
  if (!dialog.ok()) {
    reply(subscribe, 400);
    return quit();
  }
  dialog_ = *std::move(dialog);
  dialog_->confirm();
  tell(subscribe.transaction, transaction::Adopt{me(), subscribe.request});
  tell(context_.dispatcher, transaction::ClaimDialog{dialog_->id().call_id, local_tag_, me()});
  grant(subscribe, context_.expires);
}

void NotifierActor::on_exit() {
  if (dialog_)
    // From nobody, as this may be the destruction of an actor that nobody held any more.
    act::tell_anon(context_.dispatcher,
                   transaction::ReleaseDialog{dialog_->id().call_id, local_tag_});
  expiry_.cancel();
  pause_.cancel();
  context_.dispatcher = nullptr;
  context_.subscribe = {};
  context_.write = nullptr;
}

void NotifierActor::step(NotifierInput input) {
  const auto* row = find_transition(notifier_table, state_, input);
  if (row == nullptr) return;
  state_ = row->to;
  for (const auto action : row->actions) perform(action);
}

void NotifierActor::perform(NotifierAction action) {
  using sip::SubscriptionStatus;
  switch (action) {
    case NotifierAction::notify:
      changed_ = false;
      return tell_state(
          {.status = SubscriptionStatus::active,
           .expires = std::chrono::duration_cast<std::chrono::seconds>(until_ - now())});
    case NotifierAction::start_pause:
      pause_ = after(context_.package.pause, NotifierTimerFired{NotifierInput::pause_over});
      return;
    case NotifierAction::remember:
      changed_ = true;
      return;
    case NotifierAction::notify_timeout:
      return tell_state(
          {.status = SubscriptionStatus::terminated, .reason = sip::TerminationReason::timeout});
    case NotifierAction::notify_noresource:
      return tell_state(
          {.status = SubscriptionStatus::terminated, .reason = sip::TerminationReason::noresource});
    case NotifierAction::leave:
      return quit();
  }
}

void NotifierActor::pause_over() {
  step(changed_ ? NotifierInput::changed_meanwhile : NotifierInput::pause_over);
}

void NotifierActor::receive(const transaction::RequestArrived& m) {
  if (dialog_->receive(*m.request) != dialog::RequestOrder::in_order) return reply(m, 500);
  if (m.request->method() != sip::Method::subscribe) return reply(m, 481);
  if (state_ >= NotifierState::closing) return reply(m, 481);
  const auto granted = judge(context_.package, *m.request, false, 0);
  if (granted.status != 200) return reply(m, granted.status);
  dialog_->refresh_target(*m.request);
  grant(m, granted.expires);
}

void NotifierActor::grant(const transaction::RequestArrived& m, std::chrono::seconds expires) {
  reply(m, 200, expires);
  until_ = now() + expires;
  if (expires == 0s) return step(NotifierInput::unsubscribed);  // §4.4.3: also a mere question
  expiry_ = after(expires, NotifierTimerFired{NotifierInput::expired});
  step(NotifierInput::refreshed);
}

void NotifierActor::tell_state(sip::SubscriptionState state) {
  const bool last = state.status == sip::SubscriptionStatus::terminated;
  if (last) {
    expiry_.cancel();
    pause_.cancel();
  }
  send(notifies_.tell({context_.write(version_++), state}, last));
}

void NotifierActor::send(std::optional<Told> told) {
  if (!told) return;
  sent_ = *std::move(told);
  auto draft = dialog_->make_request(sip::Method::notify);
  draft.append("Contact", "<" + context_.contact_uri + ">")
      .append("Event", *context_.subscribe.request->header(sip::HeaderId::event))
      .append("Subscription-State", sip::to_string(sent_.state));
  if (context_.package.header.empty())
    draft.body(context_.package.content_type, sent_.body);
  else if (!sent_.body.empty())
    draft.append(context_.package.header, sent_.body);
  branch_ = {std::string(sip::magic_cookie) + context_.random.token(12)};
  auto message = writer_.finish(std::move(draft), dialog_->next_hop());
  if (!message.ok()) return step(NotifierInput::lost);
  tell(context_.dispatcher,
       transaction::SendRequest{*std::move(message), branch_, me(), dialog_->next_hop()});
}

void NotifierActor::receive(const transaction::ResponseArrived& m) {
  const int status = m.response->status();
  if (m.branch != branch_ || sip::is_provisional(status)) return;
  if (writer_.must_repeat(*m.response)) return send(sent_);
  if (status == 481 || status == 408) return step(NotifierInput::lost);  // §4.2.2
  send(notifies_.answered());
  if (notifies_.is_over()) step(NotifierInput::told);
}

void NotifierActor::reply(const transaction::RequestArrived& m, int status,
                          std::optional<std::chrono::seconds> expires) {
  auto draft = sip::Draft::response(*m.request, status, "", local_tag_);
  if (status == 200) draft.append("Contact", "<" + context_.contact_uri + ">");
  if (expires) draft.append("Expires", std::to_string(expires->count()));
  if (status == 423) draft.append("Min-Expires", std::to_string(context_.package.shortest.count()));
  if (status == 489) draft.append("Allow-Events", context_.package.name);
  if (!context_.user_agent.empty()) draft.append("Server", context_.user_agent);
  if (auto response = draft.try_build(); response.ok())
    tell(m.transaction, transaction::SendResponse{*std::move(response)});
}

}  // namespace offhook::subscription
