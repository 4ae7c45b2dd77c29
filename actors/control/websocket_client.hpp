// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include <boost/asio/io_context.hpp>

namespace offhook::control {

struct ConnectOptions {
  std::string url;      ///< "ws://127.0.0.1:4567/"
  std::string token{};  ///< goes into the Authorization header; "" sends none
  std::string subprotocol = "offhook.jsonrpc.v1";
  std::string origin{};  ///< for tests of the server; a program sends none
};

/// How a connection ended, or why there was none.
struct ConnectionEnd {
  unsigned http_status = 0;      ///< of a refused handshake: 401 for a bad token
  std::uint16_t close_code = 0;  ///< RFC 6455 §7.4; 0 if the socket just went
  std::string reason{};
};

/// A WebSocket client that calls back on its io_context. For one connection.
class WebSocketClient {
 public:
  struct Handlers {
    std::function<void()> on_open;
    std::function<void(std::string)> on_text;
    std::function<void(const ConnectionEnd&)> on_close;  ///< exactly once, also without on_open
  };

  explicit WebSocketClient(boost::asio::io_context& io);
  /// Hangs up without a word, and calls nothing any more.
  ~WebSocketClient();
  WebSocketClient(const WebSocketClient&) = delete;
  WebSocketClient& operator=(const WebSocketClient&) = delete;

  void connect(const ConnectOptions& options, Handlers handlers);
  /// In order; from on_open on.
  void send(std::string text);
  void close();

 private:
  class Connection;
  std::shared_ptr<Connection> connection_;
};

}  // namespace offhook::control
