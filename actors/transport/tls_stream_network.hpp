// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include <boost/asio/io_context.hpp>

#include "actors/transport/stream_network.hpp"

namespace offhook::transport {

struct TlsContext;

/// TLS on the system's TCP. A peer that we connect to must prove to be `StreamRoute::domain`
/// (RFC 5922 §7.3) unless verification is off; otherwise `closed` says what its certificate says
/// (PermissionDenied).
class TlsStreamNetwork final : public StreamNetwork {
 public:
  TlsStreamNetwork(boost::asio::io_context& io, std::shared_ptr<TlsContext> tls,
                   StreamLimits limits = {})
      : io_(io), tls_(std::move(tls)), limits_(limits) {}

  absl::StatusOr<std::unique_ptr<StreamConnection>> connect(const StreamRoute& route) override;
  absl::StatusOr<std::unique_ptr<StreamListener>> listen(const Endpoint& local,
                                                         AcceptHandler accepted) override;

 private:
  boost::asio::io_context& io_;
  std::shared_ptr<TlsContext> tls_;
  StreamLimits limits_;
};

}  // namespace offhook::transport
