// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "actors/base/act.hpp"
#include "actors/subscription/subscription.hpp"
#include "actors/subscription/watched_dialogs.hpp"
#include "actors/transaction/messages.hpp"

namespace offhook::subscription {

/// Told to the owner at every change. `id` is the owner's own name for the subscription.
struct SubscriptionChanged {
  std::string id;
  bool is_active = false;  ///< a notifier keeps us informed
  bool is_over = false;    ///< and will not be asked again
  int sip_status = 0;      ///< of the response that decided, 0 for a NOTIFY
};
/// The state of the resource: the body of a NOTIFY.
struct StateNotified {
  std::string id;
  std::string content_type;
  std::string body;
  bool begins = false;  ///< the first of a subscription: what counts documents begins anew
};
using SubscriptionOwner =
    act::ref<act::result<void>(SubscriptionChanged), act::result<void>(StateNotified)>;

/// Subscribes, now or again; while a notifier tells the state, asks for all of it once more.
struct Subscribe {};
/// Ends it at the notifier too; the actor ends with it.
struct Unsubscribe {};

/// One subscription, RFC 6665 §4.1.
using Subscriber =
    act::join<transaction::User,
              act::ref<act::result<void>(Subscribe), act::result<void>(Unsubscribe)>>;

/// Told at every change of what somebody does whom we watch. `id` is the owner's own name for it.
struct WatchedPartyChanged {
  std::string id;
  PartyState state = PartyState::unknown;
  std::vector<WatchedDialog> dialogs;
  bool is_over = false;  ///< and nobody will ever tell
};
/// Who is in a list, in its order. What each of them does is told as of any other party: `id` of
/// the list, a slash and the URI.
struct WatchedListChanged {
  struct Member {
    std::string uri, name;
    friend bool operator==(const Member&, const Member&) = default;
  };
  std::string id;
  std::vector<Member> members;
};
using WatchOwner =
    act::ref<act::result<void>(WatchedPartyChanged), act::result<void>(WatchedListChanged)>;

/// A document that came without a subscription, from a server whose word counts.
struct DialogsTold {
  std::string body;
};

/// One watched party, or a list of them.
using DialogWatcher =
    act::join<SubscriptionOwner,
              act::ref<act::result<void>(DialogsTold), act::result<void>(Unsubscribe)>>;

}  // namespace offhook::subscription

#include "actors/subscription/type_ids.hpp"
