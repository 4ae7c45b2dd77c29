// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "actors/base/act.hpp"
#include "actors/subscription/subscription.hpp"
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
};
using SubscriptionOwner =
    act::ref<act::result<void>(SubscriptionChanged), act::result<void>(StateNotified)>;

/// Subscribes, now or again.
struct Subscribe {};
/// Ends it at the notifier too; the actor ends with it.
struct Unsubscribe {};

/// One subscription, RFC 6665 §4.1.
using Subscriber =
    act::join<transaction::User,
              act::ref<act::result<void>(Subscribe), act::result<void>(Unsubscribe)>>;

}  // namespace offhook::subscription

#include "actors/subscription/type_ids.hpp"
