// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "actors/transaction/dispatcher_actor.hpp"
#include "tests/transaction/world.hpp"

namespace offhook::transaction {
namespace {

using Times = std::vector<std::int64_t>;

class DispatcherServersTest : public testing::Test {
 protected:
  void request(const RequestShape& shape, const Branch& used = branch(1)) {
    last_request = peer_request(peer, phone.address, shape, used);
    repeat();
  }
  void repeat() {
    peer.send(phone.address, last_request);
    world.loop.run_for(1ms);
  }
  void answer(int status, std::string_view to_tag = "near") {
    const auto& [at, arrived] = phone.script.requests.back();
    respond(arrived.transaction, *arrived.request, status, to_tag);
    world.loop.run_for(0s);
  }
  void acknowledge() {
    const auto invite = sip::message_or_null(sip::parse_datagram(last_request));
    peer.send(phone.address,
              std::string(sip::make_ack_for_failure(*invite, *peer.received.back())->text()));
    world.loop.run_for(1ms);
  }

  World world;
  Host& phone = world.add_host("192.0.2.1:5060");
  Peer& peer = world.add_peer("192.0.2.2:5060");
  std::string last_request;
};

TEST_F(DispatcherServersTest,
       LetsGoOfTheRequestOnceItIsAnswered) {  // timer J: it lives on for 32 s
  request({.method = "OPTIONS"});
  const std::weak_ptr<const sip::Message> held = phone.script.requests.back().second.request;
  answer(200);
  phone.script.requests.clear();
  world.loop.run_for(1s);

  EXPECT_TRUE(held.expired());
  repeat();
  EXPECT_EQ(peer.statuses(), (std::vector{200, 200}));
}

TEST_F(DispatcherServersTest, LetsGoOfAnAcceptedInviteWhenItsUserEnds) {  // timer L
  request({.method = "INVITE"});
  const std::weak_ptr<const sip::Message> held = phone.script.requests.back().second.request;
  answer(200);
  phone.script.requests.clear();
  act::stop(phone.user);
  world.loop.run_for(1s);

  EXPECT_TRUE(held.expired());
  repeat();
  EXPECT_EQ(peer.statuses(), (std::vector{200}));  // absorbed
}

// RFC 3261 §17.2.1.
TEST_F(DispatcherServersTest, Sends100After200MillisecondsOfSilence) {
  request({.method = "INVITE"});
  world.loop.run_for(1s);

  EXPECT_EQ(world.times(phone.address, "SIP/2.0 100"), (Times{200}));
  repeat();
  EXPECT_EQ(peer.statuses(), (std::vector{100, 100}));
  EXPECT_EQ(phone.script.requests.size(), 1u);
  EXPECT_EQ(peer.received[0]->to_tag(), "");
}

TEST_F(DispatcherServersTest, Sends100NeitherAfterAResponseNorForOtherRequests) {
  request({.method = "INVITE"});
  answer(180);
  request({.method = "OPTIONS"}, branch(2));
  world.loop.run_for(1s);

  EXPECT_EQ(peer.statuses(), (std::vector{180}));
}

TEST_F(DispatcherServersTest, RepeatsTheLatestProvisionalResponse) {
  request({.method = "INVITE"});
  repeat();  // nothing to repeat yet
  answer(180);
  answer(183);
  repeat();

  EXPECT_EQ(peer.statuses(), (std::vector{180, 183, 183}));
  EXPECT_EQ(phone.script.requests.size(), 1u);
}

// RFC 3261 §17.2.1: timers G and H.
TEST_F(DispatcherServersTest, RetransmitsAFailureUntilTimerH) {
  request({.method = "INVITE"});
  answer(486);
  world.loop.run_for(40s);

  EXPECT_EQ(world.times(phone.address, "SIP/2.0 486"),
            (Times{1, 501, 1501, 3501, 7501, 11501, 15501, 19501, 23501, 27501, 31501}));
  ASSERT_EQ(phone.script.response_failures.size(), 1u);
  EXPECT_EQ(phone.script.response_failures[0].second.failure, Failure::timeout);
  EXPECT_EQ(phone.script.response_failures[0].first, 32001ms);
  world.expect_idle();
}

// RFC 3261 §17.2.1: timer I.
TEST_F(DispatcherServersTest, StopsAtTheAckAndAbsorbsItsCopiesForFiveSeconds) {
  request({.method = "INVITE"});
  answer(486);
  world.loop.run_for(600ms);
  acknowledge();
  acknowledge();
  world.loop.run_for(4900ms);
  EXPECT_EQ(world.loop.pending_timers(), 1u);
  repeat();  // a late copy of the INVITE
  world.loop.run_for(200ms);

  EXPECT_EQ(peer.statuses(), (std::vector{486, 486}));
  EXPECT_TRUE(phone.script.acks.empty());  // the ACK of a failure ends here
  EXPECT_EQ(phone.script.requests.size(), 1u);
  world.expect_idle();
}

// RFC 6026 §7.1: timer L.
TEST_F(DispatcherServersTest, AbsorbsTheInviteAndPassesTheUsers2xxFor32Seconds) {
  request({.method = "INVITE"});
  answer(200);
  repeat();
  answer(200);
  world.loop.run_for(31900ms);
  repeat();
  EXPECT_EQ(peer.statuses(), (std::vector{200, 200}));
  EXPECT_EQ(phone.script.requests.size(), 1u);
  EXPECT_EQ(world.loop.pending_timers(), 1u);
  world.loop.run_for(200ms);
  world.expect_idle();
}

// Some phones acknowledge a 2xx under the branch of the INVITE.
TEST_F(DispatcherServersTest, PassesAnAckOfA2xxThatComesUnderTheBranchOfTheInvite) {
  request({.method = "INVITE"});
  answer(200);
  peer.send(phone.address, peer_request(peer, phone.address, {.method = "ACK", .to_tag = "near"}));
  world.loop.run_for(1ms);

  EXPECT_EQ(phone.script.acks.size(), 1u);
}

// RFC 3261 §17.2.2: timer J.
TEST_F(DispatcherServersTest, RepeatsTheFinalResponseFor32Seconds) {
  request({.method = "OPTIONS"});
  repeat();
  answer(200);
  answer(500);  // one final response alone
  repeat();
  world.loop.run_for(31900ms);
  repeat();
  EXPECT_EQ(peer.statuses(), (std::vector{200, 200, 200}));
  world.loop.run_for(200ms);
  world.expect_idle();
  EXPECT_EQ(phone.script.requests.size(), 1u);
}

// RFC 4320 §3.
TEST_F(DispatcherServersTest, EndsWhenTheClientHasGivenUp) {
  request({.method = "OPTIONS"});
  world.loop.run_for(33s);

  EXPECT_TRUE(peer.received.empty());
  world.expect_idle();
}

TEST_F(DispatcherServersTest, Answers500ForAUserThatEnded) {
  request({.method = "INVITE"});
  request({.method = "OPTIONS"}, branch(2));
  act::stop(phone.user);
  world.loop.run_for(1ms);

  EXPECT_EQ(peer.statuses(), (std::vector{500, 500}));
  EXPECT_FALSE(peer.received[0]->to_tag().empty());
}

TEST_F(DispatcherServersTest, TellsTheUserThatAdoptedIt) {
  Script leg;
  const auto user = world.loop.spawn<ScriptedUser>(leg);
  request({.method = "INVITE"});
  act::tell_anon(phone.script.requests[0].second.transaction,
                 Adopt{user, phone.script.requests[0].second.request});
  answer(486);
  world.loop.run_for(40s);

  EXPECT_EQ(leg.response_failures.size(), 1u);
  EXPECT_TRUE(phone.script.response_failures.empty());
  act::stop(user);
}

// RFC 3261 §18.2.2, RFC 3581 §4.
TEST_F(DispatcherServersTest, AnswersToTheSourcePortIfAskedFor) {
  auto draft = request_to(phone.address);
  draft.append("Via", "SIP/2.0/UDP 10.0.0.7:9999;branch=z9hG4bK1;rport");
  peer.send(phone.address, draft.serialize());
  world.loop.run_for(1ms);
  answer(200);
  world.loop.run_for(1ms);

  ASSERT_EQ(peer.received.size(), 1u);
  EXPECT_EQ(peer.received[0]->top_via().received, "192.0.2.2");
  EXPECT_EQ(peer.received[0]->top_via().rport, 5060);
}

}  // namespace
}  // namespace offhook::transaction
