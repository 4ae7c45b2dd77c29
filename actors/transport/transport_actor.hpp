// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <memory>

#include "actors/base/random_source.hpp"
#include "actors/base/status.hpp"
#include "actors/sip/parser.hpp"
#include "actors/transport/log_budget.hpp"
#include "actors/transport/messages.hpp"

namespace offhook::transport {

/// One bound socket: parses what comes in, sends what it is given, answers what is no message.
class TransportActor final : public act::actor<SocketTransport> {
 public:
  TransportActor(caf::actor_config& config, std::unique_ptr<DatagramSocket> socket,
                 std::uint64_t tag_secret, bool answers_malformed = true);
  const char* name() const override { return "transport"; }
  behavior_type make_behavior() override;
  void on_exit() override;

 private:
  void receive(const DatagramArrived& datagram);
  void refuse_datagram(const sip::ParseFailure& failure, const Endpoint& from);
  void send(const SendMessage& order);
  void remember(const SendMessage& order);
  void fail_sent_to(const Endpoint& to);

  /// A request that left recently: ICMP names an address, the transaction is found by the message.
  struct Sent {
    std::weak_ptr<const sip::Message> message;
    Hop to;
  };
  static constexpr std::size_t remembered_requests = 32;

  std::unique_ptr<DatagramSocket> socket_;
  std::uint64_t tag_secret_;
  bool answers_malformed_;
  Receiver receiver_;
  Counters counters_;
  LogBudget log_budget_;
  std::array<Sent, remembered_requests> recent_;
  std::size_t next_recent_ = 0;
};

/// A transport at work, and the address it got.
struct BoundTransport {
  SocketTransport transport;
  Endpoint local;
};
/// Binds `local` (port 0 takes a free one) and starts a transport on it. Until DeliverTo names a
/// receiver it drops what arrives. It holds itself alive: stop it with act::stop.
[[nodiscard]] absl::StatusOr<BoundTransport> start_transport(caf::actor_system& system,
                                                             Network& network,
                                                             const Endpoint& local,
                                                             RandomSource& random,
                                                             bool answers_malformed = true);

}  // namespace offhook::transport
