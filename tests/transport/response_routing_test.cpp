// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/transport/response_routing.hpp"

#include <gtest/gtest.h>

#include "actors/sip/draft.hpp"

namespace offhook::transport {
namespace {

std::string target(std::string_view via) {
  const auto hop = response_hop(*sip::parse_via(via));
  return hop ? hop->remote.to_string() : "nowhere";
}

// RFC 3261 §18.2.2.
TEST(ResponseRouting, GoesToSentByWhenThatIsAnAddress) {
  EXPECT_EQ(target("SIP/2.0/UDP 192.0.2.1:5070;branch=z9hG4bK1"), "192.0.2.1:5070");
  EXPECT_EQ(target("SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1"), "192.0.2.1:5060");
  EXPECT_EQ(target("SIP/2.0/UDP [2001:db8::1]:5070;branch=z9hG4bK1"), "[2001:db8::1]:5070");
}

TEST(ResponseRouting, GoesToReceivedAtThePortOfSentBy) {
  EXPECT_EQ(target("SIP/2.0/UDP pc.example:5070;received=192.0.2.9"), "192.0.2.9:5070");
  EXPECT_EQ(target("SIP/2.0/UDP pc.example;received=2001:db8::9"), "[2001:db8::9]:5060");
}

// RFC 3581 §4.
TEST(ResponseRouting, GoesToRportWhenItHasAValue) {
  EXPECT_EQ(target("SIP/2.0/UDP 10.0.0.1:5060;received=192.0.2.9;rport=4242"), "192.0.2.9:4242");
  EXPECT_EQ(target("SIP/2.0/UDP 10.0.0.1:5070;received=192.0.2.9;rport"), "192.0.2.9:5070");
}

TEST(ResponseRouting, GoesToMaddrBeforeAnythingElse) {
  EXPECT_EQ(target("SIP/2.0/UDP a.example:5070;maddr=224.0.1.75;received=192.0.2.9;rport=9"),
            "224.0.1.75:5070");
}

// RFC 3261 §18.2.2.
TEST(ResponseRouting, GoesBackOverTheConnectionOfTheRequest) {
  const auto via = *sip::parse_via("SIP/2.0/TCP 192.0.2.1:5070;branch=z9hG4bK1");
  const Endpoint from = *Endpoint::parse("192.0.2.1:49999");

  EXPECT_EQ(response_hop(via, {Protocol::tcp, from}), (Hop{Protocol::tcp, from}));
  EXPECT_EQ(response_hop(via, {Protocol::udp, from})->remote.port, 5070);
}

TEST(ResponseRouting, LooksUpNoName) { EXPECT_EQ(target("SIP/2.0/UDP a.example"), "nowhere"); }

class RefusalTest : public testing::Test {
 protected:
  std::optional<Refusal> refused(const std::string& datagram) {
    auto parsed = sip::parse_datagram(datagram);
    const auto* failure = std::get_if<sip::ParseFailure>(&parsed);
    EXPECT_NE(failure, nullptr);
    return failure ? refuse(*failure, source, 7) : std::nullopt;
  }
  static std::string with(std::string_view start, std::string_view via, std::string_view cseq) {
    return std::string(start) + "\r\nVia: " + std::string(via) +
           "\r\nFrom: <sip:a@a.example>;tag=a\r\nTo: <sip:b@b.example>\r\nCall-ID: c\r\nCSeq: " +
           std::string(cseq) + "\r\nContent-Length: 0\r\n\r\n";
  }
  Endpoint source = *Endpoint::parse("192.0.2.9:4242");
};

TEST_F(RefusalTest, AnswersWhereTheViaSays) {
  const auto version =
      refused(with("OPTIONS sip:b SIP/7.0", "SIP/2.0/UDP 192.0.2.9;branch=z9hG4bK1", "1 OPTIONS"));
  ASSERT_TRUE(version);
  EXPECT_TRUE(version->octets.starts_with("SIP/2.0 505 "));
  EXPECT_EQ(version->to.to_string(), "192.0.2.9:5060");

  const auto cseq = refused(
      with("OPTIONS sip:b SIP/2.0", "SIP/2.0/UDP 10.0.0.1;rport;branch=z9hG4bK1", "one OPTIONS"));
  ASSERT_TRUE(cseq);
  EXPECT_TRUE(cseq->octets.starts_with("SIP/2.0 400 "));
  EXPECT_EQ(cseq->to, source);
}

TEST_F(RefusalTest, NeverAnswersAResponseOrAnAck) {
  EXPECT_FALSE(refused(with("SIP/2.0 99 Low", "SIP/2.0/UDP 192.0.2.9", "1 OPTIONS")));
  EXPECT_FALSE(refused(with("ACK sip:b SIP/2.0", "SIP/2.0/UDP 192.0.2.9", "one ACK")));
  EXPECT_FALSE(refused("garbage that is long enough\r\n\r\n"));
}

// RFC 3261 §8.2.7.
TEST(StatelessTag, IsTheSameForEachCopyAndDiffersOtherwise) {
  const auto tag = stateless_tag(1, "call", "z9hG4bK1");

  EXPECT_EQ(tag, stateless_tag(1, "call", "z9hG4bK1"));
  EXPECT_EQ(tag.size(), 16u);
  EXPECT_NE(tag, stateless_tag(2, "call", "z9hG4bK1"));
  EXPECT_NE(tag, stateless_tag(1, "call", "z9hG4bK2"));
  EXPECT_NE(stateless_tag(1, "ab", "c"), stateless_tag(1, "a", "bc"));
}

}  // namespace
}  // namespace offhook::transport
