// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/control/websocket_server.hpp"

#include <map>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>

#include "actors/base/status.hpp"
#include "actors/control/backend.hpp"
#include "actors/control/limits.hpp"
#include "actors/control/upgrade.hpp"

// The only file of the room that instantiates Beast.

namespace offhook::control {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;
using asio::ip::tcp;
using boost::system::error_code;

constexpr auto upgrade_within = 10s;
/// What the kernel may hold for a client that does not read: a phone has little memory.
constexpr int send_buffer_octets = 64 * 1024;
constexpr std::uint32_t longest_header = 8 * 1024;

tcp::endpoint to_asio(const Endpoint& endpoint) {
  const auto& octets = endpoint.address.octets();
  if (endpoint.address.is_v6()) return {asio::ip::address_v6(octets), endpoint.port};
  return {asio::ip::address_v4({octets[0], octets[1], octets[2], octets[3]}), endpoint.port};
}

std::optional<std::string_view> header_of(const http::fields& fields, http::field name) {
  const auto found = fields.find(name);
  if (found == fields.end()) return std::nullopt;
  return std::string_view(found->value().data(), found->value().size());
}

UpgradeRequest described(const http::fields& fields) {
  return {header_of(fields, http::field::host), header_of(fields, http::field::origin),
          header_of(fields, http::field::sec_websocket_protocol),
          header_of(fields, http::field::authorization)};
}

}  // namespace

/// Accepts connections and knows those that live.
class WebSocketServer::Listener final : public std::enable_shared_from_this<Listener> {
 public:
  class Connection;

  Listener(asio::io_context& io, act::Loop& loop, Backend backend, ServerOptions options)
      : loop_(loop),
        backend_(std::move(backend)),
        options_(std::move(options)),
        acceptor_(io),
        pause_(io) {
    policy_.allowed_origins = options_.allowed_origins;
  }

  absl::StatusOr<Endpoint> start(const Endpoint& at);
  void stop();

  [[nodiscard]] const UpgradePolicy& policy() const { return policy_; }
  [[nodiscard]] const ServerOptions& options() const { return options_; }
  [[nodiscard]] std::optional<Grant> check(std::string_view token) const {
    return backend_.engine->access.check(token);
  }
  [[nodiscard]] bool is_full() const { return connections_.size() > limits::connections; }
  Session open(std::shared_ptr<Outlet> outlet, std::optional<Grant> grant) {
    return open_session(loop_, backend_, std::move(outlet), std::move(grant));
  }
  void forget(const Connection* connection) { connections_.erase(connection); }

 private:
  void accept_next();

  act::Loop& loop_;
  Backend backend_;
  ServerOptions options_;
  tcp::acceptor acceptor_;
  asio::steady_timer pause_;
  UpgradePolicy policy_;
  std::map<const Connection*, std::weak_ptr<Connection>> connections_;
};

/// One socket: first HTTP, then a WebSocket with a session. Every callback holds the connection, so
/// it lives as long as something is under way on its socket.
class WebSocketServer::Listener::Connection final
    : public Outlet,
      public std::enable_shared_from_this<Connection> {
 public:
  Connection(tcp::socket socket, std::shared_ptr<Listener> listener)
      : stream_(std::move(socket)),
        watchdog_(stream_.get_executor()),
        listener_(std::move(listener)) {}

  void start() {
    error_code ignored;
    socket().socket().set_option(tcp::no_delay(true), ignored);
    socket().socket().set_option(asio::socket_base::send_buffer_size(send_buffer_octets), ignored);
    request_.header_limit(longest_header);
    socket().expires_after(upgrade_within);
    http::async_read_header(socket(), buffer_, request_,
                            [self = shared_from_this()](error_code failed, std::size_t) {
                              if (failed) return self->end();
                              self->take_request();
                            });
  }

  /// The server goes: says so where a WebSocket stands, and hangs up where not.
  void stop() {
    if (session_) act::tell_anon(session_, ClientGone{});
    if (open_)
      close(CloseCode::going_away, "the engine stops");
    else
      end();
  }

  void send(std::string text, std::function<void()> written) override {
    text_ = std::move(text);
    written_ = std::move(written);
    watch_for_stuck_reader();
    stream_.text(true);
    stream_.async_write(
        asio::buffer(text_),
        [self = shared_from_this()](error_code failed, std::size_t) { self->sent(failed); });
  }

  void close(CloseCode code, std::string_view reason) override {
    session_ = nullptr;
    written_ = nullptr;
    if (!open_ || closing_) return;
    closing_ = true;
    hang_up_after(listener_->options().polite_close);
    const websocket::close_reason said(static_cast<websocket::close_code>(code),
                                       beast::string_view(reason.data(), reason.size()));
    stream_.async_close(said, [self = shared_from_this()](error_code) { self->end(); });
  }

 private:
  beast::tcp_stream& socket() { return stream_.next_layer(); }

  void take_request() {
    const auto& request = request_.get();
    const auto who = described(request);
    if (!websocket::is_upgrade(request)) return take_plain_request(who);
    if (listener_->is_full()) return respond(503, "too many connections");
    // RFC 6455 §4.1: a client waits for our answer before it sends a frame.
    if (buffer_.size() > 0) return respond(400, "data before the end of the handshake");
    const auto verdict = check_upgrade(who, listener_->policy());
    if (const auto* refusal = std::get_if<UpgradeRefusal>(&verdict))
      return respond(refusal->http_status, refusal->text);
    std::optional<Grant> grant;
    if (const auto& token = std::get<UpgradeAccepted>(verdict).token) {
      grant = listener_->check(*token);
      if (!grant) return respond(401, "token refused");
    }
    upgrade(std::move(grant));
  }

  void take_plain_request(const UpgradeRequest& who) {
    if (auto refusal = check_host_and_origin(who, listener_->policy()))
      return respond(refusal->http_status, refusal->text);
    const auto& request = request_.get();
    if (request.method() != http::verb::get) return respond(405, "GET only");
    if (request.target() != "/") return respond(404, "nothing here");
    respond(200, "offhook control API: WebSocket, subprotocol offhook.jsonrpc.v1");
  }

  void respond(unsigned status, std::string_view text) {
    response_.result(status);
    response_.set(http::field::content_type, "text/plain; charset=utf-8");
    response_.set("X-Content-Type-Options", "nosniff");
    if (status == 401) response_.set(http::field::www_authenticate, "Bearer");
    response_.keep_alive(false);
    response_.body() = std::string(text) + "\n";
    response_.prepare_payload();
    http::async_write(socket(), response_, [self = shared_from_this()](error_code, std::size_t) {
      self->drain_and_end();
    });
  }

  /// Closing with unread input would reset the connection and may take the response with it.
  void drain_and_end() {
    error_code ignored;
    socket().socket().shutdown(tcp::socket::shutdown_send, ignored);
    socket().expires_after(listener_->options().polite_close);
    buffer_.clear();
    socket().async_read_some(buffer_.prepare(longest_header),
                             [self = shared_from_this()](error_code, std::size_t) { self->end(); });
  }

  void upgrade(std::optional<Grant> grant) {
    socket().expires_never();  // the WebSocket layer has timers of its own
    stream_.set_option(websocket::stream_base::timeout{upgrade_within, 2 * limits::ping_interval,
                                                       true});  // a ping at half of it
    stream_.set_option(websocket::stream_base::decorator([](websocket::response_type& response) {
      response.set(http::field::sec_websocket_protocol,
                   beast::string_view(subprotocol.data(), subprotocol.size()));
    }));
    stream_.read_message_max(limits::message_octets);
    stream_.async_accept(request_.get(),
                         [self = shared_from_this(), grant = std::move(grant)](error_code failed) {
                           if (failed || self->ended_) return self->end();
                           self->open_ = true;
                           self->session_ = self->listener_->open(self, grant);
                           self->read_next();
                         });
  }

  void read_next() {
    stream_.async_read(buffer_, [self = shared_from_this()](error_code failed, std::size_t) {
      if (failed) return self->end();
      self->take_message();
    });
  }

  void take_message() {
    if (!stream_.got_text()) {
      if (session_) act::tell_anon(session_, ClientGone{});
      close(CloseCode::unacceptable_data, "text messages only");
    } else if (session_) {
      act::tell_anon(session_, ClientMessage{beast::buffers_to_string(buffer_.data())});
    }
    buffer_.consume(buffer_.size());
    read_next();
  }

  void sent(error_code failed) {
    if (closing_) return;
    watchdog_.cancel();
    if (failed) return end();
    if (auto written = std::exchange(written_, nullptr)) written();
  }

  void watch_for_stuck_reader() {
    watchdog_.expires_after(listener_->options().stuck_reader);
    watchdog_.async_wait([weak = weak_from_this()](error_code failed) {
      const auto self = weak.lock();
      if (failed || !self) return;
      if (self->session_) act::tell_anon(self->session_, ClientGone{});
      self->close(CloseCode::try_again_later, "nothing is read");
    });
  }

  void hang_up_after(std::chrono::milliseconds delay) {
    watchdog_.expires_after(delay);
    watchdog_.async_wait([weak = weak_from_this()](error_code failed) {
      const auto self = weak.lock();
      if (!failed && self) self->end();
    });
  }

  /// Hangs up, whatever stands. Harmless twice.
  void end() {
    if (std::exchange(ended_, true)) return;
    const auto self = shared_from_this();
    if (session_) act::tell_anon(session_, ClientGone{});
    session_ = nullptr;
    written_ = nullptr;
    open_ = false;
    watchdog_.cancel();
    error_code ignored;
    socket().socket().close(ignored);
    listener_->forget(this);
  }

  websocket::stream<beast::tcp_stream, false> stream_;  // no compression: texts are short
  asio::steady_timer watchdog_;
  std::shared_ptr<Listener> listener_;
  beast::flat_buffer buffer_;
  http::request_parser<http::empty_body> request_;
  http::response<http::string_body> response_;
  Session session_;
  std::string text_;  ///< being written
  std::function<void()> written_;
  bool open_ = false, closing_ = false, ended_ = false;
};

absl::StatusOr<Endpoint> WebSocketServer::Listener::start(const Endpoint& at) {
  if (!at.address.is_loopback())
    return failed_precondition("the control API listens on loopback addresses only, not on " +
                               at.to_string());
  const auto endpoint = to_asio(at);
  error_code failed;
  acceptor_.open(endpoint.protocol(), failed);
  if (!failed) acceptor_.set_option(tcp::acceptor::reuse_address(true), failed);
  if (!failed) acceptor_.bind(endpoint, failed);
  if (!failed) acceptor_.listen(asio::socket_base::max_listen_connections, failed);
  if (failed) {
    error_code ignored;
    acceptor_.close(ignored);
    return unavailable("cannot listen on " + at.to_string() + ": " + failed.message());
  }
  policy_.port = acceptor_.local_endpoint().port();
  accept_next();
  return Endpoint{at.address, policy_.port};
}

void WebSocketServer::Listener::accept_next() {
  acceptor_.async_accept([self = shared_from_this()](error_code failed, tcp::socket socket) {
    if (!self->acceptor_.is_open()) return;
    if (failed) {  // out of descriptors, most likely: connections that end give some back
      self->pause_.expires_after(1s);
      return self->pause_.async_wait([self](error_code stopped) {
        if (!stopped && self->acceptor_.is_open()) self->accept_next();
      });
    }
    const auto connection = std::make_shared<Connection>(std::move(socket), self);
    self->connections_.emplace(connection.get(), connection);
    connection->start();
    self->accept_next();
  });
}

void WebSocketServer::Listener::stop() {
  error_code ignored;
  acceptor_.close(ignored);
  pause_.cancel();
  const auto living = std::exchange(connections_, {});
  for (const auto& [address, weak] : living)
    if (const auto connection = weak.lock()) connection->stop();
  backend_ = {};
}

WebSocketServer::WebSocketServer(asio::io_context& io, act::Loop& loop, Backend backend,
                                 ServerOptions options)
    : listener_(std::make_shared<Listener>(io, loop, std::move(backend), std::move(options))) {}

WebSocketServer::~WebSocketServer() { stop(); }

absl::StatusOr<Endpoint> WebSocketServer::start(const Endpoint& at) { return listener_->start(at); }

void WebSocketServer::stop() { listener_->stop(); }

}  // namespace offhook::control
