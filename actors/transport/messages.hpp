// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "actors/base/act.hpp"
#include "actors/sip/message.hpp"
#include "actors/transport/network.hpp"

namespace offhook::transport {

/// A well-formed message came in; its top Via already carries received and rport (RFC 3581).
struct MessageArrived {
  sip::MessagePtr message;
  Hop from;
};

/// The message could not be handed to the network (RFC 3261 §18.4).
struct SendFailed {
  sip::MessagePtr message;
  Hop to;
  std::string why;
};

struct SendMessage {
  sip::MessagePtr message;
  Hop to;
};

/// The transaction layer, seen from below.
using Receiver = act::ref<act::result<void>(MessageArrived), act::result<void>(SendFailed)>;

/// From now on everything that arrives goes to `receiver`.
struct DeliverTo {
  Receiver receiver;
};

using Transport = act::ref<act::result<void>(SendMessage), act::result<void>(DeliverTo)>;

}  // namespace offhook::transport

#include "actors/transport/type_ids.hpp"
