// SPDX-License-Identifier: GPL-3.0-or-later
// Offers of ours while the far phone rings (RFC 3311 §5.1), and forks that are ended (RFC 3261
// §15).
#include "tests/call/leg_fixture.hpp"

namespace offhook::call::testing {
namespace {

using EarlyFork = LegTest;

const Headers bobs_contact = {{"Contact", "<sip:bob@192.0.2.9:5060>"}};

Headers reliable(int rseq, std::string_view allow = "INVITE, UPDATE") {
  return {{"Contact", "<sip:bob@192.0.2.9:5060>"},
          {"Require", "100rel"},
          {"RSeq", std::to_string(rseq)},
          {"Allow", std::string(allow)}};
}

class EarlyOffer : public LegTest {
 protected:
  /// Its INVITE; the session of a 183 holds, and its PRACK has an answer.
  offhook::testing::Wire::Sent call_with_early_session() {
    place_call();
    const auto invite = wire.requests[0];
    respond_to(invite, 183, sdp(), reliable(1));
    respond(200);
    return invite;
  }
};

TEST_F(EarlyOffer, HoldsAPhoneThatRingsByUpdate) {
  place_call();
  const auto invite = wire.requests[0];
  respond_to(invite, 180, sdp({.port = 4100}), reliable(1));
  EXPECT_EQ((*order(Hold{}))->result, OperationResult::wrong_state);  // the PRACK has no answer
  respond(200);
  const auto held = order(Hold{});
  ASSERT_EQ(methods(), (std::vector<std::string>{"INVITE", "PRACK", "UPDATE"}));
  EXPECT_EQ(direction_of(last_request()), sdp::Direction::sendonly);
  EXPECT_EQ(shown().pending, Operation::hold);
  EXPECT_FALSE(*held);
  EXPECT_EQ((*order(Resume{}))->result, OperationResult::busy);

  respond(200, sdp({.direction = "recvonly", .port = 4100, .version = 2}), bobs_contact);
  EXPECT_EQ((*held)->result, OperationResult::done);
  EXPECT_EQ(shown().state, CallState::ringing_out);
  EXPECT_EQ(media_notes.plans.back().direction, media::Direction::sendonly);

  respond_to(invite, 200, "", bobs_contact);
  EXPECT_EQ(shown().state, CallState::held_local);
  finish();
}

// The side that is called has no offer to make before it answers: nobody holds a call that rings
// here, and the answer brings what we want of the session.
TEST_F(EarlyOffer, APhoneThatIsCalledMakesNoneBeforeItAnswers) {
  receive_call(sdp(), {"Contact: <sip:bob@192.0.2.9:5060>", "Require: 100rel",
                       "Allow: INVITE, PRACK, UPDATE"});
  const std::string rseq(*last_response().header(sip::HeaderId::rseq));
  request("PRACK", "", {{"RAck", rseq + " 100 INVITE"}});
  EXPECT_EQ((*order(Hold{}))->result, OperationResult::wrong_state);
  EXPECT_EQ((*order(Resume{}))->result, OperationResult::wrong_state);
  EXPECT_TRUE(methods().empty());
  order(Reject{});
}

TEST_F(EarlyOffer, TakesItsAnswerAfterThe200OfTheInvite) {
  place_call();
  const auto invite = wire.requests[0];
  respond_to(invite, 183, sdp({.port = 4100}), reliable(1));
  respond(200);
  const auto held = order(Hold{});
  const auto update = wire.requests.back();
  respond_to(invite, 200, "", bobs_contact);
  EXPECT_EQ(shown().state, CallState::connected);
  EXPECT_EQ(media_notes.plans.back().remote.port, 4100);
  request("INVITE", sdp({.version = 2}));  // their offer meets ours
  EXPECT_EQ(last_response().status(), 491);
  request("UPDATE", sdp({.version = 2}));
  EXPECT_EQ(last_response().status(), 491);
  respond_to(update, 200, sdp({.direction = "recvonly", .port = 4100, .version = 2}), bobs_contact);
  EXPECT_EQ((*held)->result, OperationResult::done);
  EXPECT_EQ(shown().state, CallState::held_local);
  finish();
}

TEST_F(EarlyOffer, TriesAgainAfterGlare) {  // §5.2, RFC 3261 §14.1
  const auto invite = call_with_early_session();
  const auto held = order(Hold{});
  respond(491);
  EXPECT_EQ(wire.requests.size(), 3u);
  run(4s);
  ASSERT_EQ(wire.requests.size(), 4u);
  EXPECT_EQ(methods().back(), "UPDATE");
  respond(200, sdp({.direction = "recvonly", .version = 2}), bobs_contact);
  EXPECT_EQ((*held)->result, OperationResult::done);
  respond_to(invite, 486);
}

TEST_F(EarlyOffer, GoesOnAsAReInviteWhenTheCallIsAnsweredDuringTheGlare) {
  const auto invite = call_with_early_session();
  const auto held = order(Hold{});
  respond(491);
  respond_to(invite, 200, "", bobs_contact);
  run(4s);
  EXPECT_EQ(methods().back(), "INVITE");
  respond(200, sdp({.direction = "recvonly", .version = 2}), bobs_contact);
  EXPECT_EQ((*held)->result, OperationResult::done);
  EXPECT_EQ(shown().state, CallState::held_local);
  finish();
}

TEST_F(EarlyOffer, WaitsForAReliableAnswerAndAPeerThatTakesUpdate) {
  place_call();
  const auto invite = wire.requests[0];
  respond_to(invite, 183, sdp(), bobs_contact);  // not reliable
  EXPECT_EQ((*order(Hold{}))->result, OperationResult::wrong_state);
  respond_to(invite, 183, sdp(), reliable(1, "INVITE"), "carol");
  respond(200);
  EXPECT_EQ((*order(Hold{}))->result, OperationResult::wrong_state);
  EXPECT_EQ(methods(), (std::vector<std::string>{"INVITE", "PRACK"}));
  respond_to(invite, 486);
}

TEST_F(EarlyOffer, ARefusalLeavesTheSessionAsItWas) {
  const auto invite = call_with_early_session();
  const auto held = order(Hold{});
  respond(488);
  EXPECT_EQ((*held)->result, OperationResult::refused);
  EXPECT_EQ((*held)->sip_status, 488);
  respond_to(invite, 200, "", bobs_contact);
  EXPECT_EQ(shown().state, CallState::connected);
  finish();
}

TEST_F(EarlyOffer, EndsWithTheCall) {
  const auto invite = call_with_early_session();
  const auto held = order(Hold{});
  respond_to(invite, 486);
  EXPECT_EQ((*held)->result, OperationResult::call_ended);
}

TEST_F(EarlyFork, OfNoUseIsEndedByByeWhileTheOthersRingOn) {
  place_call();
  const auto invite = wire.requests[0];
  respond_to(invite, 180, "", bobs_contact, "bob");
  respond_to(invite, 183, sdp({.payload_type = 18}), reliable(1), "carol");
  ASSERT_EQ(methods(), (std::vector<std::string>{"INVITE", "PRACK", "BYE"}));
  EXPECT_EQ(last_request().to_tag(), "carol");
  respond(200);
  EXPECT_TRUE(owner.ends.empty());
  respond_to(invite, 200, sdp(), bobs_contact, "bob");
  EXPECT_EQ(shown().state, CallState::connected);
  finish();
}

TEST_F(EarlyFork, TheLastOneOfNoUseEndsTheCallForItsSession) {
  place_call();
  const auto invite = wire.requests[0];
  respond_to(invite, 183, sdp({.payload_type = 18}), reliable(1));
  respond(200);
  respond_to(invite, 487);
  EXPECT_EQ(end().cause, EndCause::media_failed);
  EXPECT_EQ(end().sip_status, 488);
}

}  // namespace
}  // namespace offhook::call::testing
