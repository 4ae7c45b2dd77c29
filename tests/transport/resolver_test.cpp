// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/transport/resolver.hpp"

#include <gtest/gtest.h>

namespace offhook::transport {
namespace {

const StaticResolver resolver({{"proxy.example", *Endpoint::parse("192.0.2.7:5080")},
                               {"plain.example", *Endpoint::parse("192.0.2.8:0")}});

std::string hop(std::string_view uri) {
  const auto hops = resolver.look_up(*sip::parse_uri(uri));
  return hops.ok() ? hops->front().remote.to_string() : "";
}
absl::StatusCode code(std::string_view uri) {
  return resolver.look_up(*sip::parse_uri(uri)).status().code();
}

TEST(StaticResolver, TakesAddressesAsTheyAre) {
  EXPECT_EQ(hop("sip:bob@192.0.2.1"), "192.0.2.1:5060");
  EXPECT_EQ(hop("sip:bob@192.0.2.1:5070;transport=UDP"), "192.0.2.1:5070");
  EXPECT_EQ(hop("sip:[2001:db8::1]:5070"), "[2001:db8::1]:5070");
  EXPECT_EQ(hop("sip:localhost:5070"), "127.0.0.1:5070");
}

TEST(StaticResolver, KnowsTheNamesOfItsTable) {
  EXPECT_EQ(hop("sip:Proxy.Example"), "192.0.2.7:5080");
  EXPECT_EQ(hop("sip:proxy.example.:5070"), "192.0.2.7:5070");
  EXPECT_EQ(hop("sip:plain.example"), "192.0.2.8:5060");
}

// RFC 3261 §19.1.1.
TEST(StaticResolver, PrefersMaddr) {
  EXPECT_EQ(hop("sip:bob@example.net;maddr=192.0.2.3"), "192.0.2.3:5060");
}

TEST(StaticResolver, SaysWhyThereIsNoHop) {
  EXPECT_EQ(code("sip:unknown.example"), absl::StatusCode::kNotFound);
  EXPECT_EQ(code("sips:192.0.2.1;transport=udp"), absl::StatusCode::kUnimplemented);
  EXPECT_EQ(code("sip:192.0.2.1;transport=sctp"), absl::StatusCode::kUnimplemented);
  EXPECT_EQ(code("tel:+15551234"), absl::StatusCode::kUnimplemented);
}

// RFC 3261 §19.1.2 and §26.2.2, RFC 7118 §5.2.
TEST(StaticResolver, TakesTransportAndPortFromTheUri) {
  const auto look_up = [](std::string_view uri) {
    return resolver.look_up(*sip::parse_uri(uri))->front();
  };
  const auto at = [](int port) {
    return Endpoint{IpAddress::v4(192, 0, 2, 8), std::uint16_t(port)};
  };
  const std::string domain = "plain.example";

  EXPECT_EQ(look_up("sip:plain.example;transport=udp"), (Hop{Protocol::udp, at(5060)}));
  EXPECT_EQ(look_up("sip:plain.example;transport=TCP"), (Hop{Protocol::tcp, at(5060)}));
  EXPECT_EQ(look_up("sip:Plain.example;transport=tls"), (Hop{Protocol::tls, at(5061), domain}));
  EXPECT_EQ(look_up("sips:plain.example."), (Hop{Protocol::tls, at(5061), domain}));
  EXPECT_EQ(look_up("sips:plain.example;transport=tcp"), (Hop{Protocol::tls, at(5061), domain}));
  EXPECT_EQ(look_up("sip:plain.example;transport=ws"), (Hop{Protocol::ws, at(80), domain}));
  EXPECT_EQ(look_up("sips:plain.example;transport=ws"), (Hop{Protocol::wss, at(443), domain}));
  EXPECT_EQ(look_up("sip:plain.example:8443;transport=wss"),
            (Hop{Protocol::wss, at(8443), domain}));
}

// RFC 5922 §7.1: the domain is what was asked for, wherever it lives.
TEST(StaticResolver, VerifiesTheHostAndNotWhereItIsReached) {
  const auto hops = resolver.look_up(*sip::parse_uri("sips:example.net;maddr=192.0.2.3"));

  ASSERT_TRUE(hops.ok());
  EXPECT_EQ(hops->front(), (Hop{Protocol::tls, *Endpoint::parse("192.0.2.3:5061"), "example.net"}));
}

}  // namespace
}  // namespace offhook::transport
