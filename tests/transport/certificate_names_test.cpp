// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/transport/certificate_names.hpp"

#include <gtest/gtest.h>

namespace offhook::transport {
namespace {

CertificateNames uris(std::vector<std::string> values) {
  return {.has_alternative_names = true, .uris = std::move(values)};
}
CertificateNames hosts(std::vector<std::string> values) {
  return {.has_alternative_names = true, .hosts = std::move(values)};
}
bool is_sip(const CertificateNames& names, std::string_view domain) {
  return speaks_for(names, domain, NameRules::sip);
}
bool is_web(const CertificateNames& names, std::string_view domain) {
  return speaks_for(names, domain, NameRules::web);
}

// RFC 5922 §7.1.
TEST(CertificateNames, TakesTheHostOfASipUri) {
  EXPECT_TRUE(is_sip(uris({"sip:example.net"}), "example.net"));
  EXPECT_TRUE(is_sip(uris({"http://x", "SIP:Example.NET"}), "example.net"));
  EXPECT_FALSE(is_sip(uris({"sips:example.net"}), "example.net"));
  EXPECT_FALSE(is_sip(uris({"sip:alice@example.net"}), "example.net"));
  EXPECT_FALSE(is_sip(uris({"sip:sip.example.net"}), "example.net"));
}

TEST(CertificateNames, TakesHosts) {
  EXPECT_TRUE(is_sip(hosts({"other.example", "example.net"}), "Example.Net."));
  EXPECT_FALSE(is_sip(hosts({"example.net.evil.example"}), "example.net"));
  EXPECT_FALSE(is_sip(hosts({std::string("example.net\0.evil.example", 25)}), "example.net"));
  EXPECT_FALSE(is_sip(hosts({""}), ""));
}

// RFC 5922 §7.2: a wildcard is a host that nobody has.
TEST(CertificateNames, KnowsNoWildcardsInSip) {
  EXPECT_FALSE(is_sip(hosts({"*.example.net"}), "sip.example.net"));
  EXPECT_FALSE(is_sip(uris({"sip:*.example.net"}), "sip.example.net"));
}

// RFC 2818 §3.1.
TEST(CertificateNames, LetsAWildcardStandForOneLabelOnTheWeb) {
  EXPECT_TRUE(is_web(hosts({"*.example.net"}), "ws.example.net"));
  EXPECT_FALSE(is_web(hosts({"*.example.net"}), "a.ws.example.net"));
  EXPECT_FALSE(is_web(hosts({"*.example.net"}), "example.net"));
  EXPECT_FALSE(is_web(hosts({"*.net"}), "example.net"));
  EXPECT_FALSE(is_web(uris({"sip:example.net"}), "example.net"));
}

// RFC 5922 §7.1: only where there is no subjectAltName.
TEST(CertificateNames, LooksAtTheCommonNameLast) {
  EXPECT_TRUE(is_sip({.common_name = "example.net"}, "example.net"));
  EXPECT_FALSE(
      is_sip({.has_alternative_names = true, .common_name = "example.net"}, "example.net"));
  EXPECT_FALSE(is_sip({}, "example.net"));
}

TEST(CertificateNames, ComparesAddressesAsAddresses) {
  const CertificateNames names{
      .has_alternative_names = true,
      .hosts = {"192.0.2.2"},
      .addresses = {*IpAddress::parse("192.0.2.1"), *IpAddress::parse("2001:db8::1")}};

  EXPECT_TRUE(is_sip(names, "192.0.2.1"));
  EXPECT_TRUE(is_sip(names, "[2001:db8:0::1]"));
  EXPECT_FALSE(is_sip(names, "192.0.2.2"));
}

TEST(CertificateNames, ShowsThemToPeople) {
  EXPECT_EQ(to_string(CertificateNames{}), "nobody");
  EXPECT_EQ(to_string(uris({"sip:a\n"})), "sip:a?");
  EXPECT_EQ(to_string(hosts({"a", "b"})), "a, b");
}

}  // namespace
}  // namespace offhook::transport
