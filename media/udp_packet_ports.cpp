// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/udp_packet_ports.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <ctime>
#include <memory>
#include <string>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/ip.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include "actors/base/status.hpp"

namespace offhook::media {
namespace {

constexpr int expedited_forwarding = 46 << 2;  // DSCP in the upper six bits
/// Tries for an even port with a free odd one above it, when the kernel chooses.
constexpr int ephemeral_tries = 64;
/// Empty datagrams skipped in one call.
constexpr int most_empty = 64;

struct SocketAddress {
  sockaddr_storage storage{};
  socklen_t length = 0;
  sockaddr* get() { return reinterpret_cast<sockaddr*>(&storage); }
  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage); }
};

SocketAddress to_socket_address(const Endpoint& endpoint) {
  SocketAddress address;
  const auto& octets = endpoint.address.octets();
  if (endpoint.address.is_v6()) {
    sockaddr_in6 in{};
    in.sin6_family = AF_INET6;
    in.sin6_port = htons(endpoint.port);
    std::memcpy(&in.sin6_addr, octets.data(), 16);
    std::memcpy(&address.storage, &in, sizeof in);
    address.length = sizeof in;
  } else {
    sockaddr_in in{};
    in.sin_family = AF_INET;
    in.sin_port = htons(endpoint.port);
    std::memcpy(&in.sin_addr, octets.data(), 4);
    std::memcpy(&address.storage, &in, sizeof in);
    address.length = sizeof in;
  }
  return address;
}

Endpoint to_endpoint(const SocketAddress& address) {
  if (address.storage.ss_family == AF_INET6) {
    sockaddr_in6 in;
    std::memcpy(&in, &address.storage, sizeof in);
    std::array<std::uint8_t, 16> octets;
    std::memcpy(octets.data(), &in.sin6_addr, 16);
    return {IpAddress::v6(octets), ntohs(in.sin6_port)};
  }
  sockaddr_in in;
  std::memcpy(&in, &address.storage, sizeof in);
  std::array<std::uint8_t, 4> octets;
  std::memcpy(octets.data(), &in.sin_addr, 4);
  return {IpAddress::v4(octets[0], octets[1], octets[2], octets[3]), ntohs(in.sin_port)};
}

/// Since the kernel took the datagram off the wire (SO_TIMESTAMPNS); 0 if it did not say, or if the
/// wall clock was set meanwhile.
std::chrono::microseconds waited(msghdr& message) noexcept {
  for (auto* part = CMSG_FIRSTHDR(&message); part != nullptr; part = CMSG_NXTHDR(&message, part)) {
    if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_TIMESTAMPNS) continue;
    timespec then{}, now{};
    std::memcpy(&then, CMSG_DATA(part), sizeof then);
    ::clock_gettime(CLOCK_REALTIME, &now);
    const auto microseconds =
        (now.tv_sec - then.tv_sec) * 1'000'000 + (now.tv_nsec - then.tv_nsec) / 1000;
    constexpr std::chrono::microseconds longest{100'000};
    return std::clamp(std::chrono::microseconds{microseconds}, std::chrono::microseconds{0},
                      longest);
  }
  return std::chrono::microseconds{0};
}

class UdpPort final : public PacketPort {
 public:
  UdpPort(int fd, const Endpoint& local) : fd_(fd), local_(local) {}
  ~UdpPort() override { ::close(fd_); }
  UdpPort(const UdpPort&) = delete;
  UdpPort& operator=(const UdpPort&) = delete;

  bool send(const Endpoint& to, std::span<const std::byte> datagram) noexcept override {
    const SocketAddress address = to_socket_address(to);
    return ::sendto(fd_, datagram.data(), datagram.size(), MSG_DONTWAIT | MSG_NOSIGNAL,
                    address.get(), address.length) >= 0;
  }

  std::size_t receive(std::span<std::byte> into, Arrival& arrival) noexcept override {
    // An empty datagram is legal and says nothing; it must not look like an empty queue.
    for (int i = 0; i < most_empty; ++i) {
      SocketAddress address;
      iovec piece{into.data(), into.size()};
      alignas(cmsghdr) std::array<char, 64> control;
      msghdr message{};
      message.msg_name = address.get();
      message.msg_namelen = sizeof address.storage;
      message.msg_iov = &piece;
      message.msg_iovlen = 1;
      message.msg_control = control.data();
      message.msg_controllen = control.size();
      const ssize_t length = ::recvmsg(fd_, &message, MSG_DONTWAIT);
      if (length < 0) return 0;
      if (length == 0) continue;
      address.length = message.msg_namelen;
      arrival = {to_endpoint(address), waited(message)};
      return static_cast<std::size_t>(length);
    }
    return 0;
  }

  [[nodiscard]] Endpoint local() const noexcept override { return local_; }

 private:
  const int fd_;
  const Endpoint local_;
};

/// Null with errno set if the port cannot be had.
std::unique_ptr<PacketPort> open_port(const Endpoint& wanted) {
  SocketAddress address = to_socket_address(wanted);
  const int fd = ::socket(address.storage.ss_family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return nullptr;
  if (::bind(fd, address.get(), address.length) != 0 ||
      (wanted.port == 0 && ::getsockname(fd, address.get(), &address.length) != 0)) {
    const int reason = std::exchange(errno, 0);
    ::close(fd);
    errno = reason;
    return nullptr;
  }
  const int on = 1;
  ::setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on);
  // A network that refuses the marking still carries the call.
  const int mark = expedited_forwarding;
  if (wanted.address.is_v6()) {
    ::setsockopt(fd, IPPROTO_IPV6, IPV6_TCLASS, &mark, sizeof mark);
  } else {
    ::setsockopt(fd, IPPROTO_IP, IP_TOS, &mark, sizeof mark);
    ip_mreqn way{};  // pages leave by the interface that calls use
    std::memcpy(&way.imr_address, wanted.address.octets().data(), 4);
    ::setsockopt(fd, IPPROTO_IP, IP_MULTICAST_IF, &way, sizeof way);
  }
  return std::make_unique<UdpPort>(fd, to_endpoint(address));
}

/// RTP on an even port, RTCP on the next one. Which of the two the kernel gave does not matter.
PortPair try_pair(const IpAddress& local, std::uint16_t port) {
  auto one = open_port({local, port});
  if (!one) return {};
  const unsigned number = one->local().port;
  auto other = open_port({local, static_cast<std::uint16_t>(number ^ 1U)});
  if (!other) return {};
  PortPair pair;
  pair.rtp = number % 2 == 0 ? std::move(one) : std::move(other);
  pair.rtcp = number % 2 == 0 ? std::move(other) : std::move(one);
  return pair;
}

/// Joins `group` by the interface of `local` (RFC 1112 §7.1); for IPv6 the system chooses it.
bool become_member(int fd, const IpAddress& local, const IpAddress& group) {
  if (group.is_v6()) {
    ipv6_mreq request{};
    std::memcpy(&request.ipv6mr_multiaddr, group.octets().data(), 16);
    return ::setsockopt(fd, IPPROTO_IPV6, IPV6_JOIN_GROUP, &request, sizeof request) == 0;
  }
  ip_mreqn request{};
  std::memcpy(&request.imr_multiaddr, group.octets().data(), 4);
  std::memcpy(&request.imr_address, local.octets().data(), 4);
  return ::setsockopt(fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, &request, sizeof request) == 0;
}

/// Bound to the group, so that nothing else sent to the port is heard. Null with errno set.
std::unique_ptr<PacketPort> open_group(const IpAddress& local, const Endpoint& group) {
  const SocketAddress address = to_socket_address(group);
  const int fd = ::socket(address.storage.ss_family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return nullptr;
  const int on = 1;
  ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  ::setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on);
  if (::bind(fd, address.get(), address.length) != 0 || !become_member(fd, local, group.address)) {
    const int reason = std::exchange(errno, 0);
    ::close(fd);
    errno = reason;
    return nullptr;
  }
  return std::make_unique<UdpPort>(fd, group);
}

}  // namespace

absl::StatusOr<PortPair> UdpPacketPorts::join_group(const IpAddress& local, const Endpoint& group) {
  if (const auto status = check_group(local, group); !status.ok()) return status;
  PortPair pair;
  pair.rtp = open_group(local, group);
  if (!pair.rtp)
    return unavailable("cannot listen to " + group.address.to_string() + ": " +
                       std::strerror(errno));
  pair.rtcp = null_port(group);
  return pair;
}

absl::StatusOr<PortPair> UdpPacketPorts::open_pair(const IpAddress& local) {
  const std::uint32_t first = range_.first_even(), pairs = range_.pairs();
  const bool kernel_chooses = !range_.is_given();
  const std::uint32_t tries = kernel_chooses ? ephemeral_tries : pairs;
  int reason = EADDRINUSE;
  for (std::uint32_t i = 0; i < tries; ++i) {
    const std::uint32_t port = kernel_chooses ? 0 : first + 2 * (next_++ % pairs);
    errno = 0;
    PortPair pair = try_pair(local, static_cast<std::uint16_t>(port));
    if (pair.rtcp) return pair;
    if (errno != 0) reason = errno;
    if (errno == EADDRNOTAVAIL || errno == EMFILE) break;  // the next port will not help
  }
  const auto among =
      kernel_chooses ? std::string()
                     : " among " + std::to_string(range_.first) + "-" + std::to_string(range_.last);
  return unavailable("no RTP port pair on " + local.to_string() + among + ": " +
                     std::strerror(reason));
}

}  // namespace offhook::media
