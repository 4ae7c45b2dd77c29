// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/transaction/client_actor.hpp"

#include <gtest/gtest.h>

#include "tests/transaction/world.hpp"

namespace offhook::transaction {
namespace {

using Times = std::vector<std::int64_t>;

class ClientActorTest : public testing::Test {
 protected:
  /// The peer answers the latest request of that method.
  void answer(std::string_view method, int status, std::string_view to_tag = "far") {
    for (auto m = peer.received.rbegin(); m != peer.received.rend(); ++m)
      if ((*m)->is_request() && (*m)->method_text() == method)
        return peer.send(phone.address, sip::Draft::response(**m, status, "", to_tag).serialize());
    FAIL() << "no " << method << " to answer";
  }
  [[nodiscard]] std::size_t arrived(std::string_view method) const {
    return static_cast<std::size_t>(std::ranges::count_if(
        peer.received, [&](const auto& m) { return m->method_text() == method; }));
  }

  World world;
  Host& phone = world.add_host("192.0.2.1:5060");
  Peer& peer = world.add_peer("192.0.2.2:5060");
};

// RFC 3261 §17.1.1.2: timer A doubles from T1 without bound; timer B after 64*T1.
TEST_F(ClientActorTest, RetransmitsAnUnansweredInviteAndTimesOutAfter32Seconds) {
  send_request(phone, peer.address, {.method = "INVITE"});

  world.loop.run_for(40s);

  EXPECT_EQ(world.times(phone.address, "INVITE"), (Times{0, 500, 1500, 3500, 7500, 15500, 31500}));
  ASSERT_EQ(phone.script.failures.size(), 1u);
  EXPECT_EQ(phone.script.failures[0].first, 32s);
  EXPECT_EQ(phone.script.failures[0].second.failure, Failure::timeout);
  EXPECT_EQ(phone.script.failures[0].second.branch, branch(1));
  world.expect_idle();
}

// RFC 3261 §17.1.2.2: timer E doubles up to T2; timer F after 64*T1.
TEST_F(ClientActorTest, RetransmitsAnUnansweredRequestAtMostEveryFourSeconds) {
  send_request(phone, peer.address, {.method = "OPTIONS"});

  world.loop.run_for(40s);

  EXPECT_EQ(world.times(phone.address, "OPTIONS"),
            (Times{0, 500, 1500, 3500, 7500, 11500, 15500, 19500, 23500, 27500, 31500}));
  ASSERT_EQ(phone.script.failures.size(), 1u);
  EXPECT_EQ(phone.script.failures[0].first, 32s);
  world.expect_idle();
}

TEST_F(ClientActorTest, RetransmitsEveryFourSecondsOnceAProvisionalResponseCame) {
  send_request(phone, peer.address, {.method = "SUBSCRIBE"});
  world.loop.run_for(100ms);
  answer("SUBSCRIBE", 100, "");

  world.loop.run_for(10s);

  EXPECT_EQ(world.times(phone.address, "SUBSCRIBE"), (Times{0, 500, 4500, 8500}));
}

TEST_F(ClientActorTest, PutsItsViaOnTopAndAsksForTheSourcePort) {
  send_request(phone, peer.address);
  world.loop.run_for(1ms);

  ASSERT_EQ(peer.received.size(), 1u);
  const sip::Via& via = peer.received[0]->top_via();
  EXPECT_EQ(via.host, "192.0.2.1");
  EXPECT_EQ(via.port, 5060);
  EXPECT_EQ(via.branch, branch(1).text);
  EXPECT_EQ(via.rport, 0);  // RFC 3581 §3: the flag
}

TEST_F(ClientActorTest, PassesProvisionalResponsesAndStopsRetransmittingTheInvite) {
  send_request(phone, peer.address, {.method = "INVITE"});
  world.loop.run_for(600ms);
  answer("INVITE", 180);
  world.loop.run_for(60s);
  answer("INVITE", 183);
  world.loop.run_for(1ms);

  EXPECT_EQ(phone.script.statuses(), (std::vector{180, 183}));
  EXPECT_EQ(arrived("INVITE"), 2u);
  EXPECT_TRUE(phone.script.failures.empty());  // §17.1.1.2: timer B counts in calling alone
}

// RFC 6026 §7.2: timer M.
TEST_F(ClientActorTest, PassesEveryCopyOfA2xxFor32Seconds) {
  send_request(phone, peer.address, {.method = "INVITE"});
  world.loop.run_for(1ms);
  answer("INVITE", 200);
  world.loop.run_for(500ms);
  answer("INVITE", 200);
  answer("INVITE", 200, "another fork");
  world.loop.run_for(31400ms);
  answer("INVITE", 200);
  world.loop.run_for(200ms);
  world.expect_idle();
  answer("INVITE", 200);
  world.loop.run_for(1ms);

  EXPECT_EQ(phone.script.statuses(), (std::vector{200, 200, 200, 200}));
  EXPECT_EQ(arrived("ACK"), 0u);  // the ACK of a 2xx is the user's
}

// RFC 3261 §17.1.1.3, timer D.
TEST_F(ClientActorTest, AcknowledgesEachCopyOfAFailureFor32Seconds) {
  send_request(phone, peer.address, {.method = "INVITE"});
  world.loop.run_for(1ms);
  answer("INVITE", 486);
  world.loop.run_for(500ms);
  answer("INVITE", 486);
  world.loop.run_for(31s);
  answer("INVITE", 486);
  world.loop.run_for(1s);

  EXPECT_EQ(phone.script.statuses(), (std::vector{486}));
  ASSERT_EQ(arrived("ACK"), 3u);
  const auto& ack = *peer.received.back();
  EXPECT_EQ(ack.top_via().branch, branch(1).text);
  EXPECT_EQ(ack.to_tag(), "far");
  EXPECT_EQ(ack.cseq().number, 1u);
  world.expect_idle();
}

// Timer K.
TEST_F(ClientActorTest, AbsorbsCopiesOfTheFinalResponseForFiveSeconds) {
  send_request(phone, peer.address);
  world.loop.run_for(1ms);
  answer("OPTIONS", 200);
  world.loop.run_for(4900ms);
  EXPECT_EQ(world.loop.pending_timers(), 1u);
  answer("OPTIONS", 200);
  world.loop.run_for(200ms);

  EXPECT_EQ(phone.script.statuses(), (std::vector{200}));
  world.expect_idle();
}

// RFC 3261 §9.1.
TEST_F(ClientActorTest, CancelsAnInviteInATransactionOfItsOwn) {
  send_request(phone, peer.address, {.method = "INVITE"});
  world.loop.run_for(1ms);
  act::tell_anon(phone.dispatcher, CancelInvite{branch(1)});  // too early: ignored
  world.loop.run_for(1ms);
  EXPECT_EQ(arrived("CANCEL"), 0u);
  answer("INVITE", 180);
  world.loop.run_for(1ms);

  act::tell_anon(phone.dispatcher, CancelInvite{branch(1)});
  world.loop.run_for(600ms);

  ASSERT_EQ(arrived("CANCEL"), 2u);  // retransmitted as any request
  const auto& cancel = *peer.received.back();
  EXPECT_EQ(cancel.top_via().branch, branch(1).text);
  EXPECT_EQ(cancel.cseq().number, 1u);
  EXPECT_EQ(cancel.to_tag(), "");
  answer("CANCEL", 200);
  answer("INVITE", 487);
  world.loop.run_for(40s);
  EXPECT_EQ(phone.script.statuses(), (std::vector{180, 487}));  // not the CANCEL's 200
  EXPECT_EQ(arrived("ACK"), 1u);
  world.expect_idle();
}

TEST_F(ClientActorTest, GivesUpACancelledInviteThatIsNeverAnswered) {
  send_request(phone, peer.address, {.method = "INVITE"});
  world.loop.run_for(1ms);
  answer("INVITE", 180);
  world.loop.run_for(1ms);
  act::tell_anon(phone.dispatcher, CancelInvite{branch(1)});
  world.loop.run_for(40s);

  ASSERT_EQ(phone.script.failures.size(), 1u);
  EXPECT_EQ(phone.script.failures[0].second.failure, Failure::timeout);
  world.expect_idle();
}

TEST_F(ClientActorTest, CancelsTheInviteOfAUserThatEnded) {
  send_request(phone, peer.address, {.method = "INVITE"});
  world.loop.run_for(1ms);
  act::stop(phone.user);
  world.loop.run_for(1ms);
  EXPECT_EQ(arrived("CANCEL"), 0u);

  answer("INVITE", 180);
  world.loop.run_for(1ms);

  EXPECT_EQ(arrived("CANCEL"), 1u);
}

// RFC 3261 §18.4, §17.1.4.
TEST_F(ClientActorTest, ReportsWhatIcmpSays) {
  world.network.report_unreachable(true);
  send_request(phone, *Endpoint::parse("192.0.2.99:5060"), {.method = "REGISTER"});
  world.loop.run_for(1ms);

  ASSERT_EQ(phone.script.failures.size(), 1u);
  EXPECT_EQ(phone.script.failures[0].second.failure, Failure::transport);
  world.expect_idle();
}

}  // namespace
}  // namespace offhook::transaction
