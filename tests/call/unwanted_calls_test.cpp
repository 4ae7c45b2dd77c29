// SPDX-License-Identifier: GPL-3.0-or-later
// Calls that are taken after we had given them up: RFC 3261 §13.2.2.4.
#include <gtest/gtest.h>

#include "actors/base/loop.hpp"
#include "actors/call/unwanted_calls_actor.hpp"
#include "tests/support/messages.hpp"
#include "tests/support/peer.hpp"

namespace offhook::call {
namespace {

using offhook::testing::Headers;
using offhook::testing::response;
using offhook::testing::Wire;

class UnwantedCalls : public ::testing::Test {
 protected:
  UnwantedCalls() {
    dispatcher = loop.spawn<offhook::testing::RecordingDispatcher>(wire);
    sip::Account alice;
    alice.aor = "sip:alice@example.net";
    alice.password = "secret";
    ender = loop.spawn<UnwantedCallsActor>(
        UnwantedCallsContext{dispatcher, random, {alice}, "offhook"});
    loop.run_for(1ms);
  }
  ~UnwantedCalls() override {
    act::stop(ender);
    act::stop(dispatcher);
    ender = nullptr;
    wire = {};
    dispatcher = nullptr;
    loop.run_for(1s);
    EXPECT_EQ(loop.running_actors(), 0u);
  }

  static sip::MessagePtr invite() {
    auto draft = sip::Draft::request(sip::Method::invite, "sip:bob@example.net");
    draft.append("Via", "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1")
        .append("Max-Forwards", "70")
        .append("From", "\"Alice\" <sip:alice@example.net>;tag=a")
        .append("To", "<sip:bob@example.net>")
        .append("Call-ID", "call")
        .append("CSeq", "7 INVITE");
    return draft.build();
  }
  void answer(std::string_view tag, const Headers& more = bobs_contact) {
    hear({"z9hG4bK1"}, response(*invite(), 200, tag, more));
  }
  void hear(transaction::Branch branch, sip::MessagePtr message) {
    act::tell_anon(ender, transaction::ResponseArrived{std::move(branch), std::move(message)});
    loop.run_for(1ms);
  }

  static inline const Headers bobs_contact = {{"Contact", "<sip:bob@192.0.2.9:5060>"}};
  act::Loop loop{act::Loop::Virtual{}};
  SeededRandom random{3};
  Wire wire;
  transaction::Dispatcher dispatcher;
  transaction::User ender;
};

TEST_F(UnwantedCalls, AreAcknowledgedAndEnded) {
  answer("bob");

  ASSERT_EQ(wire.acks.size(), 1u);
  const auto& ack = *wire.acks[0].message;
  EXPECT_EQ(ack.request_uri_text(), "sip:bob@192.0.2.9:5060");
  EXPECT_EQ(ack.cseq().number, 7u);
  EXPECT_EQ(ack.to_tag(), "bob");
  EXPECT_EQ(ack.from_tag(), "a");
  ASSERT_EQ(wire.requests.size(), 1u);
  const auto& bye = *wire.requests[0].message;
  EXPECT_EQ(bye.method(), sip::Method::bye);
  EXPECT_EQ(bye.to_tag(), "bob");
  // A PRACK or an UPDATE may have had a higher number than the INVITE (§12.2.1.1).
  EXPECT_GT(bye.cseq().number, 8u);
}

TEST_F(UnwantedCalls, HaveAnAckForEachCopyAndOneBye) {
  answer("bob");
  answer("bob");
  answer("carol");
  EXPECT_EQ(wire.acks.size(), 3u);
  EXPECT_EQ(wire.acks[1].message->text(), wire.acks[0].message->text());
  ASSERT_EQ(wire.requests.size(), 2u);
  EXPECT_EQ(wire.requests[1].message->to_tag(), "carol");
}

TEST_F(UnwantedCalls, AreEndedByWayOfTheProxiesTheyCameBy) {
  answer("bob", {{"Contact", "<sip:bob@192.0.2.9:5060>"},
                 {"Record-Route", "<sip:near.example.net;lr>, <sip:far.example.net;lr>"}});
  const auto routes = wire.requests[0].message->routes();
  ASSERT_EQ(routes.size(), 2u);
  EXPECT_EQ(routes[0].uri.host, "far.example.net");
  EXPECT_EQ(wire.acks[0].next_hop->host, "far.example.net");
}

TEST_F(UnwantedCalls, AnswerAChallengeOfTheirOwnServer) {
  answer("bob",
         {{"Contact", "<sip:bob@192.0.2.9:5060>"}, {"Record-Route", "<sip:example.net;lr>"}});
  const auto bye = wire.requests[0];
  hear(bye.branch, response(*bye.message, 407, "bob",
                            {{"Proxy-Authenticate",
                              "Digest realm=\"example.net\", nonce=\"n\", algorithm=MD5"}}));
  ASSERT_EQ(wire.requests.size(), 2u);
  EXPECT_TRUE(wire.requests[1].message->has(sip::HeaderId::proxy_authorization));
  EXPECT_GT(wire.requests[1].message->cseq().number, bye.message->cseq().number);
  hear(wire.requests[1].branch, response(*wire.requests[1].message, 200, "bob"));
  EXPECT_EQ(wire.requests.size(), 2u);
}

TEST_F(UnwantedCalls, ShowNoPasswordToAStranger) {
  answer("bob");
  const auto bye = wire.requests[0];
  hear(bye.branch, response(*bye.message, 401, "bob",
                            {{"WWW-Authenticate", "Digest realm=\"x\", nonce=\"n\""}}));
  EXPECT_EQ(wire.requests.size(), 1u);
}

}  // namespace
}  // namespace offhook::call
