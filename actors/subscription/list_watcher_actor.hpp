// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

#include "actors/subscription/resource_list.hpp"
#include "actors/subscription/subscriber_actor.hpp"

namespace offhook::subscription {

/// Watches a list of parties by one subscription (RFC 4662), and tells its owner who is in it and
/// what each does. Ends with the owner, or with Unsubscribe.
class ListWatcherActor final : public act::actor<DialogWatcher> {
 public:
  /// As DialogWatcherActor.
  ListWatcherActor(caf::actor_config& config, WatchOwner owner, std::string id,
                   SubscriptionContext what);
  const char* name() const override { return "list_watcher"; }
  behavior_type make_behavior() override;
  void on_exit() override;

 private:
  void begin();
  void receive(const StateNotified& state);
  void receive(const SubscriptionChanged& changed);
  void tell_owner(bool is_over = false);

  WatchOwner owner_;
  std::string id_;
  SubscriptionContext what_;
  Subscriber subscriber_;
  WatchedList list_;
  std::vector<WatchedListChanged::Member> members_;     ///< as told
  std::map<std::string, WatchedPartyChanged> parties_;  ///< as told, by URI
};

}  // namespace offhook::subscription
