// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/transport/tls_stream_network.hpp"

#include <array>
#include <string>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>

#include "actors/transport/asio_stream.hpp"
#include "actors/transport/tls_context.hpp"

namespace offhook::transport {
namespace {

namespace ssl = boost::asio::ssl;
using boost::asio::ip::tcp;
using boost::system::error_code;

class TlsWire final : public Wire {
 public:
  TlsWire(tcp::socket socket, Role role, std::shared_ptr<TlsContext> tls, std::string domain)
      : tls_(std::move(tls)),
        role_(role),
        domain_(std::move(domain)),
        stream_(std::move(socket), role == Role::client ? tls_->client : tls_->server) {
    if (role == Role::client) ask_for(stream_.native_handle(), domain_);
  }

  [[nodiscard]] tcp::socket& socket() override { return stream_.next_layer(); }

  void greet(Greeted greeted) override {
    stream_.async_handshake(
        role_ == Role::client ? ssl::stream_base::client : ssl::stream_base::server,
        [this, greeted = std::move(greeted)](const error_code& failed) {
          if (failed) return greeted(handshake_error(stream_.native_handle(), domain_, failed));
          const bool asks_name = role_ == Role::client && tls_->verify;
          greeted(asks_name ? check_peer(stream_.native_handle(), domain_, NameRules::sip)
                            : absl::OkStatus());
        });
  }

  void read(Read done) override {
    stream_.async_read_some(
        boost::asio::buffer(buffer_),
        [this, done = std::move(done)](const error_code& failed, std::size_t size) {
          // Many close without a word of TLS; messages have a length, so nothing is cut unseen.
          const bool is_end = failed == ssl::error::stream_truncated;
          done(is_end ? error_code(boost::asio::error::eof) : failed, {buffer_.data(), size});
        });
  }

  void write(const std::string& octets, Written done) override {
    boost::asio::async_write(
        stream_, boost::asio::buffer(octets),
        [done = std::move(done)](const error_code& failed, std::size_t) { done(failed); });
  }

  void say_goodbye(std::shared_ptr<void> owner) override {
    stream_.async_shutdown([owner = std::move(owner)](const error_code&) {});
  }

 private:
  std::shared_ptr<TlsContext> tls_;
  Role role_;
  std::string domain_;
  ssl::stream<tcp::socket> stream_;
  std::array<char, 16384> buffer_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<StreamConnection>> TlsStreamNetwork::connect(
    const StreamRoute& route) {
  if (route.domain.empty() && tls_->verify)
    return failed_precondition("TLS to " + route.to.to_string() + ": for which domain?");
  return connect_wire(io_, route, limits_, [this, &route](tcp::socket socket, Role role) {
    return std::make_unique<TlsWire>(std::move(socket), role, tls_, route.domain);
  });
}

absl::StatusOr<std::unique_ptr<StreamListener>> TlsStreamNetwork::listen(const Endpoint& local,
                                                                         AcceptHandler accepted) {
  return listen_for_wires(
      io_, local, limits_,
      [tls = tls_](tcp::socket socket, Role role) {
        return std::make_unique<TlsWire>(std::move(socket), role, tls, "");
      },
      std::move(accepted));
}

}  // namespace offhook::transport
