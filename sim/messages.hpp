// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "actors/base/act.hpp"
#include "actors/transaction/messages.hpp"
#include "sim/mailbox.hpp"

namespace offhook::sim {

/// Timer C of one forwarded INVITE (RFC 3261 §16.8), or the wait for the answer to its CANCEL.
struct ForwardingTimedOut {
  std::uint64_t forwarding = 0;
};

/// An INVITE was answered with 2xx long enough ago that no further copy comes (RFC 6026 §7).
struct ForwardingOver {
  std::uint64_t forwarding = 0;
};

struct QueryBindings {
  std::string user;
};
struct BindingCount {
  std::size_t bindings = 0;
};

/// What waits for a user is another now: whoever subscribed hears of it.
struct SetMailbox {
  std::string user;
  Mailbox box;
};

/// The proxy is the core of its dispatcher; programs may ask who is registered.
using Proxy =
    act::join<transaction::User,
              act::ref<act::result<void>(ForwardingTimedOut), act::result<void>(ForwardingOver),
                       act::result<BindingCount>(QueryBindings), act::result<void>(SetMailbox)>>;

}  // namespace offhook::sim

#include "sim/type_ids.hpp"
