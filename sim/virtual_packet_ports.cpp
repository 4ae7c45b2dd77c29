// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/virtual_packet_ports.hpp"

#include <algorithm>
#include <cstring>
#include <deque>
#include <string>
#include <utility>

namespace offhook::sim {
namespace {

struct Waiting {
  std::string octets;
  Endpoint from;
  Instant at{};
};

class VirtualPacketPort final : public media::PacketPort {
 public:
  explicit VirtualPacketPort(const Clock& clock) : clock_(clock) {}

  static absl::StatusOr<std::unique_ptr<media::PacketPort>> open(transport::Network& network,
                                                                 const Clock& clock,
                                                                 const Endpoint& local) {
    auto port = std::make_unique<VirtualPacketPort>(clock);
    return on(std::move(port),
              [&](auto arrived) { return network.bind(local, std::move(arrived)); });
  }

  static absl::StatusOr<std::unique_ptr<media::PacketPort>> join(transport::Network& network,
                                                                 const Clock& clock,
                                                                 const IpAddress& local,
                                                                 const Endpoint& group) {
    auto port = std::make_unique<VirtualPacketPort>(clock);
    return on(std::move(port),
              [&](auto arrived) { return network.join(local, group, std::move(arrived)); });
  }

  bool send(const Endpoint& to, std::span<const std::byte> datagram) noexcept override {
    return socket_->send(to, {reinterpret_cast<const char*>(datagram.data()), datagram.size()})
        .ok();
  }

  std::size_t receive(std::span<std::byte> into, media::Arrival& arrival) noexcept override {
    if (waiting_->empty()) return 0;
    const Waiting datagram = std::move(waiting_->front());
    waiting_->pop_front();
    const std::size_t length = std::min(into.size(), datagram.octets.size());
    std::memcpy(into.data(), datagram.octets.data(), length);
    arrival = {datagram.from,
               std::chrono::duration_cast<std::chrono::microseconds>(clock_.now() - datagram.at)};
    return length;
  }

  [[nodiscard]] Endpoint local() const noexcept override { return socket_->local(); }

 private:
  template <class Open>
  static absl::StatusOr<std::unique_ptr<media::PacketPort>> on(
      std::unique_ptr<VirtualPacketPort> port, Open open) {
    auto socket = open([waiting = port->waiting_, &clock = port->clock_](std::string octets,
                                                                         const Endpoint& from) {
      if (waiting->size() == max_waiting_datagrams) waiting->pop_front();
      waiting->push_back({std::move(octets), from, clock.now()});
    });
    if (!socket.ok()) return socket.status();
    port->socket_ = *std::move(socket);
    return port;
  }

  const Clock& clock_;
  std::shared_ptr<std::deque<Waiting>> waiting_ = std::make_shared<std::deque<Waiting>>();
  std::unique_ptr<transport::DatagramSocket> socket_;
};

}  // namespace

absl::StatusOr<media::PortPair> VirtualPacketPorts::open_pair(const IpAddress& local) {
  for (std::uint32_t pair = 0; pair < range_.pairs(); ++pair) {
    const auto port = static_cast<std::uint16_t>(range_.first_even() + 2 * pair);
    auto rtp = VirtualPacketPort::open(network_, clock_, {local, port});
    if (!rtp.ok()) continue;
    auto rtcp =
        VirtualPacketPort::open(network_, clock_, {local, static_cast<std::uint16_t>(port + 1)});
    if (rtcp.ok()) return media::PortPair{*std::move(rtp), *std::move(rtcp)};
  }
  return unavailable("no pair of RTP ports is free on " + local.to_string());
}

absl::StatusOr<media::PortPair> VirtualPacketPorts::join_group(const IpAddress& local,
                                                               const Endpoint& group) {
  auto rtp = VirtualPacketPort::join(network_, clock_, local, group);
  if (!rtp.ok()) return rtp.status();
  return media::PortPair{*std::move(rtp), media::null_port(group)};
}

}  // namespace offhook::sim
