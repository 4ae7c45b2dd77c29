// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include <boost/asio/io_context.hpp>

#include "actors/transport/listen_plan.hpp"
#include "actors/transport/stream_network.hpp"

namespace offhook::transport {

struct TlsContext;

/// WebSocket with subprotocol "sip" (RFC 7118), on TCP or on TLS. Its connections carry messages:
/// each `send` is one WebSocket message, and so is each `arrived`. WebSocket pings keep them alive.
class WebSocketStreamNetwork final : public StreamNetwork {
 public:
  /// `tls` null: WS; else WSS, where a server must prove to be `StreamRoute::domain` by the rules
  /// of the web.
  WebSocketStreamNetwork(boost::asio::io_context& io, WebSocketSettings settings,
                         std::shared_ptr<TlsContext> tls = nullptr, StreamLimits limits = {})
      : io_(io), settings_(std::move(settings)), tls_(std::move(tls)), limits_(limits) {}

  absl::StatusOr<std::unique_ptr<StreamConnection>> connect(const StreamRoute& route) override;
  absl::StatusOr<std::unique_ptr<StreamListener>> listen(const Endpoint& local,
                                                         AcceptHandler accepted) override;

 private:
  boost::asio::io_context& io_;
  WebSocketSettings settings_;
  std::shared_ptr<TlsContext> tls_;
  StreamLimits limits_;
};

}  // namespace offhook::transport
