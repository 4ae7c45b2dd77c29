// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/contact.hpp"

#include <gtest/gtest.h>

#include "actors/sip/draft.hpp"

namespace offhook::phone {
namespace {

using transport::Protocol;

ContactPoints points() {
  transport::Transports transports;
  for (const auto& [protocol, endpoint] :
       {std::pair{Protocol::tcp, "192.0.2.7:5060"}, std::pair{Protocol::udp, "192.0.2.7:5060"},
        std::pair{Protocol::tls, "192.0.2.7:5061"}, std::pair{Protocol::wss, "192.0.2.7:5060"},
        std::pair{Protocol::udp, "[2001:db8::7]:5060"}})
    transports.add({protocol, {}, *Endpoint::parse(endpoint)});
  return ContactPoints(transports);
}
Way way(std::string_view uri) { return way_to(*sip::parse_uri(uri)); }
sip::Account account(std::string registrar, std::string outbound_proxy = "") {
  sip::Account result;
  result.registrar = std::move(registrar);
  result.outbound_proxy = std::move(outbound_proxy);
  complete_routes(result);
  return result;
}

// RFC 3261 §8.1.1.8: where requests reach us, by the transport that they will come by.
TEST(Contact, NamesTransportAndPort) {
  EXPECT_EQ(points().uri("1001", way("sip:example.net")), "sip:1001@192.0.2.7:5060");
  EXPECT_EQ(points().uri("1001", way("sip:example.net;transport=tcp")),
            "sip:1001@192.0.2.7:5060;transport=tcp");
  EXPECT_EQ(points().uri("1001", way("sip:example.net;transport=tls")),
            "sip:1001@192.0.2.7:5061;transport=tls");
  EXPECT_EQ(points().uri("1001", way("sip:example.net;transport=wss")),
            "sip:1001@192.0.2.7:5060;transport=ws");
  EXPECT_EQ(points().uri("", way("sip:[2001:db8::1]")), "sip:[2001:db8::7]:5060");
}

TEST(Contact, IsSipsWhereTheRequestIs) {
  EXPECT_EQ(points().uri("1001", way("sips:example.net")), "sips:1001@192.0.2.7:5061");
}

TEST(Contact, FallsBackOnWhatThereIs) {
  EXPECT_EQ(points().uri("1001", way("sip:example.net;transport=ws")), "sip:1001@192.0.2.7:5060");
  EXPECT_EQ(points().uri("1001", way("sips:[2001:db8::1]")), "sips:1001@192.0.2.7:5061");
}

TEST(Way, IsThatOfTheOutboundProxyIfThereIsOne) {
  const auto direct = account("sip:192.0.2.1");
  const auto proxied = account("sip:example.net", "sip:192.0.2.1;transport=tcp;lr");

  EXPECT_EQ(way_of(direct).protocol, Protocol::udp);
  EXPECT_EQ(way_of(proxied).protocol, Protocol::tcp);
  EXPECT_EQ(way_of(direct, "sip:bob@192.0.2.9;transport=tcp").protocol, Protocol::tcp);
  EXPECT_EQ(way_of(proxied, "sip:bob@192.0.2.9").protocol, Protocol::tcp);
  EXPECT_TRUE(way_of(proxied, "sips:bob@example.net").is_sips);
}

// RFC 3261 §12.1.1.
TEST(Way, GoesBackAsTheRequestCame) {
  const transport::Hop from{Protocol::tls, *Endpoint::parse("[2001:db8::1]:49152")};
  const auto request = [](std::string_view uri) {
    auto draft = sip::Draft::request(sip::Method::options, uri);
    draft.append("Via", "SIP/2.0/TLS x;branch=z9hG4bK1").append("From", "<sip:a@x>;tag=a");
    return draft.append("To", "<sip:b@x>")
        .append("Call-ID", "c")
        .append("CSeq", "1 OPTIONS")
        .build();
  };

  EXPECT_EQ(way_back(*request("sip:b@x"), from), (Way{Protocol::tls, true, false}));
  EXPECT_EQ(way_back(*request("sips:b@x"), from), (Way{Protocol::tls, true, true}));
}

TEST(CompleteRoutes, LeavesAnAccountOverUdpAsItIs) {
  EXPECT_EQ(account("sip:example.net").outbound_proxy, "");
  EXPECT_EQ(account("").outbound_proxy, "");
}

TEST(CompleteRoutes, SendsCallsWhereRegistrationsGo) {
  EXPECT_EQ(account("sip:example.net;transport=tcp").outbound_proxy,
            "sip:example.net;transport=tcp;lr");
  EXPECT_EQ(account("sip:example.net;transport=tcp", "sip:p.example;lr").outbound_proxy,
            "sip:p.example;lr");
}

TEST(CompleteRoutes, MakesSipsAHopByTls) {
  EXPECT_EQ(account("sips:example.net").registrar, "sip:example.net;transport=tls");
  EXPECT_EQ(account("sips:example.net").outbound_proxy, "sip:example.net;transport=tls;lr");
  EXPECT_EQ(account("sips:example.net;transport=ws").registrar, "sip:example.net;transport=wss");
}

}  // namespace
}  // namespace offhook::phone
