// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "actors/subscription/subscriber_actor.hpp"

namespace offhook::subscription {

/// Watches the dialogs of one party (RFC 4235): keeps a subscription, puts the documents together,
/// and tells its owner at every change. Ends with the owner, or with Unsubscribe.
class DialogWatcherActor final : public act::actor<DialogWatcher> {
 public:
  /// Owner and id of `what` are filled in; `package` and `content_type` too.
  DialogWatcherActor(caf::actor_config& config, WatchOwner owner, std::string id,
                     SubscriptionContext what);
  const char* name() const override { return "dialog_watcher"; }
  behavior_type make_behavior() override;
  void on_exit() override;

 private:
  void begin();
  void receive(std::string_view document, bool begins);
  void receive(const SubscriptionChanged& changed);
  void tell_owner(bool is_over = false);

  WatchOwner owner_;
  std::string id_;
  SubscriptionContext what_;
  Subscriber subscriber_;
  WatchedDialogs dialogs_;
  WatchedPartyChanged told_;
};

}  // namespace offhook::subscription
