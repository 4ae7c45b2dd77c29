// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/transport/tls_stream_network.hpp"

#include "actors/transport/asio_stream_network.hpp"
#include "actors/transport/tls_context.hpp"
#include "tests/transport/certificates.hpp"
#include "tests/transport/real_streams.hpp"

namespace offhook::transport {
namespace {

class TlsStreams : public RealStreams {
 protected:
  std::shared_ptr<TlsContext> load(const TlsSettings& settings) {
    auto tls = load_tls(settings);
    EXPECT_TRUE(tls.ok()) << tls.status();
    return *std::move(tls);
  }
  /// A server whose certificate says so.
  void serve(const std::string& common_name, const std::string& names, bool ask_clients = false) {
    TlsStreamNetwork network(io, load({.ca_file = certificates.authority(),
                                       .certificate = certificates.issue(common_name, names),
                                       .ask_clients = ask_clients}));
    listen(network);
  }
  std::unique_ptr<StreamEnd> call(const std::string& domain, TlsSettings settings) {
    TlsStreamNetwork network(io, load(settings));
    return connect(network, domain);
  }
  std::unique_ptr<StreamEnd> call(const std::string& domain) {
    return call(domain, {.ca_file = certificates.authority()});
  }

  Certificates certificates;
};

TEST_F(TlsStreams, CarryOctetsBothWays) {
  serve("", "URI:sip:example.net");
  const auto end = call("example.net");
  ASSERT_TRUE(end->connection->send("sent before it is connected").ok());
  ASSERT_TRUE(are_connected(*end));
  ASSERT_TRUE(accepted[0]->connection->send(std::string(200000, 'x')).ok());

  EXPECT_TRUE(run_until(
      [&] { return accepted[0]->arrived().size() == 27 && end->arrived().size() == 200000; }));
  EXPECT_EQ(end->connection->unsent(), 0u);
}

TEST_F(TlsStreams, AreClosedInGoodOrder) {
  serve("", "DNS:example.net");
  const auto end = call("example.net");
  ASSERT_TRUE(are_connected(*end));
  ASSERT_TRUE(accepted[0]->connection->send("last word").ok());
  accepted[0]->connection->finish();

  EXPECT_EQ(end_of(*end), "in good order");
  EXPECT_EQ(end->arrived(), "last word");
  EXPECT_EQ(end_of(*accepted[0]), "in good order");
}

TEST_F(TlsStreams, AreClosedByDestructionToo) {
  serve("", "DNS:example.net");
  const auto end = call("example.net");
  ASSERT_TRUE(are_connected(*end));
  accepted[0]->connection.reset();

  EXPECT_EQ(end_of(*end), "in good order");
}

// RFC 5922 §7.3.
TEST_F(TlsStreams, RefuseACertificateOfAnotherDomain) {
  serve("example.net", "URI:sip:other.example.net,DNS:*.example.net");
  const auto end = call("sip.example.net");
  ASSERT_TRUE(end->connection->send("secret").ok());

  EXPECT_EQ(end_of(*end),
            "the certificate of sip.example.net names sip:other.example.net, *.example.net; use a "
            "name that it has, or have it issued for sip.example.net");
  EXPECT_EQ(end->closed->code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(end->connection->unsent(), 6u);
  io.poll();
  for (const auto& each : accepted) EXPECT_EQ(each->arrived(), "");
}

TEST_F(TlsStreams, RefuseACertificateThatNobodyTrusts) {
  serve("", "DNS:example.net");
  const Certificates others;
  const auto end = call("example.net", {.ca_file = others.authority()});

  EXPECT_EQ(end_of(*end).find("the certificate of example.net is not trusted: "), 0u);
  EXPECT_NE(end->closed->message().find("; put the CA that signed it into ca_file of [tls]"),
            std::string::npos);
}

TEST_F(TlsStreams, TakeAnybodyWhenToldTo) {
  serve("", "DNS:other.example");
  const auto end = call("example.net", {.verify = false});

  EXPECT_TRUE(are_connected(*end));
}

TEST_F(TlsStreams, WantToKnowForWhichDomain) {
  serve("", "DNS:example.net");
  TlsStreamNetwork network(io, load({.ca_file = certificates.authority()}));

  EXPECT_EQ(network.connect({{}, listener->local()}).status().code(),
            absl::StatusCode::kFailedPrecondition);
}

TEST_F(TlsStreams, AskClientsForACertificate) {
  serve("", "DNS:example.net", true);
  const auto stranger = call("example.net");
  EXPECT_NE(end_of(*stranger), "it did not end");
  EXPECT_TRUE(accepted.empty());

  const auto known = call("example.net", {.ca_file = certificates.authority(),
                                          .certificate = certificates.issue("", "DNS:phone")});
  EXPECT_TRUE(are_connected(*known));
}

TEST_F(TlsStreams, HandOverNobodyWhoSpeaksSomethingElse) {
  serve("", "DNS:example.net");
  AsioStreamNetwork tcp(io);
  const auto end = connect(tcp, "");
  ASSERT_TRUE(end->connection->send("OPTIONS sip:bob@example.net SIP/2.0\r\n\r\n").ok());

  EXPECT_NE(end_of(*end), "it did not end");
  EXPECT_TRUE(accepted.empty());
}

TEST_F(TlsStreams, GiveUpOnWhoNeverGreets) {
  TlsStreamNetwork network(io, load({.certificate = certificates.issue("", "DNS:example.net")}),
                           {.connect = std::chrono::milliseconds(20)});
  listen(network);
  AsioStreamNetwork tcp(io);
  const auto end = connect(tcp, "");

  EXPECT_NE(end_of(*end), "it did not end");
  EXPECT_TRUE(accepted.empty());
}

TEST(LoadTls, NamesTheFileThatIsWrong) {
  const auto error = [](const TlsSettings& settings) {
    return message_of(load_tls(settings).status());
  };

  EXPECT_EQ(error({.ca_file = "/nonexistent"}).find("[tls] ca_file /nonexistent: "), 0u);
  EXPECT_EQ(error({.certificate = "/nonexistent"}).find("[tls] certificate /nonexistent: "), 0u);
}

}  // namespace
}  // namespace offhook::transport
