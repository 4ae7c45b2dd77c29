// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/transport/asio_network.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <optional>
#include <string>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/multicast.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>
#include <linux/errqueue.h>
#include <netinet/in.h>
#include <netinet/ip_icmp.h>
#include <sys/socket.h>

#include "actors/transport/asio_endpoint.hpp"

namespace offhook::transport {
namespace {

using boost::asio::ip::udp;
using boost::system::error_code;

/// The kernel keeps the ICMP errors of a socket in a queue of its own, with the address that the
/// datagram was meant for; without this an unconnected socket never hears of them.
void ask_for_icmp_errors(udp::socket& socket, bool v6) {
  const int on = 1;
  if (v6)
    ::setsockopt(socket.native_handle(), IPPROTO_IPV6, IPV6_RECVERR, &on, sizeof on);
  else
    ::setsockopt(socket.native_handle(), IPPROTO_IP, IP_RECVERR, &on, sizeof on);
}

/// One entry of that queue, if it says that a datagram came back from the network.
struct QueuedError {
  bool is_icmp = false;
  Endpoint to;
};
std::optional<QueuedError> take_error(int socket) {
  std::array<char, 512> control{};
  std::array<char, 1> ignored{};
  sockaddr_storage target{};
  iovec data{ignored.data(), ignored.size()};
  msghdr message{};
  message.msg_name = &target;
  message.msg_namelen = sizeof target;
  message.msg_iov = &data;
  message.msg_iovlen = 1;
  message.msg_control = control.data();
  message.msg_controllen = control.size();
  if (::recvmsg(socket, &message, MSG_ERRQUEUE | MSG_DONTWAIT) < 0) return std::nullopt;
  QueuedError result;
  for (auto* part = CMSG_FIRSTHDR(&message); part != nullptr; part = CMSG_NXTHDR(&message, part)) {
    const bool ours = (part->cmsg_level == IPPROTO_IP && part->cmsg_type == IP_RECVERR) ||
                      (part->cmsg_level == IPPROTO_IPV6 && part->cmsg_type == IPV6_RECVERR);
    if (!ours) continue;
    sock_extended_err error{};
    std::memcpy(&error, CMSG_DATA(part), sizeof error);
    // "Packet too big" and "time exceeded" pass: RFC 3261 §18.4 names the unreachable kinds.
    result.is_icmp = (error.ee_origin == SO_EE_ORIGIN_ICMP && error.ee_type == ICMP_DEST_UNREACH &&
                      error.ee_code != ICMP_FRAG_NEEDED) ||
                     (error.ee_origin == SO_EE_ORIGIN_ICMP6 && error.ee_type == 1);
  }
  udp::endpoint endpoint;
  if (message.msg_namelen > endpoint.capacity()) return result;
  std::memcpy(endpoint.data(), &target, message.msg_namelen);
  endpoint.resize(message.msg_namelen);
  result.to = from_asio(endpoint);
  return result;
}

/// The socket itself; alive while the handle is, or while one of its handlers runs.
class Receiver final : public std::enable_shared_from_this<Receiver> {
 public:
  Receiver(boost::asio::io_context& io, Network::DatagramHandler arrived)
      : socket_(io), arrived_(std::move(arrived)) {}

  error_code open(const Endpoint& local) {
    error_code failed;
    const auto endpoint = to_asio(local);
    if (socket_.open(endpoint.protocol(), failed)) return failed;
    if (local.address.is_v6()) socket_.set_option(boost::asio::ip::v6_only(true), failed);
    ask_for_icmp_errors(socket_, local.address.is_v6());
    error_code as_it_is;  // the kernel may give less
    socket_.set_option(udp::socket::receive_buffer_size(receive_buffer), as_it_is);
    if (socket_.bind(endpoint, failed)) return failed;
    if (socket_.non_blocking(true, failed)) return failed;
    local_ = from_asio(socket_.local_endpoint(failed));
    return failed;
  }

  /// Bound to the group, so that nothing else sent to the port is heard.
  error_code open_group(const IpAddress& local, const Endpoint& group) {
    namespace multicast = boost::asio::ip::multicast;
    error_code failed;
    const auto endpoint = to_asio(group);
    if (socket_.open(endpoint.protocol(), failed)) return failed;
    if (socket_.set_option(udp::socket::reuse_address(true), failed)) return failed;
    if (socket_.bind(endpoint, failed)) return failed;
    const auto address = endpoint.address();
    if (address.is_v4())
      socket_.set_option(
          multicast::join_group(address.to_v4(), to_asio(Endpoint{local, 0}).address().to_v4()),
          failed);
    else  // the system chooses the interface
      socket_.set_option(multicast::join_group(address.to_v6()), failed);
    if (failed) return failed;
    if (socket_.non_blocking(true, failed)) return failed;
    local_ = group;
    return failed;
  }

  void listen() {
    socket_.async_wait(udp::socket::wait_read,
                       [self = shared_from_this()](const error_code& failed) {
                         if (failed || !self->socket_.is_open()) return;
                         self->receive();
                         if (self->socket_.is_open()) self->listen();
                       });
  }

  void close() {
    error_code ignored;
    socket_.close(ignored);
    arrived_ = nullptr;
    unreachable_ = nullptr;
  }

  absl::Status send(const Endpoint& to, std::string_view octets) {
    const auto endpoint = to_asio(to);
    error_code failed;
    // An ICMP error that waits on the socket fails the next call, whomever that is for: take it
    // off and try again.
    for (int attempt = 0; attempt < 3; ++attempt) {
      socket_.send_to(boost::asio::buffer(octets.data(), octets.size()), endpoint, 0, failed);
      if (!is_icmp(failed)) break;
      report_later();
    }
    return failed ? status_of(failed, "sending to " + to.to_string()) : absl::OkStatus();
  }

  Endpoint local_;
  DatagramSocket::UnreachableHandler unreachable_;

 private:
  static bool is_icmp(const error_code& failed) {
    return failed == boost::asio::error::connection_refused ||
           failed == boost::asio::error::host_unreachable ||
           failed == boost::asio::error::network_unreachable;
  }

  void receive() {
    auto arrived = std::move(arrived_);  // it may close the socket, and must outlive that
    receive_into(arrived);
    if (socket_.is_open()) arrived_ = std::move(arrived);
  }

  void receive_into(const Network::DatagramHandler& arrived) {
    prepare();
    const int taken = ::recvmmsg(socket_.native_handle(), messages_.data(),
                                 static_cast<unsigned>(messages_.size()), MSG_DONTWAIT, nullptr);
    if (taken < 0) {
      // An ICMP error fails the next call once; the queue says what it was about.
      if (errno != EAGAIN && errno != EWOULDBLOCK) report_errors();
      return;
    }
    for (int i = 0; i < taken && socket_.is_open(); ++i) {
      const auto slot = static_cast<std::size_t>(i);
      udp::endpoint from;
      if (messages_[slot].msg_hdr.msg_namelen > from.capacity()) continue;
      std::memcpy(from.data(), &senders_[slot], messages_[slot].msg_hdr.msg_namelen);
      from.resize(messages_[slot].msg_hdr.msg_namelen);
      arrived(std::string(buffers_[slot].data(), messages_[slot].msg_len), from_asio(from));
    }
  }

  /// One call to the kernel takes all that has come; it writes the lengths over those given.
  void prepare() {
    for (std::size_t i = 0; i < messages_.size(); ++i) {
      parts_[i] = {buffers_[i].data(), buffers_[i].size()};
      msghdr& message = messages_[i].msg_hdr;
      message = {};
      message.msg_name = &senders_[i];
      message.msg_namelen = sizeof senders_[i];
      message.msg_iov = &parts_[i];
      message.msg_iovlen = 1;
    }
  }

  void report_errors() {
    while (socket_.is_open()) {
      const auto error = take_error(socket_.native_handle());
      if (!error) return;
      if (error->is_icmp && unreachable_) unreachable_(error->to);
    }
  }

  /// Not inside `send`: its caller is not prepared to be called.
  void report_later() {
    while (const auto error = take_error(socket_.native_handle()))
      if (error->is_icmp)
        boost::asio::post(socket_.get_executor(), [self = shared_from_this(), to = error->to] {
          if (self->unreachable_) self->unreachable_(to);
        });
  }

  udp::socket socket_;
  Network::DatagramHandler arrived_;
  // Memory that no datagram has reached is never touched, so large ones cost nothing.
  std::array<std::array<char, 65536>, datagrams_per_wakeup> buffers_;
  std::array<mmsghdr, datagrams_per_wakeup> messages_;
  std::array<iovec, datagrams_per_wakeup> parts_;
  std::array<sockaddr_storage, datagrams_per_wakeup> senders_;
};

class AsioSocket final : public DatagramSocket {
 public:
  explicit AsioSocket(std::shared_ptr<Receiver> receiver) : receiver_(std::move(receiver)) {}
  ~AsioSocket() override { receiver_->close(); }
  AsioSocket(const AsioSocket&) = delete;
  AsioSocket& operator=(const AsioSocket&) = delete;

  [[nodiscard]] Endpoint local() const override { return receiver_->local_; }
  absl::Status send(const Endpoint& to, std::string_view octets) override {
    return receiver_->send(to, octets);
  }
  void on_unreachable(UnreachableHandler handler) override {
    receiver_->unreachable_ = std::move(handler);
  }

 private:
  std::shared_ptr<Receiver> receiver_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<DatagramSocket>> AsioNetwork::bind(const Endpoint& local,
                                                                  DatagramHandler arrived) {
  auto receiver = std::make_shared<Receiver>(io_, std::move(arrived));
  if (const auto failed = receiver->open(local))
    return status_of(failed, "listening on " + local.to_string() + " (UDP)");
  receiver->listen();
  return std::make_unique<AsioSocket>(std::move(receiver));
}

absl::StatusOr<std::unique_ptr<DatagramSocket>> AsioNetwork::join(const IpAddress& local,
                                                                  const Endpoint& group,
                                                                  DatagramHandler arrived) {
  if (group.address.is_v6() != local.is_v6() || group.port == 0)
    return invalid_argument("no group for " + local.to_string() + ": " + group.to_string());
  auto receiver = std::make_shared<Receiver>(io_, std::move(arrived));
  if (const auto failed = receiver->open_group(local, group))
    return status_of(failed, "listening to the group " + group.to_string());
  receiver->listen();
  return std::make_unique<AsioSocket>(std::move(receiver));
}

}  // namespace offhook::transport
