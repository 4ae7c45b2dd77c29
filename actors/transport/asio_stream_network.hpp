// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <boost/asio/io_context.hpp>

#include "actors/transport/stream_network.hpp"

namespace offhook::transport {

/// The operating system's TCP connections, on the loop's io_context. Real time.
class AsioStreamNetwork final : public StreamNetwork {
 public:
  explicit AsioStreamNetwork(boost::asio::io_context& io, StreamLimits limits = {})
      : io_(io), limits_(limits) {}

  absl::StatusOr<std::unique_ptr<StreamConnection>> connect(const StreamRoute& route) override;
  absl::StatusOr<std::unique_ptr<StreamListener>> listen(const Endpoint& local,
                                                         AcceptHandler accepted) override;

 private:
  boost::asio::io_context& io_;
  StreamLimits limits_;
};

}  // namespace offhook::transport
