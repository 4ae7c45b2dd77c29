// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include <boost/asio/ip/tcp.hpp>

#include "actors/base/status.hpp"

namespace offhook::transport {

/// What a connection is made of below its queue: a TCP socket and the layers on it. One read and
/// one write at a time; whoever calls keeps the wire alive until the handler was called.
class Wire {
 public:
  virtual ~Wire() = default;

  [[nodiscard]] virtual boost::asio::ip::tcp::socket& socket() = 0;
  /// What comes between TCP and the first octet of ours: TLS, a WebSocket handshake. The error is
  /// for people. Never inside the call.
  using Greeted = std::function<void(const absl::Status&)>;
  virtual void greet(Greeted greeted) = 0;
  /// A piece, or a whole message; the view holds until the next read. asio::error::eof: the peer
  /// has closed in good order.
  using Read = std::function<void(const boost::system::error_code&, std::string_view)>;
  virtual void read(Read done) = 0;
  /// All of `octets`, which live until then.
  using Written = std::function<void(const boost::system::error_code&)>;
  virtual void write(const std::string& octets, Written done) = 0;
  /// Tells the peer that no more will come; keeps `owner` until it is told. The read that is under
  /// way sees the answer.
  virtual void say_goodbye(std::shared_ptr<void> owner) = 0;
  /// Each write is a message of its own.
  [[nodiscard]] virtual bool keeps_messages() const { return false; }
  /// Called when the peer shows that it is there without saying anything.
  virtual void on_alive(std::function<void()>) {}
};

/// Who opened the connection.
enum class Role : bool { client, server };

}  // namespace offhook::transport
