// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "actors/base/act.hpp"
#include "actors/base/status.hpp"
#include "actors/sip/message.hpp"
#include "actors/transport/network.hpp"

namespace offhook::transport {

class StreamConnection;

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
  std::uint64_t received = 0;  ///< datagrams of any kind; messages, on connections
  std::uint64_t sent = 0;      ///< messages that left
  std::uint64_t send_failed = 0;
  std::uint64_t keep_alives = 0;  ///< line ends and scraps too short for a message
  std::uint64_t refused = 0;      ///< no valid message, answered with 400, 505, 513 or 501
  std::uint64_t dropped = 0;      ///< no valid message, and no answer allowed
  std::uint64_t undelivered = 0;  ///< came before there was a receiver
  std::uint64_t unreachable = 0;  ///< ICMP said so
  std::uint64_t turned_away = 0;  ///< connections beyond what we take
  std::size_t connections = 0;    ///< there now
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

/// From a listener to the actor that owns it.
struct ConnectionAccepted {
  std::shared_ptr<StreamConnection> connection;
};
/// From connections to the actor that owns them and has given each a number, its flow.
struct ConnectionOpened {
  std::uint64_t flow = 0;
};
struct OctetsArrived {
  std::uint64_t flow = 0;
  std::string octets;
};
struct ConnectionClosed {
  std::uint64_t flow = 0;
  absl::Status why;
};
/// ping: time to ask whether the peer is there; pong: it did not answer; message: the one that it
/// began is not finished.
enum class FlowTimer : std::uint8_t { ping, pong, message };
struct FlowTimerFired {
  std::uint64_t flow = 0;
  FlowTimer timer = FlowTimer::ping;
};

/// All that a transport of connections answers to.
using StreamTransport =
    act::join<Transport,
              act::ref<act::result<Counters>(QueryCounters), act::result<void>(ConnectionAccepted),
                       act::result<void>(ConnectionOpened), act::result<void>(OctetsArrived),
                       act::result<void>(ConnectionClosed), act::result<void>(FlowTimerFired)>>;

}  // namespace offhook::transport

#include "actors/transport/type_ids.hpp"
