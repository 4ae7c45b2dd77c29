// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/control/hub_actor.hpp"

#include <algorithm>

namespace offhook::control {
namespace {

constexpr auto phone_answers_within = 5s;

std::string id_of(std::uint64_t subscription) { return "s" + std::to_string(subscription); }

ApiError phone_is_silent(const act::error& reason) {
  return {ErrorCode::shutting_down, "the phone does not answer: " + act::describe(reason)};
}

}  // namespace

HubActor::HubActor(caf::actor_config& config, phone::Phone phone, std::string epoch)
    : actor(config), phone_(std::move(phone)), log_(std::move(epoch)) {}

HubActor::behavior_type HubActor::make_behavior() {
  tell(phone_, phone::ListenTo{me()});
  return {
      [this](const phone::EventHappened& happened) { publish(happened); },
      [this](const Subscribe& order) { return subscribe(order); },
      [this](const ResumeEvents& order) { return resume(order); },
      [this](const Unsubscribe& order) { return unsubscribe(order); },
      [this](const QueryState&) { return query(); },
  };
}

void HubActor::on_exit() {
  phone_ = nullptr;
  subscriptions_.clear();
}

void HubActor::publish(const phone::EventHappened& happened) {
  const auto event = log_.append(happened.event, happened.at, happened.cause);
  remember_ended(happened);
  for (auto& subscription : subscriptions_)
    if (subscription.second.selection.matches(*event)) deliver(subscription, event, false);
}

void HubActor::remember_ended(const phone::EventHappened& happened) {
  while (!ended_.empty() && now() - ended_.front().at >= limits::ended_call_memory)
    ended_.pop_front();
  const auto* ended = std::get_if<phone::CallEndedEvent>(&happened.event);
  if (ended == nullptr) return;
  EndedCall remembered{.call = {}, .at = now()};
  static_cast<phone::CallInfo&>(remembered.call) = ended->call;
  remembered.call.end = ended->end;
  ended_.push_back(std::move(remembered));
}

act::result<SubscribeReply> HubActor::subscribe(const Subscribe& order) {
  auto promise = make_response_promise<SubscribeReply>();
  const auto held = std::ranges::count_if(
      subscriptions_, [&](const auto& each) { return each.second.session == order.session; });
  if (static_cast<std::size_t>(held) >= limits::subscriptions) {
    promise.deliver(SubscribeReply{ApiError{ErrorCode::busy, "too many subscriptions"}});
  } else if (order.since) {
    auto events = log_.after(*order.since);
    if (const auto* gap = std::get_if<ApiError>(&events))
      promise.deliver(SubscribeReply{*gap});
    else
      replay(add(order, order.since->seq), std::get<std::vector<EventPtr>>(events), promise);
  } else if (order.snapshot) {
    ask_state(
        [this, order, promise](const phone::PhoneInfo& phone) mutable {
          auto result = describe(add(order, log_.last_seq()));
          result.snapshot = state_of(phone);
          promise.deliver(SubscribeReply{std::move(result)});
        },
        [promise](ApiError error) mutable { promise.deliver(SubscribeReply{std::move(error)}); });
  } else {
    promise.deliver(SubscribeReply{describe(add(order, log_.last_seq()))});
  }
  return promise;
}

act::result<SubscribeReply> HubActor::resume(const ResumeEvents& order) {
  auto promise = make_response_promise<SubscribeReply>();
  const auto found = find(order.session, order.subscription_id);
  auto events = log_.after(order.since);
  if (found == subscriptions_.end()) {
    promise.deliver(SubscribeReply{unknown("subscription", order.subscription_id)});
  } else if (const auto* gap = std::get_if<ApiError>(&events)) {
    promise.deliver(SubscribeReply{*gap});
  } else {
    found->second.last_seq = order.since.seq;
    replay(found, std::get<std::vector<EventPtr>>(events), promise);
  }
  return promise;
}

void HubActor::replay(Subscriptions::iterator subscription, const std::vector<EventPtr>& events,
                      act::promise<SubscribeReply> promise) {
  const auto wanted = [&](const EventPtr& event) {
    return subscription->second.selection.matches(*event);
  };
  auto result = describe(subscription);
  result.replayed = static_cast<std::uint64_t>(std::ranges::count_if(events, wanted));
  promise.deliver(SubscribeReply{std::move(result)});
  for (const auto& event : events)
    if (wanted(event)) deliver(*subscription, event, true);
}

UnsubscribeReply HubActor::unsubscribe(const Unsubscribe& order) {
  const auto found = find(order.session, order.subscription_id);
  if (found == subscriptions_.end()) return {false};
  subscriptions_.erase(found);
  return {true};
}

act::result<StateReply> HubActor::query() {
  auto promise = make_response_promise<StateReply>();
  ask_state(
      [this, promise](const phone::PhoneInfo& phone) mutable {
        State state{state_of(phone), {}};
        for (const auto& ended : ended_)
          if (now() - ended.at < limits::ended_call_memory) state.ended.push_back(ended.call);
        promise.deliver(StateReply{std::move(state)});
      },
      [promise](ApiError error) mutable { promise.deliver(StateReply{std::move(error)}); });
  return promise;
}

HubActor::Subscriptions::iterator HubActor::add(const Subscribe& order, std::uint64_t last_seq) {
  const auto session = order.session;
  watch(session, [this, address = session.address()](const act::error&) {
    std::erase_if(subscriptions_,
                  [&](const auto& each) { return each.second.session.address() == address; });
  });
  return subscriptions_
      .emplace(++last_subscription_, Subscription{session, order.selection, last_seq})
      .first;
}

HubActor::Subscriptions::iterator HubActor::find(const Session& session,
                                                 std::string_view subscription_id) {
  return std::ranges::find_if(subscriptions_, [&](const auto& each) {
    return each.second.session == session && id_of(each.first) == subscription_id;
  });
}

SubscribeResult HubActor::describe(Subscriptions::iterator subscription) const {
  return {.subscription_id = id_of(subscription->first),
          .epoch = log_.epoch(),
          .seq = subscription->second.last_seq};
}

void HubActor::deliver(Subscriptions::value_type& subscription, const EventPtr& event,
                       bool replayed) {
  auto& [id, to] = subscription;
  tell(to.session, EventDelivered{id_of(id), to.last_seq, event, replayed});
  to.last_seq = event->seq();
}

template <class Done, class Failed>
void HubActor::ask_state(Done use, Failed failed) {
  ask(phone_, phone_answers_within, phone::QueryPhone{})
      .then(std::move(use), [failed = std::move(failed)](const act::error& reason) mutable {
        failed(phone_is_silent(reason));
      });
}

StateResult HubActor::state_of(const phone::PhoneInfo& phone) const {
  StateResult state;
  static_cast<phone::PhoneInfo&>(state) = phone;
  state.epoch = log_.epoch();
  state.seq = log_.last_seq();
  return state;
}

}  // namespace offhook::control
