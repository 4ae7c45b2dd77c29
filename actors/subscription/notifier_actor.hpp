// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "actors/base/random_source.hpp"
#include "actors/dialog/dialog.hpp"
#include "actors/dialog/notify_sequence.hpp"
#include "actors/dialog/request_writer.hpp"
#include "actors/sip/account.hpp"
#include "actors/subscription/messages.hpp"
#include "actors/subscription/notifier.hpp"

namespace offhook::subscription {

/// Writes the whole state as it is now; `version` counts the documents of one subscriber.
using WriteDocument = std::function<std::string(std::uint32_t version)>;

/// The state of what is subscribed to is another now.
struct StateChanged {
  WriteDocument write;
};
/// There is nothing to subscribe to any more.
struct Withdraw {};

/// One subscriber of ours, RFC 6665 §4.2.
using Notifier = act::join<transaction::User,
                           act::ref<act::result<void>(StateChanged), act::result<void>(Withdraw)>>;

/// A SUBSCRIBE outside a dialog that `judge` granted. `random` outlives the actor.
struct NotifierContext {
  transaction::Dispatcher dispatcher;
  RandomSource& random;
  sip::Account account;
  std::string contact_uri;
  std::string user_agent;
  EventPackage package;
  transaction::RequestArrived subscribe;
  std::chrono::seconds expires{0};
  WriteDocument write;
};

// What a notifier says to itself.
struct NotifierTimerFired {
  NotifierInput input;
};

/// Carries the table of notifier.hpp for one subscriber: answers its SUBSCRIBEs, tells the state at
/// once and after changes, and ends with the subscription.
class NotifierActor final
    : public act::actor<act::join<Notifier, act::ref<act::result<void>(NotifierTimerFired)>>> {
 public:
  NotifierActor(caf::actor_config& config, NotifierContext context);
  const char* name() const override { return "notifier"; }
  behavior_type make_behavior() override;
  void on_exit() override;

 private:
  struct Told {
    std::string body;
    sip::SubscriptionState state;
  };
  void begin();
  void step(NotifierInput input);
  void perform(NotifierAction action);
  void receive(const transaction::RequestArrived& m);
  void receive(const transaction::ResponseArrived& m);
  void pause_over();
  void tell_state(sip::SubscriptionState state);
  void send(std::optional<Told> told);
  void grant(const transaction::RequestArrived& m, std::chrono::seconds expires);
  void reply(const transaction::RequestArrived& m, int status,
             std::optional<std::chrono::seconds> expires = std::nullopt);

  NotifierContext context_;
  dialog::RequestWriter writer_;
  NotifierState state_ = NotifierState::open;
  std::string local_tag_;
  std::optional<dialog::Dialog> dialog_;
  dialog::NotifySequence<Told> notifies_;
  Told sent_;
  transaction::Branch branch_;
  std::uint32_t version_ = 0;
  bool changed_ = false;
  Instant until_{};
  Timer expiry_, pause_;
};

}  // namespace offhook::subscription

OFFHOOK_MESSAGES(subscription,
                 (offhook::subscription::StateChanged)(offhook::subscription::Withdraw)(
                     offhook::subscription::NotifierTimerFired))
