// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "actors/base/endpoint.hpp"
#include "actors/base/status.hpp"

namespace offhook::transport {

enum class Protocol : std::uint8_t { udp, tcp, tls, ws, wss };
/// As it stands in a Via: "UDP" (RFC 3261 §20.42, RFC 7118 §5.1).
[[nodiscard]] constexpr std::string_view via_name(Protocol protocol) {
  constexpr std::string_view names[] = {"UDP", "TCP", "TLS", "WS", "WSS"};
  return names[static_cast<std::size_t>(protocol)];
}
/// Nothing is lost on the way, so that nothing is sent twice (RFC 3261 §17).
[[nodiscard]] constexpr bool is_reliable(Protocol protocol) { return protocol != Protocol::udp; }
/// Encrypted, and the peer's name verified: what a sips URI asks for (RFC 3261 §26.2.2).
[[nodiscard]] constexpr bool is_secure(Protocol protocol) {
  return protocol == Protocol::tls || protocol == Protocol::wss;
}

/// Where a URI or Via names no port (RFC 3261 §19.1.2, RFC 6455 §3).
[[nodiscard]] constexpr std::uint16_t default_port(Protocol protocol) {
  constexpr std::uint16_t ports[] = {5060, 5060, 5061, 80, 443};
  return ports[static_cast<std::size_t>(protocol)];
}
/// As it stands in the transport parameter of a URI: "udp".
[[nodiscard]] constexpr std::string_view uri_name(Protocol protocol) {
  constexpr std::string_view names[] = {"udp", "tcp", "tls", "ws", "wss"};
  return names[static_cast<std::size_t>(protocol)];
}

/// Where the next message goes, or where this one came from.
struct Hop {
  Protocol protocol = Protocol::udp;
  Endpoint remote;
  /// The domain that was asked for, in lower case: what the certificate of a TLS peer must name
  /// (RFC 5922 §7.2) and a WebSocket handshake says as Host. Empty for udp and tcp, so that
  /// connections are shared there, and on connections that the peer opened.
  std::string domain{};
  friend bool operator==(const Hop&, const Hop&) = default;
};

/// A bound UDP socket; closed by destruction, after which no handler call comes.
class DatagramSocket {
 public:
  virtual ~DatagramSocket() = default;
  [[nodiscard]] virtual Endpoint local() const = 0;
  /// Never waits: a full buffer is an error like any other (RFC 3261 §18.4 has the transaction
  /// told).
  virtual absl::Status send(const Endpoint& to, std::string_view octets) = 0;

  /// Called when a datagram sent to that endpoint came back as undeliverable: ICMP host, network or
  /// port unreachable (RFC 3261 §18.4). The socket goes on. Not every network can tell.
  using UnreachableHandler = std::function<void(const Endpoint& to)>;
  virtual void on_unreachable(UnreachableHandler) {}
};

/// Sockets as an interface: the operating system's in a real phone, the simulator's otherwise.
/// Everything happens on the loop's thread.
class Network {
 public:
  virtual ~Network() = default;

  /// One datagram. `octets` is the receiver's to keep.
  using DatagramHandler = std::function<void(std::string octets, const Endpoint& from)>;

  /// Port 0 takes a free one. The error names the address and why ("address already in use").
  virtual absl::StatusOr<std::unique_ptr<DatagramSocket>> bind(const Endpoint& local,
                                                               DatagramHandler arrived) = 0;

  /// Hears what is sent to the multicast address `group` by the interface that has `local` (RFC
  /// 1112 §7.1), and nothing else; several may hear one group. Unimplemented where the network has
  /// no multicast.
  virtual absl::StatusOr<std::unique_ptr<DatagramSocket>> join(const IpAddress& local,
                                                               const Endpoint& group,
                                                               DatagramHandler arrived);
};

}  // namespace offhook::transport
