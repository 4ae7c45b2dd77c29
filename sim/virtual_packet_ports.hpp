// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/packet_port.hpp"
#include "sim/virtual_network.hpp"

namespace offhook::sim {

/// RTP and RTCP ports on the virtual network. Everything happens on the loop's thread, where the
/// media tick runs in simulation. Ports are taken upward, even ones for RTP.
class VirtualPacketPorts final : public media::PacketPorts {
 public:
  /// `network` and `clock` must outlive the ports that are opened.
  VirtualPacketPorts(transport::Network& network, const Clock& clock,
                     media::PortRange range = {16384, 32767})
      : network_(network), clock_(clock), range_(range) {}

  [[nodiscard]] absl::StatusOr<media::PortPair> open_pair(const IpAddress& local) override;
  [[nodiscard]] absl::StatusOr<media::PortPair> join_group(const IpAddress& local,
                                                           const Endpoint& group) override;

 private:
  transport::Network& network_;
  const Clock& clock_;
  media::PortRange range_;
};

/// Datagrams that wait at one port for the media tick. Beyond, the oldest give way: sound that is
/// late is worth least.
inline constexpr std::size_t max_waiting_datagrams = 256;

}  // namespace offhook::sim
