// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/transport/web_socket_stream_network.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>

#include "actors/sip/limits.hpp"
#include "actors/transport/asio_stream.hpp"
#include "actors/transport/tls_context.hpp"
#include "actors/transport/web_socket_handshake.hpp"

// The only file of this room that instantiates Beast.

namespace offhook::transport {
namespace {

namespace beast = boost::beast;
namespace http = beast::http;
namespace ssl = boost::asio::ssl;
namespace websocket = beast::websocket;
using boost::asio::ip::tcp;
using boost::system::error_code;
using TlsStream = ssl::stream<tcp::socket>;

constexpr std::size_t handshake_octets = 8192;
/// Half of it without a sign of the peer: a ping. NATs forget a TCP connection after minutes.
constexpr std::chrono::seconds silence{120};

struct Parts {
  Role role;
  std::shared_ptr<const WebSocketSettings> settings;
  std::shared_ptr<TlsContext> tls;
  StreamRoute route{};
};

template <class Layer>
class WebSocketWire final : public Wire {
 public:
  template <class... LayerArgs>
  explicit WebSocketWire(Parts parts, LayerArgs&&... layer)
      : parts_(std::move(parts)), stream_(std::forward<LayerArgs>(layer)...) {
    websocket::stream_base::timeout timeout{};
    timeout.handshake_timeout = websocket::stream_base::none();  // the stream's own timer
    timeout.idle_timeout = silence;
    timeout.keep_alive_pings = true;
    stream_.set_option(timeout);
    stream_.read_message_max(sip::limits::message_octets);
  }

  [[nodiscard]] tcp::socket& socket() override {
    if constexpr (std::is_same_v<Layer, tcp::socket>)
      return stream_.next_layer();
    else
      return stream_.next_layer().next_layer();
  }
  [[nodiscard]] bool keeps_messages() const override { return true; }
  void on_alive(std::function<void()> alive) override {
    stream_.control_callback(
        [alive = std::move(alive)](websocket::frame_type, beast::string_view) { alive(); });
  }

  void greet(Greeted greeted) override {
    if constexpr (std::is_same_v<Layer, tcp::socket>)
      return upgrade(std::move(greeted));
    else
      greet_by_tls(std::move(greeted));
  }

  void read(Read done) override {
    buffer_.clear();
    stream_.async_read(
        buffer_, [this, done = std::move(done)](const error_code& failed, std::size_t) {
          // Who closes may find its read cancelled by the end of that.
          const bool is_end =
              (has_said_goodbye_ && failed == boost::asio::error::operation_aborted) ||
              failed == websocket::error::closed || failed == ssl::error::stream_truncated;
          const auto data = buffer_.cdata();
          done(is_end ? error_code(boost::asio::error::eof) : failed,
               {static_cast<const char*>(data.data()), data.size()});
        });
  }

  void write(const std::string& octets, Written done) override {
    // A text frame must be UTF-8, which a body need not be (RFC 7118 §4.2 has both).
    stream_.text(std::all_of(octets.begin(), octets.end(),
                             [](char c) { return static_cast<unsigned char>(c) < 0x80; }));
    stream_.async_write(
        boost::asio::buffer(octets),
        [done = std::move(done)](const error_code& failed, std::size_t) { done(failed); });
  }

  void say_goodbye(std::shared_ptr<void> owner) override {
    has_said_goodbye_ = true;
    stream_.async_close(websocket::close_code::normal,
                        [owner = std::move(owner)](const error_code&) {});
  }

 private:
  void greet_by_tls(Greeted greeted) {
    const bool is_client = parts_.role == Role::client;
    SSL* connection = stream_.next_layer().native_handle();
    const std::string& domain = parts_.route.domain;
    if (is_client) ask_for(connection, domain);
    stream_.next_layer().async_handshake(
        is_client ? ssl::stream_base::client : ssl::stream_base::server,
        [this, connection, is_client, greeted = std::move(greeted)](const error_code& failed) {
          if (failed) return greeted(handshake_error(connection, parts_.route.domain, failed));
          if (is_client && parts_.tls->verify) {
            const auto status = check_peer(connection, parts_.route.domain, NameRules::web);
            if (!status.ok()) return greeted(status);
          }
          upgrade(greeted);
        });
  }

  void upgrade(Greeted greeted) {
    if (parts_.role == Role::client)
      ask_to_upgrade(std::move(greeted));
    else
      read_upgrade(std::move(greeted));
  }

  void ask_to_upgrade(Greeted greeted) {
    stream_.set_option(websocket::stream_base::decorator([](websocket::request_type& request) {
      request.set(http::field::sec_websocket_protocol, sip_subprotocol);
      request.set(http::field::user_agent, "offhook");
    }));
    const auto& route = parts_.route;
    const std::string host = route.domain.empty()
                                 ? route.to.to_string()
                                 : route.domain + ":" + std::to_string(route.to.port);
    stream_.async_handshake(
        answer_, host, parts_.settings->path,
        [this, greeted = std::move(greeted)](const error_code& failed) {
          const std::string what = "WebSocket with " + parts_.route.to.to_string() + ": ";
          if (failed == websocket::error::upgrade_declined)
            return greeted(unavailable(what + "refused with HTTP status " +
                                       std::to_string(answer_.result_int())));
          if (failed) return greeted(unavailable(what + failed.message()));
          // RFC 7118 §4.1: a server that does not answer "sip" does not speak it.
          if (answer_[http::field::sec_websocket_protocol] != sip_subprotocol)
            return greeted(unavailable(what + "it does not speak the subprotocol sip"));
          greeted(absl::OkStatus());
        });
  }

  void read_upgrade(Greeted greeted) {
    parser_.header_limit(handshake_octets);
    parser_.body_limit(std::uint64_t{0});
    http::async_read_header(
        stream_.next_layer(), buffer_, parser_,
        [this, greeted = std::move(greeted)](const error_code& failed, std::size_t) {
          if (failed) return greeted(unavailable(failed.message()));
          const auto& request = parser_.get();
          std::string protocols;
          for (auto [at, end] = request.equal_range(http::field::sec_websocket_protocol); at != end;
               ++at)
            protocols.append(at->value()).append(",");
          const auto answer = judge_upgrade({websocket::is_upgrade(request), protocols,
                                             std::string_view(request[http::field::origin])},
                                            parts_.settings->origins);
          if (answer.status != 0) return refuse(answer, greeted);
          stream_.set_option(
              websocket::stream_base::decorator([](websocket::response_type& response) {
                response.set(http::field::sec_websocket_protocol, sip_subprotocol);
              }));
          stream_.async_accept(request, [this, greeted](const error_code& refused) {
            buffer_.clear();
            greeted(refused ? unavailable(refused.message()) : absl::OkStatus());
          });
        });
  }

  void refuse(const UpgradeAnswer& answer, const Greeted& greeted) {
    refusal_ = {static_cast<http::status>(answer.status), 11};
    refusal_.set(http::field::connection, "close");
    if (answer.status == 426) refusal_.set(http::field::upgrade, "websocket");
    refusal_.set(http::field::content_type, "text/plain");
    refusal_.body() = answer.why + "\n";
    refusal_.prepare_payload();
    http::async_write(stream_.next_layer(), refusal_,
                      [greeted, why = answer.why](const error_code&, std::size_t) {
                        greeted(failed_precondition(why));
                      });
  }

  Parts parts_;
  websocket::stream<Layer> stream_;
  bool has_said_goodbye_ = false;
  beast::flat_buffer buffer_;
  websocket::response_type answer_;
  http::request_parser<http::empty_body> parser_;
  http::response<http::string_body> refusal_;
};

std::unique_ptr<Wire> make_wire(tcp::socket socket, Parts parts) {
  if (!parts.tls)
    return std::make_unique<WebSocketWire<tcp::socket>>(std::move(parts), std::move(socket));
  auto& context = parts.role == Role::client ? parts.tls->client : parts.tls->server;
  return std::make_unique<WebSocketWire<TlsStream>>(std::move(parts), std::move(socket), context);
}

}  // namespace

absl::StatusOr<std::unique_ptr<StreamConnection>> WebSocketStreamNetwork::connect(
    const StreamRoute& route) {
  if (tls_ && tls_->verify && route.domain.empty())
    return failed_precondition("TLS to " + route.to.to_string() + ": for which domain?");
  auto settings = std::make_shared<const WebSocketSettings>(settings_);
  return connect_wire(io_, route, limits_, [&](tcp::socket socket, Role role) {
    return make_wire(std::move(socket), {role, settings, tls_, route});
  });
}

absl::StatusOr<std::unique_ptr<StreamListener>> WebSocketStreamNetwork::listen(
    const Endpoint& local, AcceptHandler accepted) {
  auto settings = std::make_shared<const WebSocketSettings>(settings_);
  return listen_for_wires(
      io_, local, limits_,
      [settings, tls = tls_](tcp::socket socket, Role role) {
        return make_wire(std::move(socket), {role, settings, tls});
      },
      std::move(accepted));
}

}  // namespace offhook::transport
