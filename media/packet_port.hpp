// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include <absl/status/statusor.h>

#include "actors/base/endpoint.hpp"

namespace offhook::media {

/// Where a datagram came from, and how long it lay in the port before it was taken: the tick looks
/// every 10 ms, and jitter is finer than that.
struct Arrival {
  Endpoint from;
  std::chrono::microseconds waited{0};
};

/// One UDP port, as the media tick sees it: real sockets here, the virtual network in simulation.
/// Made and destroyed on the control side; between the two only the media thread touches it.
class PacketPort {
 public:
  virtual ~PacketPort() = default;

  /// Sends one datagram without waiting. False if it could not leave; RTP treats that as loss.
  virtual bool send(const Endpoint& to, std::span<const std::byte> datagram) noexcept = 0;

  /// Takes one waiting datagram, cut at the size of `into`. Returns its length; 0 = none waiting.
  virtual std::size_t receive(std::span<std::byte> into, Arrival& arrival) noexcept = 0;

  [[nodiscard]] virtual Endpoint local() const noexcept = 0;
};

/// RTP on the even port, RTCP on the odd one above it (RFC 3550 §11).
struct PortPair {
  std::unique_ptr<PacketPort> rtp;
  std::unique_ptr<PacketPort> rtcp;
};

/// Ports for RTP and RTCP, both ends inclusive. Default: nobody says which.
struct PortRange {
  std::uint16_t first = 0;
  std::uint16_t last = 0;
  friend bool operator==(const PortRange&, const PortRange&) = default;

  [[nodiscard]] bool is_given() const { return first != 0 || last != 0; }
  /// The first even port, that of the first pair.
  [[nodiscard]] std::uint32_t first_even() const { return (first + 1U) & ~1U; }
  /// How many pairs, an even port and the next one, lie in it.
  [[nodiscard]] std::uint32_t pairs() const {
    return last > first_even() ? (last + 1U - first_even()) / 2 : 0;
  }
};

/// Where streams get their ports from. Control side only.
class PacketPorts {
 public:
  virtual ~PacketPorts() = default;
  /// Unavailable when no pair is free on `local`.
  [[nodiscard]] virtual absl::StatusOr<PortPair> open_pair(const IpAddress& local) = 0;
  /// A port that hears what is sent to the multicast address `group`, by the interface that has
  /// `local`; several may hear one group. Pages have no RTCP: that port hears and sends nothing.
  /// InvalidArgument if `group` is no multicast address of the family of `local`, Unimplemented
  /// where the network has none.
  [[nodiscard]] virtual absl::StatusOr<PortPair> join_group(const IpAddress& local,
                                                            const Endpoint& group);
};

/// True for 224.0.0.0/4 and ff00::/8.
[[nodiscard]] bool is_multicast(const IpAddress& address);
/// Hears nothing and loses what it sends: the RTCP side of a page.
[[nodiscard]] std::unique_ptr<PacketPort> null_port(const Endpoint& local);
/// InvalidArgument unless a port on `local` can hear `group`.
[[nodiscard]] absl::Status check_group(const IpAddress& local, const Endpoint& group);

}  // namespace offhook::media
