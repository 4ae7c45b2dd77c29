// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/subscription/subscriber_actor.hpp"

#include <algorithm>
#include <utility>

#include "actors/sip/draft.hpp"
#include "actors/sip/status_code.hpp"

namespace offhook::subscription {
namespace {

constexpr std::chrono::seconds longest_expires{86400};

std::chrono::seconds seconds_of(std::optional<std::uint32_t> number,
                                std::chrono::seconds otherwise) {
  return number ? std::min(std::chrono::seconds(*number), longest_expires) : otherwise;
}

/// A mailbox is asked for by its name, which an anonymous account would hide as well.
sip::Account by_name(sip::Account account) {
  account.anonymous = false;
  return account;
}

}  // namespace

SubscriberActor::SubscriberActor(caf::actor_config& config, SubscriptionContext context)
    : actor(config),
      context_(std::move(context)),
      writer_(by_name(context_.account), context_.user_agent, context_.random),
      asked_(context_.expires) {}

SubscriberActor::behavior_type SubscriberActor::make_behavior() {
  watch(context_.owner, [this](const act::error&) { quit(); });
  watch(context_.dispatcher, [this](const act::error&) { quit(); });
  return {
      [this](const transaction::ResponseArrived& m) { receive(m); },
      [this](const transaction::RequestFailed& m) {
        status_ = m.failure == transaction::Failure::timeout ? 408 : 503;
        if (m.branch == branch_) step(Input::failed);
      },
      [this](const transaction::RequestArrived& m) { receive(m); },
      [](const transaction::AckArrived&) {},
      [](const transaction::InviteCancelled&) {},
      [](const transaction::ResponseFailed&) {},
      [this](const Subscribe&) { step(Input::subscribe); },
      [this](const Unsubscribe&) {
        if (!step(Input::unsubscribe)) quit();
      },
      [this](const SubscriptionTimerFired& m) { step(m.input); },
  };
}

void SubscriberActor::on_exit() {
  drop_dialog();
  context_.dispatcher = nullptr;
  context_.owner = nullptr;
}

bool SubscriberActor::step(Input input) {
  if (context_.once) input = for_good(input);
  const auto* row = find_transition(table, state_, input);
  if (row == nullptr) return false;
  state_ = row->to;
  for (const auto action : row->actions) perform(action);
  return true;
}

void SubscriberActor::perform(Action action) {
  switch (action) {
    case Action::send_initial:
    case Action::send_refresh:
      return send(asked_);
    case Action::send_unsubscribe:
      refresh_.cancel();
      expiry_.cancel();
      return send(0s);
    case Action::start_timer_n:
      timer_n_ = after(context_.timer_n, SubscriptionTimerFired{Input::timer_n});
      return;
    case Action::stop_timer_n:
      return timer_n_.cancel();
    case Action::schedule_refresh:
      return schedule_refresh();
    case Action::take_state:
      if (!news_.body.empty() || !news_.appearances.empty()) {
        auto news = std::exchange(news_, {});
        news.begins = !std::exchange(told_, true);
        tell(context_.owner, std::move(news));
      }
      failures_ = 0;
      return;
    case Action::drop_dialog:
      return drop_dialog();
    case Action::back_off:
      retry_ =
          after(back_off_time(failures_++, retry_after_), SubscriptionTimerFired{Input::retry_due});
      retry_after_ = 0s;
      return;
    case Action::report:
      return report();
    case Action::leave:
      return quit();
  }
}

sip::Draft SubscriberActor::begin_request() {
  if (dialog_) return dialog_->make_request(sip::Method::subscribe);
  if (call_id_.empty()) {
    call_id_ = context_.random.token(16);
    local_tag_ = context_.random.token(8);
    tell(context_.dispatcher, transaction::ClaimDialog{call_id_, local_tag_, me()});
  }
  return writer_.begin(sip::Method::subscribe, context_.target, {call_id_, local_tag_, ++cseq_});
}

void SubscriberActor::send(std::chrono::seconds expires) {
  auto draft = begin_request();
  if (dialog_) cseq_ = dialog_->local_cseq();
  draft.append("Contact", "<" + context_.contact_uri + ">")
      .append("Event", context_.package)
      .append("Expires", std::to_string(expires.count()));
  if (!context_.content_type.empty()) draft.append("Accept", readable_types());
  if (!context_.call_info.empty()) draft.append("Call-Info", context_.call_info);
  if (!context_.supported.empty()) draft.append("Supported", context_.supported);
  branch_ = {std::string(sip::magic_cookie) + context_.random.token(12)};
  const auto next_hop = dialog_ ? std::optional(dialog_->next_hop()) : std::nullopt;
  auto message = writer_.finish(std::move(draft), next_hop);
  if (!message.ok())  // what the notifier made us carry does not fit into a message
    return tell(me(), transaction::RequestFailed{branch_, transaction::Failure::transport, ""});
  tell(context_.dispatcher, transaction::SendRequest{*std::move(message), branch_, me(), next_hop});
}

void SubscriberActor::receive(const transaction::ResponseArrived& m) {
  const auto& response = *m.response;
  if (m.branch != branch_ || sip::is_provisional(response.status())) return;
  status_ = response.status();
  if (writer_.must_repeat(response)) {
    step(Input::challenged);
    return;
  }
  const auto least = response.header(sip::HeaderId::min_expires);
  const auto min_expires = seconds_of(sip::parse_number(least.value_or("")), 0s);
  if (status_ == 423 && min_expires > asked_) {
    asked_ = min_expires;
    step(Input::too_brief);
    return;
  }
  if (sip::is_success(status_)) granted_ = seconds_of(response.expires(), asked_);
  if (const auto later = response.header(sip::HeaderId::retry_after))
    retry_after_ = seconds_of(sip::parse_retry_after(*later), 0s);
  step(classify_response(status_));
}

void SubscriberActor::receive(const transaction::RequestArrived& m) {
  if (m.request->method() == sip::Method::notify) return receive_notify(m);
  reply(m, 481);
}

bool SubscriberActor::is_ours(const sip::Message& notify) const {
  const auto text = notify.header(sip::HeaderId::event);
  const auto event = text ? sip::parse_event(*text) : absl::StatusOr<sip::Event>(sip::Event{});
  return event.ok() && event->package == context_.package && event->id.empty();
}

bool SubscriberActor::is_readable(const sip::Message& notify) const {
  if (notify.body().empty()) return true;
  if (notify.body().size() > context_.longest_body) return false;
  return notify.has_body_of(context_.content_type) ||
         std::any_of(context_.also_reads.begin(), context_.also_reads.end(),
                     [&](const auto& type) { return notify.has_body_of(type); });
}

std::string SubscriberActor::readable_types() const {
  std::string types = context_.content_type;
  for (const auto& type : context_.also_reads) types.append(", ").append(type);
  return types;
}

/// False for another fork than the one we keep, or a NOTIFY that cannot make a dialog.
bool SubscriberActor::take_dialog(const sip::Message& notify) {
  if (dialog_) return dialog_->owns(notify);
  auto made = dialog::Dialog::of_notify(notify, cseq_);
  if (!made.ok()) return false;
  dialog_ = *std::move(made);
  return true;
}

void SubscriberActor::receive_notify(const transaction::RequestArrived& m) {
  const auto& notify = *m.request;
  if (notify.call_id() != call_id_ || notify.to_tag() != local_tag_) return reply(m, 481);
  if (!is_ours(notify)) return reply(m, 489);
  const auto text = notify.header(sip::HeaderId::subscription_state);
  if (!text) return reply(m, 400);  // RFC 6665 §8.2.3: mandatory
  const auto state = sip::parse_subscription_state(*text);
  if (!state.ok()) return reply(m, 400);
  const bool first = !dialog_;
  if (!take_dialog(notify)) return reply(m, 481);
  if (!first && dialog_->receive(notify) != dialog::RequestOrder::in_order) return reply(m, 500);
  if (!is_readable(notify)) return reply(m, 415);
  reply(m, 200);
  dialog_->refresh_target(notify);
  news_ = {context_.id, std::string(notify.content_type()), std::string(notify.body()), false,
           sip::appearances_of(notify)};
  status_ = 0;
  retry_after_ = std::min(state->retry_after.value_or(0s), longest_expires);
  // §4.1.2.4: the expires of a NOTIFY is the truth; it may be shorter than what the 2xx granted.
  if (state->expires) granted_ = std::min(*state->expires, longest_expires);
  const auto input = classify_notify(*state);
  if (input == Input::notified && state->expires && state_ == State::active) schedule_refresh();
  step(input);
}

void SubscriberActor::schedule_refresh() {
  if (granted_ <= 0s) granted_ = asked_;
  if (!context_.once)
    refresh_ = after(refresh_after(granted_), SubscriptionTimerFired{Input::refresh_due});
  expiry_ = after(granted_, SubscriptionTimerFired{Input::expired});
}

void SubscriberActor::drop_dialog() {
  if (!call_id_.empty())
    tell(context_.dispatcher, transaction::ReleaseDialog{call_id_, local_tag_});
  call_id_.clear();
  local_tag_.clear();
  dialog_.reset();
  told_ = false;
  cseq_ = 0;
  granted_ = 0s;
  for (Timer* timer : {&timer_n_, &refresh_, &expiry_, &retry_}) timer->cancel();
}

void SubscriberActor::report() {
  const bool active = state_ == State::active || state_ == State::refreshing;
  SubscriptionChanged now_{context_.id, active, state_ == State::over, status_};
  const bool same = reported_ && reported_->is_active == now_.is_active &&
                    reported_->is_over == now_.is_over && reported_->sip_status == now_.sip_status;
  if (same) return;
  reported_ = now_;
  tell(context_.owner, now_);
}

void SubscriberActor::reply(const transaction::RequestArrived& m, int status) {
  auto draft = sip::Draft::response(*m.request, status, "", local_tag_);
  if (status == 489) draft.append("Allow-Events", context_.package);
  if (status == 415) draft.append("Accept", readable_types());
  if (auto response = draft.try_build(); response.ok())
    tell(m.transaction, transaction::SendResponse{*std::move(response)});
}

}  // namespace offhook::subscription
