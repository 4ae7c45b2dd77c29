// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "actors/base/act.hpp"
#include "actors/sip/appearance.hpp"
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
  std::vector<sip::Appearance> appearances{};  ///< for packages that tell it in Call-Info
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

/// What goes on at a line that several phones share: all of its appearances, each time.
struct AppearancesTold {
  std::string id;                            ///< the owner's own name for the line
  std::vector<sip::Appearance> appearances;  ///< none: nobody tells
  int sip_status = 0;                        ///< of a server that will never tell, else 0
};
using SharedLineOwner = act::ref<act::result<void>(AppearancesTold)>;

/// Asks the server for an appearance, so that no other phone of the line dials at it meanwhile.
struct SeizeLine {
  std::uint32_t appearance = 1;
};
/// The answer: may we dial there?
struct LineSeized {
  bool granted = false;
  int sip_status = 0;  ///< of the refusal
};
/// Nobody dials at it after all. Not to be told once there is an INVITE, with which the server ends
/// the seizure by itself.
struct ReleaseLine {
  std::uint32_t appearance = 1;
};

/// One shared line.
using SharedLine =
    act::join<SubscriptionOwner,
              act::ref<act::result<LineSeized>(SeizeLine), act::result<void>(ReleaseLine),
                       act::result<void>(Unsubscribe)>>;

/// One watched party, or a list of them.
using DialogWatcher =
    act::join<SubscriptionOwner,
              act::ref<act::result<void>(DialogsTold), act::result<void>(Unsubscribe)>>;

}  // namespace offhook::subscription

#include "actors/subscription/type_ids.hpp"
