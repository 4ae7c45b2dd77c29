// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string_view>

#include "actors/base/random_source.hpp"
#include "actors/base/status.hpp"
#include "actors/transport/flow_table.hpp"
#include "actors/transport/log_budget.hpp"
#include "actors/transport/messages.hpp"
#include "actors/transport/stream_network.hpp"

namespace offhook::transport {

struct StreamTransportOptions {
  FlowLimits flows{};
  /// On connections that we opened: a ping after 80 to 100 % of this (RFC 5626 §4.4.1), so that
  /// NATs keep the way to us open. 0 sends none.
  std::chrono::milliseconds keep_alive = std::chrono::seconds(120);
  std::chrono::milliseconds pong_within = std::chrono::seconds(10);  ///< RFC 5626 §4.4.1
  /// From the first octet of a message to its last: who drips holds the connection hostage.
  std::chrono::milliseconds message_within = std::chrono::seconds(10);
  bool answers_malformed = true;  ///< false: what is no message meets silence
};

/// SIP over connections of one kind: TCP, TLS or WebSocket (RFC 3261 §18, RFC 7118). Opens them on
/// demand and shares them, finds the messages in them, keeps them alive, and says which messages
/// never left.
class StreamTransportActor final : public act::actor<StreamTransport> {
 public:
  struct Setup {
    Protocol protocol = Protocol::tcp;
    std::reference_wrapper<StreamNetwork> network;
    IpAddress from;                            ///< of the connections that we open
    std::unique_ptr<StreamListener> listener;  ///< null: nobody connects to us
    std::reference_wrapper<RandomSource> random;
    StreamTransportOptions options;
  };
  StreamTransportActor(caf::actor_config& config, Setup setup);
  const char* name() const override { return "stream transport"; }
  behavior_type make_behavior() override;
  void on_exit() override;

 private:
  void send(const SendMessage& order);
  [[nodiscard]] absl::StatusOr<Flow*> flow_for(const SendMessage& order);
  [[nodiscard]] absl::StatusOr<Flow*> open(const Hop& hop);
  void start(Flow& flow);
  void fail(const SendMessage& order, std::string_view why);

  void accept(const ConnectionAccepted& m);
  void opened(const ConnectionOpened& m);
  void closed(const ConnectionClosed& m);
  void lose(Flow& flow, std::string_view why);

  void receive(const OctetsArrived& m);
  void unframe(Flow& flow, std::string_view octets);
  void take(Flow& flow, sip::StreamEvent event);
  void take_message(Flow& flow, std::string text);
  void take_whole(Flow& flow, std::string text);
  void give_up_on(Flow& flow, const sip::StreamFailure& failure);

  void fire(const FlowTimerFired& m);
  void schedule_ping(Flow& flow);
  void ping(Flow& flow);
  void pong_came(Flow& flow);
  void learn_of_outbound(Flow& flow, const sip::Message& response);
  void say(Flow& flow, std::string_view octets);
  void complain(const Flow& flow, std::string_view what);
  [[nodiscard]] Counters counters();

  Setup setup_;
  std::uint64_t tag_secret_;
  Receiver receiver_;
  FlowTable flows_;
  Counters counters_;
  LogBudget log_budget_;
};

/// A transport at work, and the address of its listener, or what it was told to be called.
struct BoundStreamTransport {
  StreamTransport transport;
  Endpoint local;
};
struct StreamTransportPlace {
  Protocol protocol = Protocol::tcp;
  Endpoint local;        ///< port 0 takes a free one
  bool is_heard = true;  ///< false listens nowhere
};
/// Starts a transport, which listens if asked to. Until DeliverTo names a receiver it drops what
/// arrives. It holds itself alive: stop it with act::stop. `network` and `random` are borrowed.
[[nodiscard]] absl::StatusOr<BoundStreamTransport> start_stream_transport(
    caf::actor_system& system, StreamNetwork& network, const StreamTransportPlace& place,
    RandomSource& random, StreamTransportOptions options = {});

}  // namespace offhook::transport
