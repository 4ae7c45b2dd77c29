// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/world.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include "actors/transport/asio_network.hpp"
#include "media/threaded_runner.hpp"
#include "media/udp_packet_ports.hpp"
#include "sim/virtual_network.hpp"
#include "sim/virtual_packet_ports.hpp"
#include "sim/virtual_stream_network.hpp"

namespace offhook::sim {
namespace {

/// FNV-1a: the same on every machine, unlike std::hash.
std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 0xCBF29CE484222325ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  return hash;
}

class RealWorld final : public World {
 public:
  explicit RealWorld(std::uint64_t seed)
      : World(seed), work_(boost::asio::make_work_guard(io_)), loop_(io_), network_(io_) {}
  ~RealWorld() override {
    // Actors say goodbye on the loop: let them, before it goes.
    run_until([this] { return loop_.running_actors() == 0; }, 2s);
  }

  act::Loop& loop() override { return loop_; }
  transport::Network& network() override { return network_; }
  media::PacketPorts& ports() override { return ports_; }
  std::unique_ptr<media::PacketPorts> ports_in(media::PortRange range) override {
    return std::make_unique<media::UdpPacketPorts>(range);
  }
  media::VirtualTime* virtual_time() override { return nullptr; }
  boost::asio::io_context* io() override { return &io_; }
  media::StartRunner start_runner() override { return media::threaded_runner(io_); }
  [[nodiscard]] IpAddress address(std::uint8_t n) const override {
    return IpAddress::v4(127, 0, 0, static_cast<std::uint8_t>(10 + n));
  }

  bool run_until(const std::function<bool()>& done, Instant limit) override {
    const auto end = std::chrono::steady_clock::now() + limit;
    while (!done()) {
      if (std::chrono::steady_clock::now() >= end) return false;
      io_.run_one_until(std::chrono::time_point_cast<std::chrono::steady_clock::duration>(end));
    }
    return true;
  }

 private:
  boost::asio::io_context io_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  act::Loop loop_;
  transport::AsioNetwork network_;
  media::UdpPacketPorts ports_;
};

class VirtualWorld final : public World {
 public:
  explicit VirtualWorld(std::uint64_t seed)
      : World(seed),
        loop_(act::Loop::Virtual{seed}),
        network_(loop_.timers(), seed, LinkPath{.delay = usual_delay}),
        streams_(loop_.timers(), seed, StreamPath{.delay = usual_delay}),
        ports_(network_, *loop_.timers()),
        time_(*loop_.timers(), seed) {
    streams_.follow(network_.partitions());
  }
  ~VirtualWorld() override { loop_.run_for(1s); }

  act::Loop& loop() override { return loop_; }
  transport::Network& network() override { return network_; }
  media::PacketPorts& ports() override { return ports_; }
  std::unique_ptr<media::PacketPorts> ports_in(media::PortRange range) override {
    return std::make_unique<VirtualPacketPorts>(network_, *loop_.timers(), range);
  }
  media::VirtualTime* virtual_time() override { return &time_; }
  boost::asio::io_context* io() override { return nullptr; }
  [[nodiscard]] IpAddress address(std::uint8_t n) const override {
    return IpAddress::v4(192, 0, 2, static_cast<std::uint8_t>(10 + n));
  }
  VirtualNetwork* faults() override { return &network_; }
  VirtualStreamNetwork* streams() override { return &streams_; }

  bool run_until(const std::function<bool()>& done, Instant limit) override {
    return loop_.run_until(done, limit);
  }

 private:
  act::Loop loop_;
  VirtualNetwork network_;
  VirtualStreamNetwork streams_;
  VirtualPacketPorts ports_;
  media::VirtualTime time_;
};

}  // namespace

std::unique_ptr<RandomSource> World::random(std::string_view name) const {
  return std::make_unique<SeededRandom>(seed_ ^ hash_of(name));
}

std::unique_ptr<World> make_real_world(std::uint64_t seed) {
  return std::make_unique<RealWorld>(seed);
}

absl::StatusOr<std::unique_ptr<World>> make_virtual_world(std::uint64_t seed) {
  if (!media::VirtualTime::interposed())
    return unavailable("this program was linked without virtual time for RTP");
  return std::unique_ptr<World>(std::make_unique<VirtualWorld>(seed));
}

}  // namespace offhook::sim
