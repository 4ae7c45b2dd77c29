// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <boost/asio/io_context.hpp>

#include "actors/transport/network.hpp"

namespace offhook::transport {

/// The operating system's UDP sockets, on the loop's io_context.
class AsioNetwork final : public Network {
 public:
  explicit AsioNetwork(boost::asio::io_context& io) : io_(io) {}

  absl::StatusOr<std::unique_ptr<DatagramSocket>> bind(const Endpoint& local,
                                                       DatagramHandler arrived) override;
  absl::StatusOr<std::unique_ptr<DatagramSocket>> join(const IpAddress& local,
                                                       const Endpoint& group,
                                                       DatagramHandler arrived) override;

 private:
  boost::asio::io_context& io_;
};

/// What the kernel keeps for a socket while we are busy: at 6,000 calls a second a tenth of a
/// second of requests. The usual fifth of that is full when another program has the processor for
/// 20 ms.
inline constexpr int receive_buffer = 2 * 1024 * 1024;

/// Datagrams taken off one socket in one go. A flood then fills the kernel's buffer, which drops
/// what is too much, instead of our mailboxes: one request costs the loop up to ten turns, and it
/// runs 256 before sockets are asked again.
inline constexpr int datagrams_per_wakeup = 16;

}  // namespace offhook::transport
