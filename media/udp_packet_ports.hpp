// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "media/packet_port.hpp"

namespace offhook::media {

/// Nonblocking UDP sockets marked DSCP EF (RFC 4594 §4.1).
class UdpPacketPorts final : public PacketPorts {
 public:
  UdpPacketPorts() = default;
  /// A range that is not given lets the kernel choose.
  explicit UdpPacketPorts(PortRange range) : range_(range) {}

  /// For the pairs that are opened from now on.
  void use(PortRange range) { range_ = range; }

  /// Goes round the range, so that a port just given back rests before it is used again.
  [[nodiscard]] absl::StatusOr<PortPair> open_pair(const IpAddress& local) override;
  [[nodiscard]] absl::StatusOr<PortPair> join_group(const IpAddress& local,
                                                    const Endpoint& group) override;

 private:
  PortRange range_;
  std::uint32_t next_ = 0;  ///< offset of the next pair to try, in pairs
};

}  // namespace offhook::media
