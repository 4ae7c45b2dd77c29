// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/sip/uri.hpp"

#include <gtest/gtest.h>

namespace offhook::sip {
namespace {

Uri uri(std::string_view text) {
  auto parsed = parse_uri(text);
  EXPECT_TRUE(parsed.ok()) << text << ": " << parsed.status().message();
  return parsed.ok() ? *parsed : Uri{};
}

bool refused(std::string_view text) { return !parse_uri(text).ok(); }

TEST(Uri, HasItsParts) {
  const Uri parsed = uri("sips:alice:secret@Example.com:5071;transport=tcp;lr?subject=a&to=b%20c");

  EXPECT_EQ(parsed.scheme, Scheme::sips);
  EXPECT_EQ(parsed.user, "alice");
  EXPECT_EQ(parsed.password, "secret");
  EXPECT_EQ(parsed.host, "Example.com");
  EXPECT_EQ(parsed.port, 5071);
  EXPECT_EQ(parsed.param("transport"), "tcp");
  EXPECT_TRUE(parsed.is_loose_router());
  EXPECT_EQ(parsed.headers, (Params{{"subject", "a"}, {"to", "b%20c"}}));
}

TEST(Uri, IsWrittenAsItWasRead) {
  for (std::string_view text :
       {"sip:example.com", "sip:alice@example.com:5080;lr;x=y?a=b&c=d", "sips:a:b@[2001:db8::1]",
        "tel:+1-201-555-0123;phone-context=example.com", "urn:service:sos",
        "sip:*67%23@192.0.2.1;user=phone", "sip:%00@host5.example.com"})
    EXPECT_EQ(to_string(uri(text)), text);
}

TEST(Uri, LetsTheUserPartHoldSeparators) {
  EXPECT_EQ(uri("sip:user;par=u%40example.net@example.com").user, "user;par=u%40example.net");
  EXPECT_EQ(uri("sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*:&it+has=1@example.com").host,
            "example.com");
}

TEST(Uri, ReadsIpv6WithAndWithoutPort) {
  EXPECT_FALSE(uri("sip:[2001:db8::10:5070]").port.has_value());
  EXPECT_EQ(uri("sip:[2001:db8::10]:5070").port, 5070);
}

TEST(Uri, RefusesWhatTheGrammarRefuses) {
  for (std::string_view text : {"",
                                "sip",
                                "sip:",
                                ":",
                                "1sip:a",
                                "sip:@example.com",
                                "sip:a b@example.com",
                                "sip:2001:db8::10",
                                "sip:[2001:db8:::192.0.2.1]",
                                "sip:[192.0.2.1]",
                                "sip:[::1",
                                "sip:example.com:",
                                "sip:example.com:65536",
                                "sip:example.com:99999999999999999999",
                                "sip:example.com:5060x",
                                "sip:example.com;",
                                "sip:example.com;;lr",
                                "sip:example.com; lr",
                                "sip:example.com?",
                                "sip:example.com?a",
                                "sip:a%4@example.com",
                                "sip:a%zz@example.com",
                                "<sip:a@example.com>",
                                "sip:a@example.com>",
                                "sip:a@b@example.com",
                                "tel:",
                                "urn:a b",
                                "sip:example.com :5060",
                                "sip: example.com"})
    EXPECT_TRUE(refused(text)) << text;
  EXPECT_TRUE(refused("sip:" + std::string(5000, 'a')));
}

TEST(Uri, NamesTheOffsetOfTheFault) {
  EXPECT_EQ(parse_uri("sip:alice@exa mple.com").status().message(),
            "URI is malformed at offset 13");
}

TEST(Uri, KnowsItsEffectivePort) {
  EXPECT_EQ(uri("sip:a.example").effective_port(), 5060);
  EXPECT_EQ(uri("sips:a.example").effective_port(), 5061);
  EXPECT_EQ(uri("sip:a.example;transport=TLS").effective_port(), 5061);
  EXPECT_EQ(uri("sip:a.example:7").effective_port(), 7);
}

// The examples of RFC 3261 §19.1.4.
TEST(Uri, WithARepeatedParameterIsEquivalentToItself) {
  const auto uri = parse_uri("sip:a@b;x=2;x=1");
  const auto other = parse_uri("sip:a@b;x=2;x=2");

  ASSERT_TRUE(uri.ok() && other.ok());
  EXPECT_TRUE(equivalent(*uri, *uri));
  EXPECT_FALSE(equivalent(*uri, *other));
}

TEST(Uri, IsEquivalentAsTheRfcSays) {
  const auto same = [](std::string_view a, std::string_view b) {
    return equivalent(uri(a), uri(b)) && equivalent(uri(b), uri(a));
  };

  EXPECT_TRUE(same("sip:%61lice@atlanta.com;transport=TCP", "sip:alice@AtlanTa.CoM;Transport=tcp"));
  EXPECT_TRUE(same("sip:carol@chicago.com", "sip:carol@chicago.com;newparam=5"));
  EXPECT_TRUE(same("sip:carol@chicago.com;security=on", "sip:carol@chicago.com;newparam=5"));
  EXPECT_TRUE(same("sip:biloxi.com;transport=tcp;method=REGISTER?to=sip:bob%40biloxi.com",
                   "sip:biloxi.com;method=REGISTER;transport=tcp?to=sip:bob%40biloxi.com"));
  EXPECT_TRUE(same("sip:alice@atlanta.com?subject=project%20x&priority=urgent",
                   "sip:alice@atlanta.com?priority=urgent&subject=project%20x"));
  EXPECT_TRUE(same("sip:a@[2001:db8::1]", "sip:a@[2001:0DB8:0::1]"));
  EXPECT_TRUE(same("tel:+1-201-555-0123", "tel:+12015550123"));

  EXPECT_FALSE(same("SIP:ALICE@AtLanTa.CoM;Transport=udp", "sip:alice@AtLanTa.CoM;Transport=UDP"));
  EXPECT_FALSE(same("sip:bob@biloxi.com", "sip:bob@biloxi.com:5060"));
  EXPECT_FALSE(same("sip:bob@biloxi.com", "sip:bob@biloxi.com;transport=udp"));
  EXPECT_FALSE(same("sip:bob@biloxi.com", "sip:bob@biloxi.com:6000;transport=tcp"));
  EXPECT_FALSE(same("sip:carol@chicago.com", "sip:carol@chicago.com?Subject=next%20meeting"));
  EXPECT_FALSE(same("sip:bob@phone21.boxesbybob.com", "sip:bob@192.0.2.4"));
  EXPECT_FALSE(same("sip:carol@chicago.com;security=on", "sip:carol@chicago.com;security=off"));
  EXPECT_FALSE(same("sip:a@example.com", "sips:a@example.com"));
  EXPECT_FALSE(same("sip:%00@example.com", "sip:%00%00@example.com"));
  EXPECT_FALSE(same("sip:a%3Bb@example.com", "sip:a;b@example.com"));
}

TEST(Uri, UnescapesOnceAndKeepsNul) {
  EXPECT_EQ(unescape("v%61lue%25%34%31"), "value%41");
  EXPECT_EQ(unescape("null-%00-null"), std::string("null-\0-null", 11));
  EXPECT_EQ(unescape("%Z%4"), "%Z%4");
}

TEST(Uri, EscapesWhatAPersonDials) {
  EXPECT_EQ(escape_user("#31#+49 30\r\n"), "%2331%23+49%2030%0D%0A");
  EXPECT_EQ(escape_header("id@host;to-tag=1"), "id%40host%3Bto-tag%3D1");
  EXPECT_FALSE(refused("sip:" + escape_user("a@b:c\"<>%") + "@example.com"));
}

}  // namespace
}  // namespace offhook::sip
