// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/transaction/transaction_key.hpp"

#include <gtest/gtest.h>

#include "actors/sip/draft.hpp"
#include "actors/sip/parser.hpp"

namespace offhook::transaction {
namespace {

struct Shape {
  std::string method = "INVITE";
  std::string via = "SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1";
  std::string cseq = "1";
  std::string from_tag = "a";
  std::string to_tag = "";
  std::string uri = "sip:bob@example.net";
};

sip::MessagePtr message(const Shape& shape) {
  return sip::Draft::request(shape.method, shape.uri)
      .append("Via", shape.via)
      .append("From", "<sip:alice@example.net>;tag=" + shape.from_tag)
      .append("To", "<sip:bob@example.net>" + (shape.to_tag.empty() ? "" : ";tag=" + shape.to_tag))
      .append("Call-ID", "call@192.0.2.1")
      .append("CSeq", shape.cseq + " " + shape.method)
      .build();
}

// RFC 3261 §17.1.3.
TEST(ClientKey, MatchesTheResponseByBranchAndMethod) {
  const auto invite = message({});

  EXPECT_EQ(client_key(*invite), client_key(*sip::Draft::response(*invite, 200).build()));
  EXPECT_NE(client_key(*invite), client_key(*message({.method = "CANCEL"})));
  EXPECT_NE(client_key(*invite),
            client_key(*message({.via = "SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK2"})));
}

// RFC 3261 §17.2.3.
TEST(ServerKey, NeedsBranchSentByAndMethod) {
  const auto invite = server_key(*message({}));

  EXPECT_EQ(invite, server_key(*message({.cseq = "7", .uri = "sip:other@example.net"})));
  EXPECT_NE(invite, server_key(*message({.method = "OPTIONS"})));
  EXPECT_NE(invite, server_key(*message({.via = "SIP/2.0/UDP 192.0.2.2;branch=z9hG4bK1"})));
  EXPECT_NE(invite, server_key(*message({.via = "SIP/2.0/UDP 192.0.2.1:5070;branch=z9hG4bK1"})));
}

TEST(ServerKey, ComparesSentByWithoutCaseAndWithItsDefaultPort) {
  EXPECT_EQ(server_key(*message({.via = "SIP/2.0/UDP Host.Example:5060;branch=z9hG4bK1"})),
            server_key(*message({.via = "SIP/2.0/UDP host.example;branch=z9hG4bK1"})));
}

TEST(ServerKey, GivesTheAckOfAFailureToItsInvite) {
  const auto invite = message({});
  const auto busy = sip::Draft::response(*invite, 486, "", "b").build();

  EXPECT_EQ(server_key(*invite), server_key(*sip::make_ack_for_failure(*invite, *busy)));
  EXPECT_EQ(server_key(*invite), server_key(*busy));
}

TEST(ServerKey, TellsMethodsApartThatWeDoNotKnow) {
  EXPECT_NE(server_key(*message({.method = "FIRST"})), server_key(*message({.method = "SECOND"})));
}

// RFC 3261 §17.2.3, for peers of RFC 2543, which send no or any branch.
TEST(ServerKey, FallsBackToTheOldRulesWithoutTheMagicCookie) {
  const Shape old{.via = "SIP/2.0/UDP 192.0.2.1;branch=1"};
  const auto invite = server_key(*message(old));

  Shape other = old;
  other.cseq = "2";
  EXPECT_NE(invite, server_key(*message(other)));
  other = old;
  other.from_tag = "b";
  EXPECT_NE(invite, server_key(*message(other)));
  other = old;
  other.uri = "sip:carol@example.net";
  EXPECT_NE(invite, server_key(*message(other)));
  other = old;
  other.via = "SIP/2.0/UDP 192.0.2.1";
  EXPECT_NE(invite, server_key(*message(other)));
  other = old;
  other.method = "ACK";
  other.to_tag = "answered";
  EXPECT_EQ(invite, server_key(*message(other)));
}

// RFC 3261 §9.2.
TEST(CancelledKey, IsThatOfTheInviteWithTheSameVia) {
  EXPECT_EQ(cancelled_key(*message({.method = "CANCEL"})), server_key(*message({})));
  EXPECT_NE(server_key(*message({.method = "CANCEL"})), server_key(*message({})));
}

// RFC 3261 §8.2.2.2.
TEST(MergeKey, IgnoresTheWayTheRequestCame) {
  const Shape other_way{.via = "SIP/2.0/UDP 192.0.2.9;branch=z9hG4bK9"};

  EXPECT_EQ(merge_key(*message({})), merge_key(*message(other_way)));
  EXPECT_NE(merge_key(*message({})), merge_key(*message({.cseq = "2"})));
}

}  // namespace
}  // namespace offhook::transaction
