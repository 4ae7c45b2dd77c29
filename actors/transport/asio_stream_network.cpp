// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/transport/asio_stream_network.hpp"

#include <array>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>

#include "actors/transport/asio_stream.hpp"

namespace offhook::transport {
namespace {

using boost::asio::ip::tcp;
using boost::system::error_code;

/// TCP alone.
class TcpWire final : public Wire {
 public:
  explicit TcpWire(tcp::socket socket) : socket_(std::move(socket)) {}

  [[nodiscard]] tcp::socket& socket() override { return socket_; }
  void greet(Greeted greeted) override {
    boost::asio::post(socket_.get_executor(),
                      [greeted = std::move(greeted)] { greeted(absl::OkStatus()); });
  }
  void read(Read done) override {
    socket_.async_read_some(
        boost::asio::buffer(buffer_),
        [this, done = std::move(done)](const error_code& failed, std::size_t size) {
          done(failed, {buffer_.data(), size});
        });
  }
  void write(const std::string& octets, Written done) override {
    boost::asio::async_write(
        socket_, boost::asio::buffer(octets),
        [done = std::move(done)](const error_code& failed, std::size_t) { done(failed); });
  }
  void say_goodbye(std::shared_ptr<void>) override {
    error_code ignored;
    socket_.shutdown(tcp::socket::shutdown_send, ignored);
  }

 private:
  tcp::socket socket_;
  std::array<char, 16384> buffer_;
};

std::unique_ptr<Wire> tcp_wire(tcp::socket socket, Role) {
  return std::make_unique<TcpWire>(std::move(socket));
}

}  // namespace

absl::StatusOr<std::unique_ptr<StreamConnection>> AsioStreamNetwork::connect(
    const StreamRoute& route) {
  return connect_wire(io_, route, limits_, tcp_wire);
}

absl::StatusOr<std::unique_ptr<StreamListener>> AsioStreamNetwork::listen(const Endpoint& local,
                                                                          AcceptHandler accepted) {
  return listen_for_wires(io_, local, limits_, tcp_wire, std::move(accepted));
}

}  // namespace offhook::transport
