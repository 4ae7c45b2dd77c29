// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "actors/base/timers.hpp"
#include "actors/transport/network.hpp"

namespace offhook::sim {

/// What happens to datagrams on the way from one address to another.
struct Link {
  Instant delay{};         ///< of every datagram
  Instant jitter{};        ///< up to so much more, so that datagrams overtake each other
  double loss = 0;         ///< probability, 0 to 1
  double duplication = 0;  ///< probability that a second copy arrives, delayed on its own
};

/// A network inside one process: datagrams between bound endpoints in the loop's time. The same
/// seed gives the same faults, and equal delays keep the order of sending.
class VirtualNetwork final : public transport::Network {
 public:
  explicit VirtualNetwork(std::shared_ptr<Timers> timers, std::uint64_t seed = 1, Link link = {});
  ~VirtualNetwork() override;
  VirtualNetwork(const VirtualNetwork&) = delete;
  VirtualNetwork& operator=(const VirtualNetwork&) = delete;

  absl::StatusOr<std::unique_ptr<transport::DatagramSocket>> bind(const Endpoint& local,
                                                                  DatagramHandler arrived) override;

  /// For all links without one of their own.
  void set_link(Link link);
  /// One direction.
  void set_link(const IpAddress& from, const IpAddress& to, Link link);
  /// A cable pulled out, a server that died: nothing reaches or leaves the address, and nobody is
  /// told.
  void partition(const IpAddress& address, bool is_cut = true);
  /// Whether a sender hears that nobody listens at an endpoint (ICMP). Off at first.
  void report_unreachable(bool on);

  /// Sees every datagram as it is sent, lost or not.
  using Tap = std::function<void(Instant, const Endpoint& from, const Endpoint& to,
                                 std::string_view octets)>;
  void set_tap(Tap tap);
  /// Loses each datagram for which it returns true, before chance is asked. For tests that lose one
  /// message of a flow.
  using Filter =
      std::function<bool(const Endpoint& from, const Endpoint& to, std::string_view octets)>;
  void set_loss_filter(Filter lose);

  [[nodiscard]] std::size_t in_flight() const;

 private:
  class Wires;
  class Socket;
  std::shared_ptr<Wires> wires_;  ///< outlives us while a socket does
};

}  // namespace offhook::sim
