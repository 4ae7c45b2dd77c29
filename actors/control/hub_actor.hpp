// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <map>
#include <string>

#include "actors/control/event_log.hpp"
#include "actors/control/messages.hpp"

namespace offhook::control {

/// Hears the phone's events, numbers and keeps them, and hands each to the sessions that asked.
class HubActor final : public act::actor<Hub> {
 public:
  /// Starts to listen to `phone` at once.
  HubActor(caf::actor_config& config, phone::Phone phone, std::string epoch);
  const char* name() const override { return "control hub"; }
  behavior_type make_behavior() override;
  void on_exit() override;

 private:
  struct Subscription {
    Session session;
    Selection selection;
    std::uint64_t last_seq = 0;  ///< the latest event that went to it
  };
  struct EndedCall {
    CallDetails call;
    Instant at;
  };
  using Subscriptions = std::map<std::uint64_t, Subscription>;

  void publish(const phone::EventHappened& happened);
  void remember_ended(const phone::EventHappened& happened);
  act::result<SubscribeReply> subscribe(const Subscribe& order);
  act::result<SubscribeReply> resume(const ResumeEvents& order);
  act::result<StateReply> query();
  UnsubscribeReply unsubscribe(const Unsubscribe& order);

  Subscriptions::iterator add(const Subscribe& order, std::uint64_t last_seq);
  Subscriptions::iterator find(const Session& session, std::string_view subscription_id);
  [[nodiscard]] SubscribeResult describe(Subscriptions::iterator subscription) const;
  void deliver(Subscriptions::value_type& subscription, const EventPtr& event, bool replayed);
  /// Answers, then sends `events` again.
  void replay(Subscriptions::iterator subscription, const std::vector<EventPtr>& events,
              act::promise<SubscribeReply> promise);
  /// Asks the phone; its answer stands between the events before and after it, because both come
  /// from the same actor in order.
  template <class Done, class Failed>
  void ask_state(Done use, Failed failed);
  [[nodiscard]] StateResult state_of(const phone::PhoneInfo& phone) const;

  phone::Phone phone_;
  EventLog log_;
  Subscriptions subscriptions_;
  std::uint64_t last_subscription_ = 0;
  std::deque<EndedCall> ended_;
};

}  // namespace offhook::control
