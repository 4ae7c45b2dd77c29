// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "media/packet_port.hpp"

namespace offhook::media {

/// Nonblocking UDP sockets marked DSCP EF (RFC 4594 §4.1).
class UdpPacketPorts final : public PacketPorts {
 public:
  /// Both ends inclusive; 0 and 0 let the kernel choose.
  struct Range {
    std::uint16_t first = 0;
    std::uint16_t last = 0;
  };
  UdpPacketPorts() = default;
  explicit UdpPacketPorts(Range range) : range_(range) {}

  /// Goes round the range, so that a port just given back rests before it is used again.
  [[nodiscard]] absl::StatusOr<PortPair> open_pair(const IpAddress& local) override;
  [[nodiscard]] absl::StatusOr<PortPair> join_group(const IpAddress& local,
                                                    const Endpoint& group) override;

 private:
  Range range_;
  std::uint32_t next_ = 0;  ///< offset of the next pair to try, in pairs
};

}  // namespace offhook::media
