// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

#include "actors/base/timers.hpp"
#include "actors/transport/stream_network.hpp"

namespace offhook::sim {

/// What happens to octets on every connection.
struct StreamPath {
  Instant delay{};                ///< one way
  std::size_t largest_piece = 0;  ///< they arrive in pieces of 1 to so many; 0: as they were sent
};

/// Connections inside one process, in the loop's time. Nothing is lost or overtaken, as TCP has it;
/// the same seed gives the same cuts. `StreamLimits::accepted` is not enforced here.
class VirtualStreamNetwork final : public transport::StreamNetwork {
 public:
  explicit VirtualStreamNetwork(std::shared_ptr<Timers> timers, std::uint64_t seed = 1,
                                StreamPath path = {}, transport::StreamLimits limits = {});
  ~VirtualStreamNetwork() override;
  VirtualStreamNetwork(const VirtualStreamNetwork&) = delete;
  VirtualStreamNetwork& operator=(const VirtualStreamNetwork&) = delete;

  /// `route.from` must be given: this network is many hosts.
  absl::StatusOr<std::unique_ptr<transport::StreamConnection>> connect(
      const transport::StreamRoute& route) override;
  absl::StatusOr<std::unique_ptr<transport::StreamListener>> listen(
      const Endpoint& local, AcceptHandler accepted) override;

  /// Nothing reaches or leaves the address. Octets under way arrive once it is over, unless their
  /// connection has been idle for too long by then.
  void partition(const IpAddress& address, bool is_cut = true);

  /// Every connection of that address breaks, and what was under way is lost: a host that
  /// restarted.
  void reset(const IpAddress& address);

  /// Sees octets as they are sent.
  using Tap = std::function<void(Instant, const Endpoint& from, const Endpoint& to,
                                 std::string_view octets)>;
  void set_tap(Tap tap);

 private:
  struct Wires;
  class Half;
  class Connection;
  class Listener;
  std::shared_ptr<Wires> wires_;  ///< outlives us while a connection does
};

}  // namespace offhook::sim
