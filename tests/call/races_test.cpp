// SPDX-License-Identifier: GPL-3.0-or-later
// Messages that cross each other, RFC 5407 by its sections.
#include "tests/call/leg_fixture.hpp"

namespace offhook::call::testing {
namespace {

using Races = LegTest;

// §3.1.3: the ACK is late, an UPDATE overtakes it.
TEST_F(Races, AnUpdateBeforeTheAckIsAnswered) {
  receive_call();
  order(call::Answer{});
  request("UPDATE", sdp({.direction = "sendonly", .version = 2}));
  EXPECT_EQ(last_response().status(), 200);
  EXPECT_EQ(direction_of(last_response()), sdp::Direction::recvonly);
  --bobs_cseq;
  ack();
  EXPECT_EQ(shown().state, CallState::held_remote);
  ++bobs_cseq;
  finish();
}

TEST_F(Races, AnUpdateBeforeTheAckThatOwesUsAnAnswerMeets491) {
  receive_call("");
  order(call::Answer{});
  request("UPDATE", sdp({.version = 2}));
  EXPECT_EQ(last_response().status(), 491);
  --bobs_cseq;
  ack(sdp());
  EXPECT_EQ(shown().state, CallState::connected);
  ++bobs_cseq;
  finish();
}

// §3.2.1 and §3.2.2: BYE crosses BYE, or a re-INVITE.
TEST_F(Races, AReInviteThatCrossesOurByeFindsNoDialog) {
  talk_as_caller();
  order(Hangup{});
  request("INVITE", sdp({.version = 2}));
  EXPECT_EQ(last_response().status(), 481);
  request("BYE");
  EXPECT_EQ(last_response().status(), 200);
  respond(481);
}

TEST_F(Races, AByeThatCrossedOursIsAcceptedLate) {
  talk_as_caller();
  order(Hangup{});
  respond(200);
  request("BYE");
  EXPECT_EQ(last_response().status(), 200);
  EXPECT_EQ(owner.ends.size(), 1u);
}

TEST_F(Races, AnUpdateThatCrossesOurByeFindsNoDialog) {
  talk_as_caller();
  order(Hangup{});
  request("UPDATE", sdp({.version = 2}));
  EXPECT_EQ(last_response().status(), 481);
  respond(200);
}

TEST_F(Races, ALateAnswerToOurReInviteIsAcknowledgedAfterTheirBye) {
  talk_as_caller();
  order(Hold{});
  const auto re_invite = wire.requests.back();
  finish();
  respond_to(re_invite, 200, sdp({.direction = "recvonly", .version = 2}));
  EXPECT_EQ(wire.acks.size(), 2u);
}

// §3.1.2: CANCEL crosses the 200.
TEST_F(Races, ACancelThatCrossesTheAnswerChangesNothingUntilTheBye) {
  receive_call();
  order(call::Answer{});
  cancel();
  ack();
  request("BYE");
  EXPECT_EQ(statuses(), (std::vector<int>{180, 200, 200}));
  EXPECT_EQ(end().cause, EndCause::hung_up_there);
}

// §3.3.2: UPDATE crosses a re-INVITE; §3.3.3 is the same with another method.
TEST_F(Races, AnOfferThatCrossesOurOfferMeets491AndAnEmptyOneDoesNot) {
  talk_as_caller();
  order(Hold{});
  request("UPDATE", sdp({.version = 2}));
  EXPECT_EQ(last_response().status(), 491);
  request("UPDATE", "", {{"Contact", "<sip:bob@192.0.2.88>"}});
  EXPECT_EQ(last_response().status(), 200);
  respond(200, sdp({.direction = "recvonly", .version = 2}));
  EXPECT_EQ(shown().state, CallState::held_local);
  finish();
}

TEST_F(Races, APrackThatComesAfterThe200IsAnswered) {  // RFC 3262 §3
  receive_call(sdp(), {"Contact: <sip:bob@192.0.2.9:5060>", "Require: 100rel"});
  const auto rseq = std::string(*last_response().header(sip::HeaderId::rseq));
  const auto answered = order(call::Answer{});
  ack();
  EXPECT_EQ((*answered)->result, OperationResult::done);
  request("PRACK", "", {{"RAck", rseq + " 100 INVITE"}});
  EXPECT_EQ(last_response().status(), 200);
  finish();
}

TEST_F(Races, AnExtensionThatThePeerLacksIsNotRequiredOfItsRefresh) {
  account.calls.session_timer = sip::Use::required;
  account.calls.session_expires = 100s;
  receive_call(sdp(), {"Contact: <sip:bob@192.0.2.9:5060>", "Allow: INVITE, UPDATE"});
  order(call::Answer{});
  ack();
  run(50s);
  ASSERT_EQ(methods(), std::vector<std::string>{"UPDATE"});
  EXPECT_FALSE(last_request().has(sip::HeaderId::require));
  respond(200);
  finish();
}

}  // namespace
}  // namespace offhook::call::testing
