// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/transport/web_socket_stream_network.hpp"

#include <array>

#include <openssl/sha.h>

#include "actors/sip/limits.hpp"
#include "actors/transport/asio_stream_network.hpp"
#include "actors/transport/tls_context.hpp"
#include "actors/transport/web_socket_handshake.hpp"
#include "tests/transport/certificates.hpp"
#include "tests/transport/real_streams.hpp"

namespace offhook::transport {
namespace {

class WebSocketStreams : public RealStreams {
 protected:
  /// What a client gets that says so.
  std::string answer_to(const std::string& more_headers) {
    AsioStreamNetwork tcp(io);
    const auto end = connect(tcp, "");
    EXPECT_TRUE(end->connection
                    ->send("GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n"
                           "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                           "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
                           more_headers + "\r\n")
                    .ok());
    run_until([&] { return end->closed || end->arrived().find("\r\n\r\n") != std::string::npos; });
    return end->arrived();
  }

  WebSocketStreamNetwork network{io, {}};
};

TEST_F(WebSocketStreams, CarryMessages) {
  listen(network);
  const auto end = connect(network, "example.net");
  ASSERT_TRUE(end->connection->send("one").ok());
  ASSERT_TRUE(end->connection->send("two, not UTF-8: \xff").ok());
  ASSERT_TRUE(are_connected(*end));
  ASSERT_TRUE(accepted[0]->connection->send(std::string(60000, 'x')).ok());
  ASSERT_TRUE(
      run_until([&] { return accepted[0]->pieces.size() == 2 && end->pieces.size() == 1; }));

  EXPECT_EQ(accepted[0]->pieces, (std::vector<std::string>{"one", "two, not UTF-8: \xff"}));
  EXPECT_EQ(end->pieces[0].size(), 60000u);
}

TEST_F(WebSocketStreams, AreClosedInGoodOrder) {
  listen(network);
  const auto end = connect(network, "example.net");
  ASSERT_TRUE(are_connected(*end));
  ASSERT_TRUE(end->connection->send("last word").ok());
  end->connection->finish();

  EXPECT_EQ(end_of(*accepted[0]), "in good order");
  EXPECT_EQ(accepted[0]->arrived(), "last word");
  EXPECT_EQ(end_of(*end), "in good order");
}

TEST_F(WebSocketStreams, TakeNoMessageThatIsTooLong) {
  listen(network);
  const auto end = connect(network, "example.net");
  ASSERT_TRUE(are_connected(*end));
  ASSERT_TRUE(end->connection->send(std::string(sip::limits::message_octets + 1, 'x')).ok());

  EXPECT_NE(end_of(*accepted[0]), "in good order");
  EXPECT_EQ(accepted[0]->arrived(), "");
}

// RFC 7118 §4.1.
TEST_F(WebSocketStreams, RefuseAClientOfAnotherSubprotocol) {
  listen(network);

  EXPECT_TRUE(answer_to("").starts_with("HTTP/1.1 400 "));
  EXPECT_TRUE(answer_to("Sec-WebSocket-Protocol: chat\r\n").starts_with("HTTP/1.1 400 "));
  EXPECT_TRUE(accepted.empty());
  const auto answer = answer_to("Sec-WebSocket-Protocol: chat, sip\r\n");
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 101 "));
  EXPECT_NE(answer.find("Sec-WebSocket-Protocol: sip\r\n"), std::string::npos);
}

TEST_F(WebSocketStreams, RefuseAnOriginThatIsNotAllowed) {
  WebSocketStreamNetwork choosy(io, {.origins = {"https://example.net"}});
  listen(choosy);
  const std::string sip = "Sec-WebSocket-Protocol: sip\r\n";

  EXPECT_TRUE(answer_to(sip + "Origin: https://evil.example\r\n").starts_with("HTTP/1.1 403 "));
  EXPECT_TRUE(answer_to(sip + "Origin: https://example.net\r\n").starts_with("HTTP/1.1 101 "));
  EXPECT_TRUE(answer_to(sip).starts_with("HTTP/1.1 101 "));
}

TEST_F(WebSocketStreams, SayWhyTheServerRefused) {
  AsioStreamNetwork tcp(io);
  listen(tcp);
  const auto end = connect(network, "example.net");
  ASSERT_TRUE(run_until([&] { return !accepted.empty() && !accepted[0]->pieces.empty(); }));
  const std::string request = accepted[0]->arrived();
  ASSERT_TRUE(
      accepted[0]->connection->send("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n").ok());

  EXPECT_NE(end_of(*end).find("refused with HTTP status 404"), std::string::npos);
  EXPECT_NE(request.find("Sec-WebSocket-Protocol: sip\r\n"), std::string::npos);
  EXPECT_NE(request.find("Host: example.net:"), std::string::npos);
}

/// RFC 6455 §4.2.2.
std::string accept_of(const std::string& request) {
  const std::string name = "Sec-WebSocket-Key: ";
  const auto at = request.find(name) + name.size();
  const std::string key =
      request.substr(at, request.find('\r', at) - at) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  std::array<unsigned char, SHA_DIGEST_LENGTH> hash{};
  SHA1(reinterpret_cast<const unsigned char*>(key.data()), key.size(), hash.data());
  std::array<unsigned char, 32> text{};
  EVP_EncodeBlock(text.data(), hash.data(), static_cast<int>(hash.size()));
  return reinterpret_cast<const char*>(text.data());
}

// RFC 7118 §4.1.
TEST_F(WebSocketStreams, RefuseAServerThatDoesNotSpeakSip) {
  AsioStreamNetwork tcp(io);
  listen(tcp);
  const auto end = connect(network, "example.net");
  ASSERT_TRUE(run_until([&] { return !accepted.empty() && !accepted[0]->pieces.empty(); }));
  ASSERT_TRUE(accepted[0]
                  ->connection
                  ->send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                         "Connection: Upgrade\r\nSec-WebSocket-Accept: " +
                         accept_of(accepted[0]->arrived()) + "\r\n\r\n")
                  .ok());

  EXPECT_NE(end_of(*end).find("does not speak the subprotocol sip"), std::string::npos);
  EXPECT_FALSE(end->connected);
}

TEST_F(WebSocketStreams, GoOverTlsByTheRulesOfTheWeb) {
  Certificates certificates;
  const auto server = load_tls({.certificate = certificates.issue("", "DNS:*.example.net")});
  const auto client = load_tls({.ca_file = certificates.authority()});
  ASSERT_TRUE(server.ok() && client.ok());
  WebSocketStreamNetwork serving(io, {}, *server), calling(io, {}, *client);
  listen(serving);
  const auto good = connect(calling, "ws.example.net");
  ASSERT_TRUE(are_connected(*good));
  ASSERT_TRUE(good->connection->send("one").ok());
  ASSERT_TRUE(run_until([&] { return accepted[0]->pieces.size() == 1; }));
  const auto bad = connect(calling, "example.org");

  EXPECT_EQ(accepted[0]->arrived(), "one");
  EXPECT_EQ(end_of(*bad).find("the certificate of example.org names *.example.net"), 0u);
  good->connection->finish();
  EXPECT_EQ(end_of(*good), "in good order");
}

TEST(JudgeUpgrade, ChecksWhatItMust) {
  EXPECT_EQ(judge_upgrade({true, "sip", ""}, {}).status, 0);
  EXPECT_EQ(judge_upgrade({true, "a, sip ,b", "https://x"}, {"https://x"}).status, 0);
  EXPECT_EQ(judge_upgrade({false, "sip", ""}, {}).status, 426);
  EXPECT_EQ(judge_upgrade({true, "SIP", ""}, {}).status, 400);
  EXPECT_EQ(judge_upgrade({true, "sips,", ""}, {}).status, 400);
  EXPECT_EQ(judge_upgrade({true, "sip", "https://y"}, {"https://x"}).status, 403);
}

}  // namespace
}  // namespace offhook::transport
