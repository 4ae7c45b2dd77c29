// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/sip/via.hpp"

#include <gtest/gtest.h>

namespace offhook::sip {
namespace {

TEST(Via, HasItsParts) {
  const auto via = parse_via(
      "SIP/2.0/TLS [2001:db8::9:1]:5071;branch=z9hG4bKas3;rport=4000;received=2001:db8::9:255"
      ";maddr=224.2.0.1;ttl=15;x=\"y;z\"");

  ASSERT_TRUE(via.ok());
  EXPECT_EQ(via->transport, "TLS");
  EXPECT_EQ(via->host, "[2001:db8::9:1]");
  EXPECT_EQ(via->port, 5071);
  EXPECT_EQ(via->branch, "z9hG4bKas3");
  EXPECT_EQ(via->rport, 4000);
  EXPECT_EQ(via->received, "2001:db8::9:255");
  EXPECT_EQ(via->maddr, "224.2.0.1");
  EXPECT_EQ(via->ttl, 15);
}

TEST(Via, TellsARequestedPortFromAnAbsentOne) {
  EXPECT_FALSE(parse_via("SIP/2.0/UDP a.example")->rport.has_value());
  EXPECT_EQ(parse_via("SIP/2.0/UDP a.example;rport")->rport, 0);
}

TEST(Via, AllowsWhiteSpaceAroundEverySign) {
  const auto via =
      parse_via("SIP  / 2.0  / TCP     spindle.example.com  : 5090 ;  branch  =   z9 ");

  ASSERT_TRUE(via.ok());
  EXPECT_EQ(via->host, "spindle.example.com");
  EXPECT_EQ(via->port, 5090);
  EXPECT_EQ(via->branch, "z9");
}

TEST(Via, TakesReceivedWithOrWithoutBrackets) {  // RFC 5118 §4.5
  EXPECT_EQ(parse_via("SIP/2.0/UDP [::1];received=[2001:db8::9:255]")->received, "2001:db8::9:255");
}

TEST(Via, IsWrittenWithUnknownParametersKept) {
  auto via = *parse_via("SIP/2.0/UDP a.example:5070;alias;branch=z9hG4bK1;rport;oc=\"1\"");
  via.received = "192.0.2.7";
  via.rport = 4711;

  EXPECT_EQ(
      to_string(via),
      "SIP/2.0/UDP a.example:5070;branch=z9hG4bK1;rport=4711;received=192.0.2.7;alias;oc=\"1\"");
}

TEST(Via, KnowsTheCookieOnlyWithSomethingBehindIt) {
  EXPECT_TRUE((Via{.branch = "z9hG4bK1"}).has_magic_cookie());
  EXPECT_FALSE((Via{.branch = "z9hG4bK"}).has_magic_cookie());
  EXPECT_FALSE((Via{.branch = "390skdjuw"}).has_magic_cookie());
}

TEST(Via, RefusesWhatTheGrammarRefuses) {
  for (std::string_view text :
       {"", "SIP", "SIP/2.0", "SIP/2.0/", "SIP/2.0/UDP", "SIP/2.0/UDP ", "SIP/2.0/UDPa.example",
        "SIP/2.0/UDP a.example;", "SIP/2.0/UDP a.example;;,;,,", "SIP/2.0/UDP a.example:x",
        "SIP/2.0/UDP 2001:db8::9:1", "SIP/2.0/UDP a.example;rport=70000",
        "SIP/2.0/UDP a.example;ttl=256", "SIP/2.0/UDP a.example;branch=a b",
        "SIP/2.0/UDP a.example;x=\"open"})
    EXPECT_FALSE(parse_via(text).ok()) << text;
}

TEST(Via, ScanTellsWhereItStoppedAndKeepsWhatItRead) {
  Via via;

  EXPECT_EQ(scan_via("SIP/2.0/TCP a.example;branch=z9hG4bK1;;x", via), 38U);
  EXPECT_EQ(via.transport, "TCP");
  EXPECT_EQ(via.host, "a.example");
  EXPECT_EQ(via.branch, "z9hG4bK1");
}

}  // namespace
}  // namespace offhook::sip
