// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/control/websocket_client.hpp"

#include <chrono>
#include <deque>
#include <optional>
#include <utility>

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>

// The only file of the program's that instantiates Beast for a client.

namespace offhook::control {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;
using asio::ip::tcp;
using boost::system::error_code;

constexpr std::chrono::seconds connect_within{5};

struct Target {
  std::string host, port, path;
  /// As it stands in the Host header: an IPv6 address keeps its brackets.
  std::string authority;
};

std::optional<Target> parse_url(std::string_view url) {
  constexpr std::string_view scheme = "ws://";
  if (!url.starts_with(scheme)) return std::nullopt;
  url.remove_prefix(scheme.size());
  const auto slash = url.find('/');
  Target target;
  target.authority = url.substr(0, slash);
  target.path = slash == std::string_view::npos ? "/" : url.substr(slash);
  const auto colon = target.authority.rfind(':');
  if (colon == std::string::npos || colon + 1 == target.authority.size()) return std::nullopt;
  target.host = target.authority.substr(0, colon);
  target.port = target.authority.substr(colon + 1);
  if (target.host.starts_with('[') && target.host.ends_with(']'))
    target.host = target.host.substr(1, target.host.size() - 2);
  return target.host.empty() ? std::nullopt : std::optional(target);
}

}  // namespace

class WebSocketClient::Connection final : public std::enable_shared_from_this<Connection> {
 public:
  explicit Connection(asio::io_context& io) : io_(io), resolver_(io), stream_(io) {}

  void connect(const ConnectOptions& options, Handlers handlers) {
    options_ = options;
    handlers_ = std::move(handlers);
    const auto target = parse_url(options.url);
    if (!target) {
      return asio::post(io_, [self = shared_from_this()] {
        self->end({.reason = "the URL must look like ws://127.0.0.1:4567/"});
      });
    }
    target_ = *target;
    resolver_.async_resolve(target_.host, target_.port,
                            [self = shared_from_this()](error_code failed, const auto& found) {
                              if (failed) return self->end({.reason = failed.message()});
                              self->connect_to(found);
                            });
  }

  void send(std::string text) {
    waiting_.push_back(std::move(text));
    if (waiting_.size() == 1) write_next();
  }

  void close() {
    if (ended_ || std::exchange(closing_, true)) return;
    stream_.async_close(websocket::close_code::normal, [self = shared_from_this()](error_code) {});
  }

  void abandon() {
    handlers_ = {};
    resolver_.cancel();
    end({});
  }

 private:
  beast::tcp_stream& socket() { return stream_.next_layer(); }

  void connect_to(const tcp::resolver::results_type& addresses) {
    socket().expires_after(connect_within);
    socket().async_connect(addresses,
                           [self = shared_from_this()](error_code failed, const tcp::endpoint&) {
                             if (failed) return self->end({.reason = failed.message()});
                             self->shake_hands();
                           });
  }

  void shake_hands() {
    socket().expires_never();
    error_code ignored;
    socket().socket().set_option(tcp::no_delay(true), ignored);
    stream_.set_option(
        websocket::stream_base::timeout{connect_within, websocket::stream_base::none(), false});
    stream_.set_option(
        websocket::stream_base::decorator([options = options_](websocket::request_type& request) {
          if (!options.subprotocol.empty())
            request.set(http::field::sec_websocket_protocol, options.subprotocol);
          if (!options.token.empty())
            request.set(http::field::authorization, "Bearer " + options.token);
          if (!options.origin.empty()) request.set(http::field::origin, options.origin);
        }));
    stream_.async_handshake(
        response_, target_.authority, target_.path,
        [self = shared_from_this()](error_code failed) { self->shook(failed); });
  }

  void shook(error_code failed) {
    if (failed) {
      const bool refused = failed == websocket::error::upgrade_declined;
      return end({.http_status = refused ? response_.result_int() : 0,
                  .reason = refused ? std::string(response_.reason()) : failed.message()});
    }
    if (handlers_.on_open) handlers_.on_open();
    read_next();
  }

  void read_next() {
    stream_.async_read(buffer_, [self = shared_from_this()](error_code failed, std::size_t) {
      if (failed) return self->end(self->why(failed));
      auto text = beast::buffers_to_string(self->buffer_.data());
      self->buffer_.consume(self->buffer_.size());
      // A copy: the handler may drop this client, and itself with it.
      if (const auto on_text = self->handlers_.on_text) on_text(std::move(text));
      if (!self->ended_) self->read_next();
    });
  }

  void write_next() {
    stream_.text(true);
    stream_.async_write(asio::buffer(waiting_.front()),
                        [self = shared_from_this()](error_code failed, std::size_t) {
                          // A reader hears of the end too, and knows more about it.
                          if (failed || self->ended_) return;
                          self->waiting_.pop_front();
                          if (!self->waiting_.empty()) self->write_next();
                        });
  }

  ConnectionEnd why(error_code failed) const {
    if (closing_) return {.close_code = websocket::close_code::normal, .reason = "closed by us"};
    const auto& said = stream_.reason();
    if (failed != websocket::error::closed) return {.reason = failed.message()};
    return {.close_code = static_cast<std::uint16_t>(said.code),
            .reason = std::string(said.reason.data(), said.reason.size())};
  }

  void end(const ConnectionEnd& end) {
    if (std::exchange(ended_, true)) return;
    error_code ignored;
    socket().socket().close(ignored);
    const auto on_close = std::exchange(handlers_, {}).on_close;
    if (on_close) on_close(end);
  }

  asio::io_context& io_;
  tcp::resolver resolver_;
  websocket::stream<beast::tcp_stream, false> stream_;
  ConnectOptions options_;
  Handlers handlers_;
  Target target_;
  websocket::response_type response_;
  beast::flat_buffer buffer_;
  std::deque<std::string> waiting_;
  bool closing_ = false, ended_ = false;
};

WebSocketClient::WebSocketClient(asio::io_context& io)
    : connection_(std::make_shared<Connection>(io)) {}
WebSocketClient::~WebSocketClient() { connection_->abandon(); }
void WebSocketClient::connect(const ConnectOptions& options, Handlers handlers) {
  connection_->connect(options, std::move(handlers));
}
void WebSocketClient::send(std::string text) { connection_->send(std::move(text)); }
void WebSocketClient::close() { connection_->close(); }

}  // namespace offhook::control
