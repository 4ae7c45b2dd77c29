// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "actors/base/timers.hpp"
#include "actors/transport/network.hpp"
#include "sim/link.hpp"
#include "sim/link_path.hpp"
#include "sim/nat_boxes.hpp"
#include "sim/partitions.hpp"

namespace offhook::sim {

/// A network inside one process: datagrams between bound endpoints in the loop's time. The same
/// seed gives the same faults, and equal delays keep the order of sending.
class VirtualNetwork final : public transport::Network {
 public:
  explicit VirtualNetwork(std::shared_ptr<Timers> timers, std::uint64_t seed = 1,
                          LinkPath path = {});
  ~VirtualNetwork() override;
  VirtualNetwork(const VirtualNetwork&) = delete;
  VirtualNetwork& operator=(const VirtualNetwork&) = delete;

  absl::StatusOr<std::unique_ptr<transport::DatagramSocket>> bind(const Endpoint& local,
                                                                  DatagramHandler arrived) override;
  /// What a member itself sends does not come back to it.
  absl::StatusOr<std::unique_ptr<transport::DatagramSocket>> join(const IpAddress& local,
                                                                  const Endpoint& group,
                                                                  DatagramHandler arrived) override;

  /// For all links without one of their own.
  void set_link(LinkPath path);
  /// One direction.
  void set_link(const IpAddress& from, const IpAddress& to, LinkPath path);
  /// All links have the default again.
  void clear_links();
  /// What holds for that direction, its own or the default.
  [[nodiscard]] const LinkPath& link(const IpAddress& from, const IpAddress& to) const;
  [[nodiscard]] const LinkPath& default_link() const;
  /// What that direction has done to datagrams since the start.
  [[nodiscard]] LinkCounts counts(const IpAddress& from, const IpAddress& to) const;

  /// Nothing reaches or leaves the address, and nobody is told.
  void partition(const IpAddress& address, bool is_cut = true);
  /// Between sets of hosts; a stream network may follow the same.
  [[nodiscard]] const std::shared_ptr<Partitions>& partitions() const;

  /// Puts hosts behind a box that translates their addresses, for whatever they send and receive.
  /// What comes back to them travels on the link from its sender to the outside address.
  std::shared_ptr<NatTable> add_nat(NatPolicy policy, Hosts inside);

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
  /// Sockets that are open: all, or those of one host from `first_port` to the dynamic ports.
  [[nodiscard]] std::size_t bound() const;
  [[nodiscard]] std::size_t bound_from(const IpAddress& address, std::uint16_t first_port) const;

 private:
  class Wires;
  class Socket;
  class Member;
  std::shared_ptr<Wires> wires_;  ///< outlives us while a socket does
};

}  // namespace offhook::sim
