// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

#include "actors/base/timers.hpp"
#include "actors/transport/stream_network.hpp"
#include "sim/partitions.hpp"
#include "sim/stream_path.hpp"

namespace offhook::sim {

struct StreamWires;

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

  /// For all pairs of hosts without a path of their own. What is open goes on by it, but where it
  /// breaks is decided when it opens.
  void set_path(StreamPath path);
  /// One direction. Its `opening` is for connections that `from` opens.
  void set_path(const IpAddress& from, const IpAddress& to, StreamPath path);
  [[nodiscard]] const StreamPath& path(const IpAddress& from, const IpAddress& to) const;

  /// Who cannot reach whom is what another network says from now on.
  void follow(std::shared_ptr<Partitions> partitions);
  /// Nothing reaches or leaves the address. Octets under way arrive once it is over, unless their
  /// connection has been idle for too long by then.
  void partition(const IpAddress& address, bool is_cut = true);

  /// Every connection of that address breaks, and what was under way is lost: a host that
  /// restarted.
  void reset(const IpAddress& address);
  /// The host dies without a word, and its connections stay half open (RFC 9293 §3.5.1): it hears
  /// and says nothing on them any more, and the other ends learn it by waiting, or by a reset once
  /// they send. New connections are as before.
  void vanish(const IpAddress& address, HalfOpen answer = HalfOpen::silent);

  /// Sees octets as they are sent.
  using Tap = std::function<void(Instant, const Endpoint& from, const Endpoint& to,
                                 std::string_view octets)>;
  void set_tap(Tap tap);

 private:
  class Listener;
  std::shared_ptr<StreamWires> wires_;  ///< outlives us while a connection does
};

}  // namespace offhook::sim
