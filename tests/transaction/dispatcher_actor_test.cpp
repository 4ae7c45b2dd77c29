// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/transaction/dispatcher_actor.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "tests/transaction/world.hpp"

namespace offhook::transaction {
namespace {

class DispatcherTest : public testing::Test {
 protected:
  void from_peer(const RequestShape& shape, int used_branch = 1) {
    peer.send(phone.address, peer_request(peer, phone.address, shape, branch(used_branch)));
    world.loop.run_for(1ms);
  }

  World world;
  Host& phone = world.add_host("192.0.2.1:5060");
  Peer& peer = world.add_peer("192.0.2.2:5060");
};

TEST_F(DispatcherTest, ReportsATargetThatCannotBeResolved) {
  auto order = SendRequest{request_to(peer.address).build(), branch(1), phone.user,
                           *sip::parse_uri("sip:nowhere.example")};
  act::tell_anon(phone.dispatcher, order);
  world.loop.run_for(1ms);

  ASSERT_EQ(phone.script.failures.size(), 1u);
  EXPECT_EQ(phone.script.failures[0].second.failure, Failure::unresolvable);
  EXPECT_NE(phone.script.failures[0].second.why.find("nowhere.example"), std::string::npos);
  EXPECT_TRUE(world.sent.empty());
  world.expect_idle();
}

// RFC 3261 §8.1.2.
TEST_F(DispatcherTest, SendsToTheTopmostRoute) {
  auto draft = request_to(*Endpoint::parse("198.51.100.1:5060"));
  draft.append("Route", "<sip:192.0.2.2;lr>").append("Route", "<sip:198.51.100.2;lr>");
  act::tell_anon(phone.dispatcher, SendRequest{draft.build(), branch(1), phone.user});
  world.loop.run_for(1ms);

  EXPECT_EQ(peer.received.size(), 1u);
}

TEST_F(DispatcherTest, RefusesABranchThatIsInUse) {
  send_request(phone, peer.address);
  send_request(phone, peer.address);
  world.loop.run_for(1ms);

  ASSERT_EQ(phone.script.failures.size(), 1u);
  EXPECT_EQ(phone.script.failures[0].second.failure, Failure::transport);
  EXPECT_EQ(peer.received.size(), 1u);
}

// RFC 3261 §18.1.2, §17.1.3.
TEST_F(DispatcherTest, DiscardsResponsesThatAreNotForUs) {
  send_request(phone, peer.address);
  world.loop.run_for(1ms);
  const auto answer = sip::Draft::response(*peer.received[0], 200, "", "far");
  const auto with_via = [&](const std::string& via) {
    return sip::Draft(answer).set("Via", via).serialize();
  };

  peer.send(phone.address, with_via("SIP/2.0/UDP 192.0.2.9:5060;branch=" + branch(1).text));
  peer.send(phone.address, with_via("SIP/2.0/UDP 192.0.2.1:5061;branch=" + branch(1).text));
  peer.send(phone.address, with_via("SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKother"));
  peer.send(phone.address, sip::Draft(answer).set("CSeq", "1 ACK").serialize());
  peer.send(phone.address, sip::Draft(answer).set("CSeq", "1 INVITE").serialize());
  world.loop.run_for(1ms);
  EXPECT_TRUE(phone.script.responses.empty());

  peer.send(phone.address, answer.serialize());
  world.loop.run_for(1ms);
  EXPECT_EQ(phone.script.responses.size(), 1u);
}

TEST_F(DispatcherTest, SendsTheAckOfA2xxUnderItsOwnBranch) {
  const auto ack = request_to(peer.address, {.method = "ACK", .to_tag = "far"}).build();
  act::tell_anon(phone.dispatcher, SendAck{ack, branch(7)});
  world.loop.run_for(10s);

  ASSERT_EQ(peer.received.size(), 1u);  // no transaction: never retransmitted
  EXPECT_EQ(peer.received[0]->top_via().branch, branch(7).text);
  world.expect_idle();
}

TEST_F(DispatcherTest, GivesRequestsOutsideADialogToTheCore) {
  from_peer({.method = "OPTIONS"});

  ASSERT_EQ(phone.script.requests.size(), 1u);
  EXPECT_EQ(phone.script.requests[0].second.from.remote, peer.address);
}

TEST_F(DispatcherTest, GivesRequestsInADialogToTheUserThatClaimedIt) {
  Script leg;
  const auto user = world.loop.spawn<ScriptedUser>(leg);
  act::tell_anon(phone.dispatcher, ClaimDialog{"call-1", "near", user});
  from_peer({.method = "BYE", .to_tag = "near"}, 1);
  from_peer({.method = "ACK", .to_tag = "near"}, 2);
  EXPECT_EQ(leg.requests.size(), 1u);
  EXPECT_EQ(leg.acks.size(), 1u);
  EXPECT_TRUE(phone.script.requests.empty());

  act::tell_anon(phone.dispatcher, ReleaseDialog{"call-1", "near"});
  from_peer({.method = "INFO", .to_tag = "near"}, 3);
  EXPECT_EQ(peer.statuses(), (std::vector{481}));
  act::stop(user);
}

// RFC 3261 §12.2.2.
TEST_F(DispatcherTest, Answers481InADialogThatNobodyKnows) {
  from_peer({.method = "BYE", .to_tag = "unknown"});
  from_peer({.method = "BYE", .to_tag = "unknown"});  // a copy: the same answer (§8.2.7)

  EXPECT_EQ(peer.statuses(), (std::vector{481, 481}));
  EXPECT_EQ(peer.received[0]->text(), peer.received[1]->text());
  EXPECT_TRUE(phone.script.requests.empty());
  world.expect_idle();
}

TEST_F(DispatcherTest, ForgetsTheClaimsOfAUserThatEnded) {
  Script leg;
  const auto user = world.loop.spawn<ScriptedUser>(leg);
  act::tell_anon(phone.dispatcher, ClaimDialog{"call-1", "near", user});
  act::tell_anon(phone.dispatcher, ClaimDialog{"call-1", "other", user});
  world.loop.run_for(1ms);
  act::stop(user);
  world.loop.run_for(1ms);

  from_peer({.method = "BYE", .to_tag = "near"}, 1);
  from_peer({.method = "BYE", .to_tag = "other"}, 2);

  EXPECT_EQ(peer.statuses(), (std::vector{481, 481}));
}

TEST_F(DispatcherTest, GivesAProxyEveryRequest) {
  act::tell_anon(phone.dispatcher, SetCore{phone.user, true});
  from_peer({.method = "BYE", .to_tag = "unknown"}, 1);
  from_peer({.method = "ACK", .to_tag = "unknown"}, 2);

  EXPECT_EQ(phone.script.requests.size(), 1u);
  EXPECT_EQ(phone.script.acks.size(), 1u);
}

TEST_F(DispatcherTest, Answers503WhileNoCoreIsSet) {
  Host& empty = world.add_host("192.0.2.3:5060", {}, false);
  peer.send(empty.address, peer_request(peer, empty.address));
  world.loop.run_for(1ms);

  ASSERT_EQ(peer.statuses(), (std::vector{503}));
  EXPECT_TRUE(peer.received[0]->has(sip::HeaderId::retry_after));
}

TEST_F(DispatcherTest, Answers503BeyondItsLimitButNotInKnownDialogs) {
  Host& small = world.add_host("192.0.2.3:5060", {.server_transactions = 2});
  act::tell_anon(small.dispatcher, ClaimDialog{"call-9", "near", small.user});
  for (int i = 1; i <= 3; ++i)
    peer.send(small.address, peer_request(peer, small.address,
                                          {.call_id = "call-" + std::to_string(i)}, branch(i)));
  world.loop.run_for(1ms);
  EXPECT_EQ(small.script.requests.size(), 2u);
  EXPECT_EQ(peer.statuses(), (std::vector{503}));

  peer.send(small.address,
            peer_request(peer, small.address,
                         {.method = "BYE", .call_id = "call-9", .to_tag = "near"}, branch(9)));
  world.loop.run_for(1ms);
  EXPECT_EQ(small.script.requests.size(), 3u);
}

// RFC 3261 §8.2.2.2.
TEST_F(DispatcherTest, Answers482ToARequestThatComesTwoWays) {
  from_peer({.method = "INVITE"}, 1);
  from_peer({.method = "INVITE"}, 2);

  EXPECT_EQ(phone.script.requests.size(), 1u);
  EXPECT_EQ(peer.statuses(), (std::vector{482}));
}

// RFC 3261 §8.2.7: the ACK of a refusal that left no transaction behind.
TEST_F(DispatcherTest, DropsTheAckOfItsOwnRefusals) {
  from_peer({.method = "INVITE"}, 1);
  from_peer({.method = "INVITE"}, 2);
  ASSERT_EQ(peer.statuses(), (std::vector{482}));
  from_peer({.method = "ACK", .to_tag = std::string(peer.received[0]->to_tag())}, 2);

  EXPECT_TRUE(phone.script.acks.empty());
}

// RFC 3261 §9.2.
TEST_F(DispatcherTest, CancelsAnInviteThatHasNoFinalResponse) {
  from_peer({.method = "INVITE"});
  const auto invite = phone.script.requests[0].second;
  respond(invite.transaction, *invite.request, 180, "near");
  world.loop.run_for(1ms);
  from_peer({.method = "CANCEL"});
  from_peer({.method = "CANCEL"});  // a copy

  EXPECT_EQ(peer.statuses(), (std::vector{180, 200, 200}));
  EXPECT_EQ(peer.received[1]->method(), sip::Method::cancel);
  EXPECT_EQ(peer.received[1]->to_tag(), "near");
  ASSERT_EQ(phone.script.cancels.size(), 1u);
  EXPECT_EQ(phone.script.cancels[0].invite, invite.request);
  respond(invite.transaction, *invite.request, 487, "near");
  world.loop.run_for(1ms);
  EXPECT_EQ(peer.received.back()->status(), 487);
}

TEST_F(DispatcherTest, AnswersACancelAfterTheFinalResponseWithoutEffect) {
  from_peer({.method = "INVITE"});
  const auto invite = phone.script.requests[0].second;
  respond(invite.transaction, *invite.request, 200, "near");
  world.loop.run_for(1ms);
  from_peer({.method = "CANCEL"});

  EXPECT_EQ(peer.statuses(), (std::vector{200, 200}));
  EXPECT_TRUE(phone.script.cancels.empty());
}

TEST_F(DispatcherTest, Answers481ToACancelWithoutItsInvite) {
  from_peer({.method = "CANCEL"});

  EXPECT_EQ(peer.statuses(), (std::vector{481}));
  world.expect_idle();
}

TEST_F(DispatcherTest, TellsACancelAgainToTheUserThatAdoptsTheInvite) {
  Script leg;
  const auto user = world.loop.spawn<ScriptedUser>(leg);
  from_peer({.method = "INVITE"});
  from_peer({.method = "CANCEL"});
  act::tell_anon(phone.script.requests[0].second.transaction,
                 Adopt{user, phone.script.requests[0].second.request});
  world.loop.run_for(1ms);

  EXPECT_EQ(leg.cancels.size(), 1u);
  act::stop(user);
  world.loop.run_for(1ms);
  EXPECT_EQ(peer.received.back()->status(), 487);  // nobody else will say so
}

// RFC 3261 §17.2.3: a peer without the magic cookie.
TEST_F(DispatcherTest, ServesPeersOfRfc2543) {
  auto invite = request_to(phone.address, {.method = "INVITE"});
  invite.append("Via", "SIP/2.0/UDP 192.0.2.2:5060");
  peer.send(phone.address, invite.serialize());
  peer.send(phone.address, invite.serialize());
  world.loop.run_for(1ms);
  ASSERT_EQ(phone.script.requests.size(), 1u);
  const auto arrived = phone.script.requests[0].second;
  respond(arrived.transaction, *arrived.request, 486, "near");
  auto ack = request_to(phone.address, {.method = "ACK", .to_tag = "near"});
  ack.append("Via", "SIP/2.0/UDP 192.0.2.2:5060");
  world.loop.run_for(1ms);
  peer.send(phone.address, ack.serialize());
  world.loop.run_for(10s);

  EXPECT_EQ(peer.statuses(), (std::vector{486}));
  world.expect_idle();
}

// Whatever a message says, our own answers to it must not break us: 100, 200, 481, 482, 503.
TEST_F(DispatcherTest, SurvivesTheTortureMessagesAndEndsAllTheirTransactions) {
  log::set_sink([](log::Level, std::string_view) {});
  // Answers to what could not be parsed echo its faults, so nobody parses them here.
  const auto socket =
      *world.network.bind(*Endpoint::parse("192.0.2.6:5060"), [](std::string, const Endpoint&) {});
  std::size_t messages = 0;
  for (const auto* folder : {"/rfc4475", "/rfc5118"})
    for (const auto& entry :
         std::filesystem::directory_iterator(std::string(OFFHOOK_TEST_DATA) + folder)) {
      std::ifstream file(entry.path(), std::ios::binary);
      std::stringstream text;
      text << file.rdbuf();
      const std::string octets = text.str().substr(0, 65507);
      for (int copy = 0; copy < 2; ++copy) ASSERT_TRUE(socket->send(phone.address, octets).ok());
      if (octets.starts_with("INVITE")) {
        std::string cancel = "CANCEL" + octets.substr(6);
        const auto at = cancel.find(" INVITE");
        if (at != std::string::npos) cancel.replace(at, 7, " CANCEL");
        ASSERT_TRUE(socket->send(phone.address, cancel).ok());
      }
      ++messages;
    }
  world.loop.run_for(1s);
  EXPECT_GT(messages, 60u);
  EXPECT_GT(phone.script.requests.size(), 10u);

  act::stop(phone.user);  // every open transaction is answered for it
  world.loop.run_for(40s);
  EXPECT_EQ(world.loop.running_actors(), 2u);
  EXPECT_EQ(world.loop.pending_timers(), 0u);
  log::set_sink(nullptr);
}

TEST_F(DispatcherTest, SpeaksBetweenTwoStacks) {
  Host& other = world.add_host("192.0.2.3:5060");
  other.script.on_request = [](const RequestArrived& m) {
    respond(m.transaction, *m.request, 200);
  };
  send_request(phone, other.address);
  world.loop.run_for(40s);

  EXPECT_EQ(phone.script.statuses(), (std::vector{200}));
  world.expect_idle();
}

}  // namespace
}  // namespace offhook::transaction
