// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include <absl/status/statusor.h>
#include <boost/asio/io_context.hpp>

#include "actors/base/endpoint.hpp"
#include "actors/control/limits.hpp"
#include "actors/control/messages.hpp"

namespace offhook::act {
class Loop;
}  // namespace offhook::act

namespace offhook::control {

struct ServerOptions {
  /// Pages that may connect, as browsers name them: "http://localhost:8080". Others get 403.
  std::vector<std::string> allowed_origins{};
  /// A client that takes nothing off its socket for so long is closed with 1013,
  std::chrono::milliseconds stuck_reader = limits::stuck_reader;
  /// and its socket so much later, should it not even read that.
  std::chrono::milliseconds polite_close = 2s;
};

/// The API over WebSocket (RFC 6455), subprotocol offhook.jsonrpc.v1. A plain GET of / answers a
/// line of text. Lives on the loop's thread.
class WebSocketServer {
 public:
  /// `loop` runs on `io`; both outlive the server.
  WebSocketServer(boost::asio::io_context& io, act::Loop& loop, Backend backend,
                  ServerOptions options);
  ~WebSocketServer();
  WebSocketServer(const WebSocketServer&) = delete;
  WebSocketServer& operator=(const WebSocketServer&) = delete;

  /// Listens, and returns where: port 0 picks a free one. FailedPrecondition for an address that is
  /// not loopback, since nothing protects the token on a network; Unavailable if the port is taken.
  absl::StatusOr<Endpoint> start(const Endpoint& at);

  /// Stops listening and closes every connection with 1001. Sessions hear that their client is
  /// gone; their sockets need the io_context a moment longer for a polite end.
  void stop();

 private:
  class Listener;
  std::shared_ptr<Listener> listener_;
};

}  // namespace offhook::control
