// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "actors/base/loop.hpp"
#include "actors/base/random_source.hpp"
#include "actors/transport/network.hpp"
#include "actors/transport/resolver.hpp"
#include "media/media_runner.hpp"
#include "media/packet_port.hpp"
#include "media/virtual_time.hpp"
#include "sim/trace.hpp"

namespace offhook::sim {

class VirtualNetwork;
class VirtualStreamNetwork;

/// One way between two hosts of a virtual world, unless something else is said of it.
inline constexpr Instant usual_delay = 2ms;

/// Where simulated phones live: one loop, one clock, a network and randomness. Real (sockets on
/// loopback addresses) or virtual (one thread, a clock that moves when told, a seed).
class World {
 public:
  virtual ~World() = default;

  virtual act::Loop& loop() = 0;
  virtual transport::Network& network() = 0;
  virtual media::PacketPorts& ports() = 0;
  /// Those of one phone that is told which to use; none of them outlives the world.
  virtual std::unique_ptr<media::PacketPorts> ports_in(media::PortRange range) = 0;
  // Null in the other kind of world.
  virtual media::VirtualTime* virtual_time() = 0;
  virtual boost::asio::io_context* io() = 0;
  /// What keeps a sound engine ticking; empty in virtual time.
  virtual media::StartRunner start_runner() { return {}; }
  /// Loss, delay, partitions: the virtual network itself.
  virtual VirtualNetwork* faults() { return nullptr; }
  /// TCP between the same hosts, under the same partitions. Null in the other kind of world.
  virtual VirtualStreamNetwork* streams() { return nullptr; }

  /// The address of the n-th host: 127.0.0.11 and up in real time, 192.0.2.11 and up otherwise.
  [[nodiscard]] virtual IpAddress address(std::uint8_t n) const = 0;

  /// Runs until `done`, asked after each step, or until `limit` has passed; whether it came true.
  virtual bool run_until(const std::function<bool()>& done, Instant limit) = 0;
  void run_for(Instant span) {
    run_until([] { return false; }, span);
  }

  [[nodiscard]] bool is_virtual() { return loop().is_virtual(); }
  [[nodiscard]] Instant now() { return loop().now(); }
  [[nodiscard]] const Clock& clock() { return *loop().timers(); }

  /// An independent source for one part of the world; the same `name` and seed give the same.
  std::unique_ptr<RandomSource> random(std::string_view name) const;

 protected:
  explicit World(std::uint64_t seed) : seed_(seed) {}
  std::uint64_t seed_;
};

std::unique_ptr<World> make_real_world(std::uint64_t seed);
/// Unavailable if this program cannot give oRTP the virtual clock.
absl::StatusOr<std::unique_ptr<World>> make_virtual_world(std::uint64_t seed);

}  // namespace offhook::sim
