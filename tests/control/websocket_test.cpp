// SPDX-License-Identifier: GPL-3.0-or-later
// The API over a real loopback socket: the one place in the room where time is real. Nothing here
// waits for a fixed time; every step runs the io_context until what it expects has come.
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "actors/control/backend.hpp"
#include "actors/control/websocket_client.hpp"
#include "actors/control/websocket_server.hpp"
#include "tests/control/fake_phone.hpp"

namespace offhook::control {
namespace {

namespace asio = boost::asio;

class LoopbackTest : public testing::Test {
 protected:
  LoopbackTest() {
    Engine engine;
    engine.epoch = "e1";
    engine.access.add("t", Access::hash("open sesame", std::string(32, 'a')), Scopes::all());
    phone_ = spawn_fake_phone(*loop_, script_);
    backend_ = start_backend(*loop_, phone_, std::move(engine));
    server_.emplace(io_, *loop_, backend_,
                    ServerOptions{.allowed_origins = {"http://panel.test"},
                                  .stuck_reader = 100ms,
                                  .polite_close = 100ms});
    const auto at = server_->start(Endpoint{IpAddress::v4(127, 0, 0, 1), 0});
    EXPECT_TRUE(at.ok()) << at.status();
    port_ = at.ok() ? at->port : 0;
  }
  ~LoopbackTest() override {
    server_.reset();
    stop_backend(backend_);
    act::stop(phone_);
    phone_ = nullptr;
    run_until([&] { return loop_->running_actors() == 0; });
    EXPECT_EQ(loop_->running_actors(), 0u);
    loop_.reset();
  }

  bool run_until(const std::function<bool()>& done) {
    const auto limit = std::chrono::steady_clock::now() + 10s;
    while (!done() && std::chrono::steady_clock::now() < limit) {
      if (io_.stopped()) io_.restart();
      io_.run_one_for(100ms);
    }
    return done();
  }
  [[nodiscard]] std::string url() const { return "ws://127.0.0.1:" + std::to_string(port_) + "/"; }

  asio::io_context io_;
  FakePhoneScript script_ = typical_phone();
  std::optional<act::Loop> loop_{std::in_place, io_};
  phone::Phone phone_;
  Backend backend_;
  std::optional<WebSocketServer> server_;
  std::uint16_t port_ = 0;
};

/// A connection made with the program's own client.
struct Peer {
  Peer(asio::io_context& io, const control::ConnectOptions& options) : client(io) {
    client.connect(options, {.on_open = [this] { open = true; },
                             .on_text = [this](std::string text) { texts.push_back(text); },
                             .on_close = [this](const auto& how) { end = how; }});
  }
  control::WebSocketClient client;
  bool open = false;
  std::vector<std::string> texts;
  std::optional<control::ConnectionEnd> end;
};

/// A connection that says what it likes.
struct RawPeer {
  RawPeer(asio::io_context& io, std::uint16_t port, int receive_buffer = 0) : socket(io) {
    socket.open(asio::ip::tcp::v4());
    if (receive_buffer > 0)
      socket.set_option(asio::socket_base::receive_buffer_size(receive_buffer));
    socket.connect({asio::ip::address_v4::loopback(), port});
    read_next();
  }
  void send(const std::string& octets) { asio::write(socket, asio::buffer(octets)); }
  void upgrade(std::uint16_t port, const std::string& more = "", const std::string& after = "") {
    send("GET / HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) +
         "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
         "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
         "Sec-WebSocket-Protocol: offhook.jsonrpc.v1\r\n" +
         more + "\r\n" + after);
  }
  [[nodiscard]] bool got(std::string_view what) const {
    return received.find(what) != std::string::npos;
  }
  void read_next() {
    socket.async_read_some(
        asio::buffer(*buffer),
        [this, kept = buffer](boost::system::error_code failed, std::size_t octets) {
          if (failed == asio::error::operation_aborted) return;
          closed = static_cast<bool>(failed);
          if (closed) return;
          received.append(kept->data(), octets);
          if (reading) read_next();
        });
  }
  asio::ip::tcp::socket socket;
  std::shared_ptr<std::array<char, 4096>> buffer = std::make_shared<std::array<char, 4096>>();
  std::string received;
  bool closed = false;
  bool reading = true;
};

const std::string hello = R"({"jsonrpc":"2.0","id":1,"method":"session.hello"})";
const std::string state = R"({"jsonrpc":"2.0","id":2,"method":"state.get"})";

TEST_F(LoopbackTest, AnswersAClientWithATokenInTheHeader) {
  Peer peer(io_, {.url = url(), .token = "open sesame"});
  ASSERT_TRUE(run_until([&] { return peer.open; }));

  peer.client.send(hello);
  peer.client.send(state);

  ASSERT_TRUE(run_until([&] { return peer.texts.size() == 2; }));
  EXPECT_EQ(boost::json::parse(peer.texts[0]).at("result").at("clock"), "real");
  EXPECT_EQ(boost::json::parse(peer.texts[1]).at("result").at("phone_id"), "desk");
  peer.client.close();
  ASSERT_TRUE(run_until([&] { return peer.end.has_value(); }));
  EXPECT_EQ(peer.end->close_code, 1000);
}

TEST_F(LoopbackTest, TakesATokenAsFirstMessageOrSecondSubprotocol) {
  Peer first(io_, {.url = url()});
  Peer second(io_, {.url = url(), .subprotocol = "offhook.jsonrpc.v1, bearer.b3BlbiBzZXNhbWU"});
  ASSERT_TRUE(run_until([&] { return first.open && second.open; }));

  first.client.send(
      R"({"jsonrpc":"2.0","id":1,"method":"session.authenticate","params":{"token":"open sesame"}})");
  first.client.send(state);
  second.client.send(state);

  ASSERT_TRUE(run_until([&] { return first.texts.size() == 2 && second.texts.size() == 1; }));
  EXPECT_NE(first.texts[1].find("\"result\""), std::string::npos);
  EXPECT_NE(second.texts[0].find("\"result\""), std::string::npos);
}

TEST_F(LoopbackTest, SendsEvents) {
  Peer peer(io_, {.url = url(), .token = "open sesame"});
  ASSERT_TRUE(run_until([&] { return peer.open; }));
  peer.client.send(
      R"({"jsonrpc":"2.0","id":1,"method":"events.subscribe","params":{"topics":["hook.*"]}})");
  ASSERT_TRUE(run_until([&] { return peer.texts.size() == 1; }));

  for (int i = 0; i < 300; ++i) act::tell_anon(phone_, phone::InjectHook{i % 2 == 0});

  ASSERT_TRUE(run_until([&] { return peer.texts.size() == 301; }));
  EXPECT_EQ(boost::json::parse(peer.texts.back()).at("params").at("seq"), 300);
}

TEST_F(LoopbackTest, RefusesAWrongToken) {
  Peer peer(io_, {.url = url(), .token = "open"});
  ASSERT_TRUE(run_until([&] { return peer.end.has_value(); }));
  EXPECT_EQ(peer.end->http_status, 401u);
  EXPECT_FALSE(peer.open);
}

TEST_F(LoopbackTest, ClosesAfterAWrongTokenAsFirstMessage) {
  Peer peer(io_, {.url = url()});
  ASSERT_TRUE(run_until([&] { return peer.open; }));
  peer.client.send(
      R"({"jsonrpc":"2.0","id":1,"method":"session.authenticate","params":{"token":"x"}})");
  ASSERT_TRUE(run_until([&] { return peer.end.has_value(); }));
  ASSERT_EQ(peer.texts.size(), 1u);
  EXPECT_NE(peer.texts[0].find("-32000"), std::string::npos);
  EXPECT_EQ(peer.end->close_code, 1008);
}

TEST_F(LoopbackTest, RefusesAForeignOrigin) {
  Peer foreign(io_, {.url = url(), .token = "open sesame", .origin = "http://evil.test"});
  Peer known(io_, {.url = url(), .token = "open sesame", .origin = "http://panel.test"});
  ASSERT_TRUE(run_until([&] { return foreign.end.has_value() && known.open; }));
  EXPECT_EQ(foreign.end->http_status, 403u);
}

TEST_F(LoopbackTest, RefusesAForeignHost) {
  RawPeer peer(io_, port_);
  peer.send("GET / HTTP/1.1\r\nHost: evil.test\r\n\r\n");
  ASSERT_TRUE(run_until([&] { return peer.closed; }));
  EXPECT_TRUE(peer.got("HTTP/1.1 403"));
}

TEST_F(LoopbackTest, RefusesAnotherSubprotocol) {
  Peer none(io_, {.url = url(), .token = "open sesame", .subprotocol = ""});
  Peer other(io_, {.url = url(), .token = "open sesame", .subprotocol = "offhook.jsonrpc.v9"});
  ASSERT_TRUE(run_until([&] { return none.end.has_value() && other.end.has_value(); }));
  EXPECT_EQ(none.end->http_status, 400u);
  EXPECT_EQ(other.end->http_status, 400u);
}

TEST_F(LoopbackTest, AnswersABrowserWithALineOfText) {
  RawPeer peer(io_, port_);
  peer.send("GET / HTTP/1.1\r\nHost: localhost:" + std::to_string(port_) + "\r\n\r\n");
  ASSERT_TRUE(run_until([&] { return peer.closed; }));
  EXPECT_TRUE(peer.got("HTTP/1.1 200"));
  EXPECT_TRUE(peer.got("offhook control API"));
}

TEST_F(LoopbackTest, ClosesOnAMessageThatIsTooLong) {
  Peer peer(io_, {.url = url(), .token = "open sesame"});
  ASSERT_TRUE(run_until([&] { return peer.open; }));
  peer.client.send(std::string(64 * 1024 + 1, ' '));
  ASSERT_TRUE(run_until([&] { return peer.end.has_value(); }));
  EXPECT_EQ(peer.end->close_code, 1009);
}

TEST_F(LoopbackTest, ClosesOnAFrameThatIsNone) {
  RawPeer peer(io_, port_);
  peer.upgrade(port_);
  ASSERT_TRUE(run_until([&] { return peer.got("101 Switching"); }));
  EXPECT_TRUE(peer.got("Sec-WebSocket-Protocol: offhook.jsonrpc.v1\r\n"));
  peer.send("\xff\xff\xff\xff garbage, not a frame");
  ASSERT_TRUE(run_until([&] { return peer.closed; }));
  EXPECT_TRUE(peer.got("\x03\xea"));  // 1002, protocol error
}

TEST_F(LoopbackTest, ClosesOnAHeaderThatIsTooLong) {
  RawPeer peer(io_, port_);
  peer.upgrade(port_, "X-Long: " + std::string(9000, 'x') + "\r\n");
  ASSERT_TRUE(run_until([&] { return peer.closed; }));
  EXPECT_FALSE(peer.got("101 Switching"));
}

TEST_F(LoopbackTest, ForgetsAClientThatIsKilled) {
  const auto actors = loop_->running_actors();
  script_.delay = 1h;
  {
    Peer peer(io_, {.url = url(), .token = "open sesame"});
    ASSERT_TRUE(run_until([&] { return peer.open; }));
    EXPECT_EQ(loop_->running_actors(), actors + 1);
    peer.client.send(R"({"jsonrpc":"2.0","id":1,"method":"call.hold","params":{"call_id":"c1"}})");
    ASSERT_TRUE(run_until([&] { return script_.waiting == 1; }));
  }
  EXPECT_TRUE(run_until([&] { return loop_->running_actors() == actors; }));
}

TEST_F(LoopbackTest, ForgetsAClientThatIsKilledInTheMiddleOfAFrame) {
  const auto actors = loop_->running_actors();
  {
    RawPeer peer(io_, port_);
    peer.upgrade(port_, "Authorization: Bearer open sesame\r\n");
    ASSERT_TRUE(run_until([&] { return loop_->running_actors() == actors + 1; }));
    peer.send("\x81\xfe\x10");
  }
  EXPECT_TRUE(run_until([&] { return loop_->running_actors() == actors; }));
}

/// A text frame with an all-zero mask, RFC 6455 §5.2; up to 125 octets.
std::string frame(const std::string& text) {
  return "\x81" + std::string(1, static_cast<char>(0x80 | text.size())) + std::string(4, '\0') +
         text;
}

TEST_F(LoopbackTest, HangsUpOnAClientThatReadsNothing) {
  const auto actors = loop_->running_actors();
  RawPeer peer(io_, port_, 2048);
  peer.upgrade(port_, "Authorization: Bearer open sesame\r\n");
  ASSERT_TRUE(run_until([&] { return peer.got("\r\n\r\n"); }));
  ASSERT_TRUE(run_until([&] { return loop_->running_actors() == actors + 1; }));
  peer.reading = false;

  for (int id = 0; id < 20; ++id)
    peer.send(
        frame(R"({"jsonrpc":"2.0","method":"rpc.discover","id":)" + std::to_string(id) + "}"));

  EXPECT_TRUE(run_until([&] { return loop_->running_actors() == actors; }));
}

TEST_F(LoopbackTest, RefusesFramesBeforeTheHandshake) {
  RawPeer peer(io_, port_);
  peer.upgrade(port_, "Authorization: Bearer open sesame\r\n", frame(hello));
  ASSERT_TRUE(run_until([&] { return peer.closed; }));
  EXPECT_TRUE(peer.got("HTTP/1.1 400"));
}

TEST_F(LoopbackTest, SaysGoodbyeWhenItStops) {
  Peer peer(io_, {.url = url(), .token = "open sesame"});
  ASSERT_TRUE(run_until([&] { return peer.open; }));
  server_->stop();
  ASSERT_TRUE(run_until([&] { return peer.end.has_value(); }));
  EXPECT_EQ(peer.end->close_code, 1001);
  Peer late(io_, {.url = url()});
  ASSERT_TRUE(run_until([&] { return late.end.has_value(); }));
}

TEST_F(LoopbackTest, ListensOnLoopbackOnly) {
  WebSocketServer server(io_, *loop_, backend_, {});
  const auto any = server.start(Endpoint{IpAddress::v4(0, 0, 0, 0), 0});
  EXPECT_EQ(any.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_NE(std::string(any.status().message()).find("loopback"), std::string::npos);
  const auto taken = server.start(Endpoint{IpAddress::v4(127, 0, 0, 1), port_});
  EXPECT_EQ(taken.status().code(), absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace offhook::control
