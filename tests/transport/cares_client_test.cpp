// SPDX-License-Identifier: GPL-3.0-or-later
// Real sockets on the loopback address, with a name server of our own.
#include "actors/transport/cares_client.hpp"

#include <array>
#include <functional>
#include <optional>
#include <string>

#include <boost/asio/ip/udp.hpp>
#include <gtest/gtest.h>

namespace offhook::transport {
namespace {

using namespace std::string_literals;
using boost::asio::ip::udp;

/// Copies the question and lets the test write what follows it.
class NameServer {
 public:
  using Write = std::function<std::string(std::string_view question)>;
  NameServer(boost::asio::io_context& io, Write write)
      : socket_(io, {boost::asio::ip::address_v4::loopback(), 0}), write_(std::move(write)) {
    receive();
  }
  [[nodiscard]] Endpoint local() const {
    return {IpAddress::v4(127, 0, 0, 1), socket_.local_endpoint().port()};
  }
  int asked = 0;

 private:
  void receive() {
    socket_.async_receive_from(
        boost::asio::buffer(buffer_), from_,
        [this](const boost::system::error_code& failed, std::size_t size) {
          if (failed) return;
          ++asked;
          const std::string_view query(buffer_.data(), size);
          // Name, type and class end five octets after the first zero behind the header.
          const auto question = query.substr(12, query.find('\0', 12) + 5 - 12);
          const auto reply = std::string(query.substr(0, 2)) + write_(question);
          if (reply.size() > 2) socket_.send_to(boost::asio::buffer(reply), from_);
          receive();
        });
  }
  udp::socket socket_;
  udp::endpoint from_;
  std::array<char, 2048> buffer_{};
  Write write_;
};

std::string found(std::string_view question) {
  return "\x81\x80\0\1\0\1\0\0\0\0"s + std::string(question) +
         "\xC0\x0C\0\1\0\1\0\0\0\x3C\0\4\xC0\0\2\x07"s;
}

DnsReply ask(boost::asio::io_context& io, CaresClient& client, const DnsQuestion& question) {
  std::optional<DnsReply> result;
  client.ask(question, [&](DnsReply reply) { result = std::move(reply); });
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (!result && std::chrono::steady_clock::now() < end) io.run_one_until(end);
  return result.value_or(DnsReply{});
}

TEST(CaresClient, AsksTheServerItWasGiven) {
  boost::asio::io_context io;
  NameServer server(io, found);
  CaresClient client(io, {server.local()});
  for (int i = 0; i < 3; ++i) {
    const auto reply = ask(io, client, {"sip.example.net", RecordType::a});
    ASSERT_EQ(reply.outcome, DnsOutcome::found);
    ASSERT_EQ(reply.records.size(), 1u);
    EXPECT_EQ(reply.records[0].owner, "sip.example.net");
    EXPECT_EQ(std::get<IpAddress>(reply.records[0].data), IpAddress::v4(192, 0, 2, 7));
    EXPECT_EQ(reply.records[0].ttl, std::chrono::seconds{60});
  }
  EXPECT_EQ(server.asked, 3);
}

TEST(CaresClient, TellsThatThereIsNothing) {
  boost::asio::io_context io;
  NameServer server(io, [](std::string_view question) {
    return "\x81\x83\0\1\0\0\0\0\0\0"s + std::string(question);
  });
  CaresClient client(io, {server.local()});
  EXPECT_EQ(ask(io, client, {"nobody.example", RecordType::srv}).outcome, DnsOutcome::nothing);
}

// Some forwarders refuse what they do not know; that must not cost the questions after it.
TEST(CaresClient, ARefusalIsNoSilence) {
  boost::asio::io_context io;
  NameServer server(io, [](std::string_view question) {
    const bool is_naptr = question.substr(question.size() - 4, 2) == "\0\x23"s;
    return is_naptr ? "\x81\x85\0\1\0\0\0\0\0\0"s + std::string(question) : found(question);
  });
  CaresClient client(io, {server.local()});
  EXPECT_EQ(ask(io, client, {"example.net", RecordType::naptr}).outcome, DnsOutcome::server_failed);
  EXPECT_EQ(ask(io, client, {"example.net", RecordType::a}).outcome, DnsOutcome::found);
}

TEST(CaresClient, TellsThatNoServerIsThere) {
  boost::asio::io_context io;
  std::optional<NameServer> server(std::in_place, io, found);
  const auto gone = server->local();
  server.reset();
  CaresClient client(io, {gone});
  EXPECT_EQ(ask(io, client, {"sip.example.net", RecordType::a}).outcome, DnsOutcome::server_failed);
}

TEST(CaresClient, AnswersFromTheHostsFile) {
  boost::asio::io_context io;
  NameServer server(io, found);
  CaresClient client(io, {server.local()});
  EXPECT_EQ(ask(io, client, {"localhost", RecordType::a}).outcome, DnsOutcome::found);
  EXPECT_EQ(server.asked, 0);
}

TEST(CaresClient, MayEndWhileItAsks) {
  boost::asio::io_context io;
  bool answered = false;
  {
    NameServer server(io, [](std::string_view) { return ""s; });
    CaresClient client(io, {server.local()});
    for (int i = 0; i < 5; ++i)
      client.ask({"n" + std::to_string(i) + ".example", RecordType::naptr},
                 [&](const DnsReply&) { answered = true; });
    io.run_one();
  }
  io.poll();
  EXPECT_FALSE(answered);
}

}  // namespace
}  // namespace offhook::transport
