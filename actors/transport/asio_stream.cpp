// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/transport/asio_stream.hpp"

#include <deque>
#include <string>
#include <utility>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/steady_timer.hpp>

#include "actors/transport/asio_endpoint.hpp"

namespace offhook::transport {
namespace {

using boost::asio::ip::tcp;
using boost::system::error_code;

tcp::endpoint to_tcp(const Endpoint& endpoint) {
  return {to_asio(endpoint).address(), endpoint.port};
}
Endpoint from_tcp(const tcp::endpoint& endpoint) {
  return from_asio({endpoint.address(), endpoint.port()});
}

/// Counts what a listener has accepted: each connection keeps a share.
using Seats = std::shared_ptr<int>;

/// The connection itself; alive while the handle is, or while one of its operations runs.
class Stream final : public std::enable_shared_from_this<Stream> {
 public:
  Stream(std::unique_ptr<Wire> wire, const Endpoint& remote, const StreamLimits& limits, Seats seat)
      : wire_(std::move(wire)),
        timer_(wire_->socket().get_executor()),
        remote_(remote),
        limits_(limits),
        is_connected_(seat != nullptr),
        seat_(std::move(seat)) {}

  void start(StreamHandlers handlers) {
    handlers_ = std::make_shared<StreamHandlers>(std::move(handlers));
    if (is_connected_) return begin();
    expire_after(limits_.connect);
    socket().async_connect(to_tcp(remote_), [self = shared_from_this()](const error_code& failed) {
      if (!self->is_open()) return;
      if (failed) return self->end(status_of(failed, "connecting to " + self->remote_.to_string()));
      self->greet([](Stream& greeted) {
        greeted.is_connected_ = true;
        greeted.begin();
        const auto told = greeted.handlers_;
        if (told && told->connected) told->connected();
      });
    });
  }

  /// Of a connection that was accepted, before it is handed over.
  void welcome(std::function<void()> ready) {
    expire_after(limits_.connect);
    greet([ready = std::move(ready)](Stream& greeted) {
      greeted.timer_.cancel();
      ++greeted.timer_number_;  // should it have expired just now
      ready();
    });
  }

  absl::Status send(std::string_view octets) {
    if (is_finishing_ || !is_open())
      return failed_precondition("the connection to " + remote_.to_string() + " is closed");
    if (octets.size() > limits_.queued_octets - queued_)
      return absl::ResourceExhaustedError(to_absl(remote_.to_string() + " does not read"));
    queued_ += octets.size();
    // What is not yet on its way may grow, unless each piece is a message.
    const bool may_grow = !wire_->keeps_messages() && queue_.size() > (is_writing_ ? 1u : 0u);
    if (may_grow)
      queue_.back() += octets;
    else
      queue_.emplace_back(octets);
    write();
    return absl::OkStatus();
  }

  void finish() {
    if (is_finishing_) return;
    is_finishing_ = true;
    if (queued_ == 0) say_goodbye();
  }

  /// Without a word to the handlers.
  void close() {
    handlers_ = nullptr;
    seat_ = nullptr;
    is_open_ = false;
    timer_.cancel();
    error_code ignored;
    socket().close(ignored);
  }

  [[nodiscard]] Endpoint local() const {
    error_code unconnected;
    const auto endpoint = socket().local_endpoint(unconnected);
    return unconnected || !is_connected_ ? Endpoint{} : from_tcp(endpoint);
  }
  [[nodiscard]] Endpoint remote() const { return remote_; }
  [[nodiscard]] std::size_t queued() const { return queued_; }

 private:
  [[nodiscard]] tcp::socket& socket() const { return wire_->socket(); }
  [[nodiscard]] bool is_open() const { return is_open_; }

  template <class Next>
  void greet(Next next) {
    error_code ignored;
    socket().set_option(tcp::no_delay(true), ignored);
    wire_->greet([self = shared_from_this(), next](const absl::Status& status) {
      if (!self->is_open()) return;
      if (!status.ok()) return self->end(status);
      next(*self);
    });
  }

  void begin() {
    wire_->on_alive([weak = weak_from_this()] {
      if (const auto self = weak.lock(); self && self->is_open() && !self->has_said_goodbye())
        self->expire_after(self->limits_.idle);
    });
    read();
    if (has_said_goodbye()) return say_goodbye();
    expire_after(limits_.idle);
    write();
  }

  void end(const absl::Status& why) {
    const auto told = std::exchange(handlers_, nullptr);
    close();
    if (told && told->closed) told->closed(why);
  }

  // Closed with octets unread, the kernel resets the connection, and the peer may lose what it has
  // not read yet. So it is the peer who closes; for a while.
  void say_goodbye() {
    if (!is_open()) return;
    if (is_connected_) wire_->say_goodbye(shared_from_this());
    expire_after(is_connected_ ? limits_.connect : std::chrono::milliseconds(0));
  }

  void expire_after(std::chrono::milliseconds span) {
    timer_.expires_after(span);
    // The number tells a timer that was set anew while its last expiry was already under way.
    timer_.async_wait(
        [self = shared_from_this(), number = ++timer_number_](const error_code& cancelled) {
          if (!cancelled && self->is_open() && number == self->timer_number_) self->expire();
        });
  }

  void expire() {
    if (has_said_goodbye()) return end(absl::OkStatus());
    const std::string text = is_connected_ ? " was idle" : " does not answer";
    end(absl::DeadlineExceededError(to_absl(remote_.to_string() + text)));
  }

  [[nodiscard]] bool has_said_goodbye() const { return is_finishing_ && queued_ == 0; }

  // One piece a turn of the loop: a flood waits in the kernel, whose window slows the peer down.
  void read() {
    wire_->read([self = shared_from_this()](const error_code& failed, std::string_view octets) {
      if (!self->is_open()) return;
      if (failed == boost::asio::error::eof) return self->end(absl::OkStatus());
      if (failed) return self->end(status_of(failed, "reading from " + self->remote_.to_string()));
      self->arrive(octets);
      if (self->is_open()) self->read();
    });
  }

  void arrive(std::string_view octets) {
    if (is_finishing_) return;
    expire_after(limits_.idle);
    const auto told = handlers_;  // it may destroy the handle
    if (told && told->arrived) told->arrived(octets);
  }

  void write() {
    if (!is_connected_ || is_writing_ || queue_.empty()) return;
    is_writing_ = true;
    wire_->write(queue_.front(), [self = shared_from_this()](const error_code& failed) {
      if (!self->is_open()) return;
      if (failed) return self->end(status_of(failed, "sending to " + self->remote_.to_string()));
      self->is_writing_ = false;
      self->queued_ -= self->queue_.front().size();
      self->queue_.pop_front();
      if (self->has_said_goodbye()) return self->say_goodbye();
      if (!self->is_finishing_) self->expire_after(self->limits_.idle);
      self->write();
    });
  }

  std::unique_ptr<Wire> wire_;
  boost::asio::steady_timer timer_;
  Endpoint remote_;
  StreamLimits limits_;
  bool is_open_ = true;  // the socket may be closed before: a WebSocket does that itself
  bool is_connected_;
  bool is_finishing_ = false;
  std::uint64_t timer_number_ = 0;
  Seats seat_;
  std::shared_ptr<StreamHandlers> handlers_;
  std::deque<std::string> queue_;  // its first is on its way while `is_writing_`
  bool is_writing_ = false;
  std::size_t queued_ = 0;
};

class AsioConnection final : public StreamConnection {
 public:
  explicit AsioConnection(std::shared_ptr<Stream> stream) : stream_(std::move(stream)) {}
  ~AsioConnection() override { stream_->close(); }
  AsioConnection(const AsioConnection&) = delete;
  AsioConnection& operator=(const AsioConnection&) = delete;

  void start(StreamHandlers handlers) override { stream_->start(std::move(handlers)); }
  [[nodiscard]] Endpoint local() const override { return stream_->local(); }
  [[nodiscard]] Endpoint remote() const override { return stream_->remote(); }
  absl::Status send(std::string_view octets) override { return stream_->send(octets); }
  [[nodiscard]] std::size_t unsent() const override { return stream_->queued(); }
  void finish() override { stream_->finish(); }

 private:
  std::shared_ptr<Stream> stream_;
};

/// The listening socket; alive while the handle is, or while it accepts.
class Acceptor final : public std::enable_shared_from_this<Acceptor> {
 public:
  Acceptor(boost::asio::io_context& io, const StreamLimits& limits, MakeWire make,
           StreamNetwork::AcceptHandler accepted)
      : acceptor_(io),
        timer_(io),
        limits_(limits),
        make_(std::move(make)),
        accepted_(std::make_shared<StreamNetwork::AcceptHandler>(std::move(accepted))) {}

  error_code open(const Endpoint& local) {
    error_code failed;
    const auto endpoint = to_tcp(local);
    if (acceptor_.open(endpoint.protocol(), failed)) return failed;
    if (local.address.is_v6()) acceptor_.set_option(boost::asio::ip::v6_only(true), failed);
    // A restarted phone gets its port back from connections that linger.
    if (acceptor_.set_option(tcp::acceptor::reuse_address(true), failed)) return failed;
    if (acceptor_.bind(endpoint, failed)) return failed;
    if (acceptor_.listen(tcp::acceptor::max_listen_connections, failed)) return failed;
    local_ = from_tcp(acceptor_.local_endpoint(failed));
    return failed;
  }

  void accept() {
    acceptor_.async_accept(
        [self = shared_from_this()](const error_code& failed, tcp::socket socket) {
          if (!self->acceptor_.is_open()) return;
          if (failed) return self->accept_later();
          self->take(std::move(socket));
          if (self->acceptor_.is_open()) self->accept();
        });
  }

  void close() {
    accepted_ = nullptr;
    timer_.cancel();
    error_code ignored;
    acceptor_.close(ignored);
  }

  [[nodiscard]] Endpoint local() const { return local_; }

 private:
  // No descriptor left, most likely: at once it would fail again, and again.
  void accept_later() {
    timer_.expires_after(std::chrono::milliseconds(100));
    timer_.async_wait([self = shared_from_this()](const error_code& cancelled) {
      if (!cancelled && self->acceptor_.is_open()) self->accept();
    });
  }

  void take(tcp::socket socket) {
    error_code failed;
    const auto remote = socket.remote_endpoint(failed);
    if (failed) return;  // gone again
    if (static_cast<std::size_t>(seats_.use_count()) > limits_.accepted) return;
    auto stream = std::make_shared<Stream>(make_(std::move(socket), Role::server), from_tcp(remote),
                                           limits_, seats_);
    // Weak: the wire holds the handler, and the stream the wire.
    stream->welcome([self = shared_from_this(), weak = std::weak_ptr(stream)] {
      const auto told = self->accepted_;  // it may destroy the listener
      if (auto greeted = weak.lock(); greeted && told)
        (*told)(std::make_unique<AsioConnection>(std::move(greeted)));
    });
  }

  tcp::acceptor acceptor_;
  boost::asio::steady_timer timer_;
  StreamLimits limits_;
  MakeWire make_;
  std::shared_ptr<StreamNetwork::AcceptHandler> accepted_;
  Seats seats_ = std::make_shared<int>();
  Endpoint local_;
};

class AsioListener final : public StreamListener {
 public:
  explicit AsioListener(std::shared_ptr<Acceptor> acceptor) : acceptor_(std::move(acceptor)) {}
  ~AsioListener() override { acceptor_->close(); }
  AsioListener(const AsioListener&) = delete;
  AsioListener& operator=(const AsioListener&) = delete;
  [[nodiscard]] Endpoint local() const override { return acceptor_->local(); }

 private:
  std::shared_ptr<Acceptor> acceptor_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<StreamConnection>> connect_wire(boost::asio::io_context& io,
                                                               const StreamRoute& route,
                                                               const StreamLimits& limits,
                                                               const MakeWire& make) {
  tcp::socket socket(io);
  error_code failed;
  socket.open(to_tcp(route.to).protocol(), failed);
  if (!failed && !route.from.is_unspecified()) socket.bind(to_tcp({route.from, 0}), failed);
  if (failed) return status_of(failed, "connecting to " + route.to.to_string());
  return std::make_unique<AsioConnection>(
      std::make_shared<Stream>(make(std::move(socket), Role::client), route.to, limits, nullptr));
}

absl::StatusOr<std::unique_ptr<StreamListener>> listen_for_wires(
    boost::asio::io_context& io, const Endpoint& local, const StreamLimits& limits, MakeWire make,
    StreamNetwork::AcceptHandler accepted) {
  auto acceptor = std::make_shared<Acceptor>(io, limits, std::move(make), std::move(accepted));
  if (const auto failed = acceptor->open(local))
    return status_of(failed, "listening on " + local.to_string() + " (TCP)");
  acceptor->accept();
  return std::make_unique<AsioListener>(std::move(acceptor));
}

}  // namespace offhook::transport
