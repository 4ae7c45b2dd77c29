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

/// What one transport has seen since it started.
struct Counters {
  std::uint64_t received = 0;  ///< datagrams of any kind
  std::uint64_t sent = 0;      ///< messages that left
  std::uint64_t send_failed = 0;
  std::uint64_t keep_alives = 0;  ///< line ends and scraps too short for a message
  std::uint64_t refused = 0;      ///< no valid message, answered with 400, 505, 513 or 501
  std::uint64_t dropped = 0;      ///< no valid message, and no answer allowed
  std::uint64_t undelivered = 0;  ///< came before there was a receiver
  std::uint64_t unreachable = 0;  ///< ICMP said so
};
struct QueryCounters {};

/// From the socket to its actor.
struct DatagramArrived {
  std::string octets;
  Endpoint from;
};
struct DatagramUnreachable {
  Endpoint to;
};

/// All that a transport answers to; its users need `Transport`.
using SocketTransport =
    act::join<Transport,
              act::ref<act::result<Counters>(QueryCounters), act::result<void>(DatagramArrived),
                       act::result<void>(DatagramUnreachable)>>;

}  // namespace offhook::transport

#include "actors/transport/type_ids.hpp"
