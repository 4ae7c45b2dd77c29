// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/call/hold.hpp"

#include "actors/call/glare.hpp"
#include "tests/call/leg_fixture.hpp"

namespace offhook::call::testing {
namespace {

using sdp::Direction;

TEST(Hold, OffersWhatBothHoldsLeave) {
  EXPECT_EQ(offer_direction({.local = true, .remote = false}), Direction::sendonly);
  EXPECT_EQ(offer_direction({.local = true, .remote = true}), Direction::inactive);
  EXPECT_EQ(offer_direction({.local = false, .remote = true}), Direction::recvonly);
  EXPECT_EQ(offer_direction({.local = false, .remote = false}), Direction::sendrecv);
}

TEST(Hold, AnAnswerPutsUsOnHoldOnlyIfTheOfferCouldBeRefused) {
  EXPECT_TRUE(remote_holds_after_answer(false, Direction::sendrecv, true));
  EXPECT_FALSE(remote_holds_after_answer(true, Direction::sendrecv, false));
  EXPECT_FALSE(remote_holds_after_answer(false, Direction::sendonly, true));  // a lazy `inactive`
  EXPECT_TRUE(remote_holds_after_answer(true, Direction::sendonly, true));
  EXPECT_TRUE(remote_holds_after_answer(true, Direction::recvonly, true));
  EXPECT_FALSE(remote_holds_after_answer(false, Direction::inactive, true));
}

TEST(Glare, TheOwnerOfTheCallIdWaitsLonger) {
  SeededRandom random(3);
  for (int i = 0; i < 1000; ++i) {
    const auto owner = glare_delay(true, random);
    const auto other = glare_delay(false, random);
    EXPECT_TRUE(owner >= 2100ms && owner <= 4000ms && owner % 10ms == 0ms) << owner.count();
    EXPECT_TRUE(other >= 0ms && other <= 2000ms && other % 10ms == 0ms) << other.count();
  }
}

using HoldAndResume = LegTest;

TEST_F(HoldAndResume, CompleteWhenThePeerAgreed) {
  talk_as_caller();

  const auto held = order(Hold{});

  EXPECT_EQ(methods().back(), "INVITE");
  EXPECT_EQ(last_request().to_tag(), "bob");
  EXPECT_EQ(last_request().request_uri_text(), "sip:bob@192.0.2.9:5060");
  EXPECT_EQ(direction_of(last_request()), Direction::sendonly);
  EXPECT_EQ(shown().state, CallState::connected);
  EXPECT_EQ(shown().pending, Operation::hold);
  EXPECT_FALSE(*held);

  respond(200, sdp({.direction = "recvonly", .version = 2}));

  EXPECT_EQ((*held)->result, OperationResult::done);
  EXPECT_EQ((*held)->call.state, CallState::held_local);
  EXPECT_EQ(wire.acks.size(), 2u);
  EXPECT_EQ(media_notes.plans.back().direction, media::Direction::sendonly);
  EXPECT_EQ(shown().state, CallState::held_local);
  EXPECT_EQ(shown().pending, std::nullopt);

  const auto resumed = order(Resume{});
  EXPECT_EQ(direction_of(last_request()), Direction::sendrecv);
  respond(200, sdp({.version = 3}));
  EXPECT_EQ((*resumed)->result, OperationResult::done);
  EXPECT_EQ(shown().state, CallState::connected);
  EXPECT_EQ(media_notes.plans.back().direction, media::Direction::sendrecv);
  finish();
}

TEST_F(HoldAndResume, RaiseTheVersionOfTheDescription) {
  talk_as_caller();
  const auto before = sdp::parse(last_request().body())->origin;
  order(Hold{});
  const auto hold = sdp::parse(last_request().body())->origin;
  EXPECT_EQ(hold.session_id, before.session_id);
  EXPECT_EQ(hold.session_version, before.session_version + 1);  // RFC 3264 §8
  respond(200, sdp({.direction = "recvonly", .version = 2}));
  finish();
}

TEST_F(HoldAndResume, ARefusedHoldLeavesTheSessionAsItWas) {
  talk_as_caller();
  const auto plans = media_notes.plans.size();

  const auto held = order(Hold{});
  respond(488);

  EXPECT_EQ((*held)->result, OperationResult::refused);
  EXPECT_EQ((*held)->sip_status, 488);
  EXPECT_EQ(shown().state, CallState::connected);
  EXPECT_EQ(shown().pending, std::nullopt);
  EXPECT_EQ(media_notes.plans.size(), plans);

  const auto again = order(Hold{});
  respond(200, sdp({.direction = "recvonly", .version = 2}));
  EXPECT_EQ((*again)->result, OperationResult::done);
  finish();
}

TEST_F(HoldAndResume, ANetworkFailureIsARefusal) {
  talk_as_caller();
  const auto held = order(Hold{});
  fail(wire.requests.back(), transaction::Failure::transport);
  EXPECT_EQ((*held)->result, OperationResult::refused);
  EXPECT_EQ((*held)->sip_status, 503);
  finish();
}

TEST_F(HoldAndResume, TryAgainAfterGlare) {
  talk_as_caller();
  const auto held = order(Hold{});
  const auto cseq = last_request().cseq().number;

  respond(491);

  EXPECT_EQ(wire.requests.size(), 2u);
  EXPECT_EQ(shown().pending, Operation::hold);
  run(2098ms);
  EXPECT_EQ(wire.requests.size(), 2u);
  run(1910ms);
  ASSERT_EQ(wire.requests.size(), 3u);  // within 2.1 to 4 s: the Call-ID is ours
  EXPECT_EQ(last_request().cseq().number, cseq + 1);
  EXPECT_EQ(direction_of(last_request()), Direction::sendonly);
  respond(200, sdp({.direction = "recvonly", .version = 2}));
  EXPECT_EQ((*held)->result, OperationResult::done);
  finish();
}

TEST_F(HoldAndResume, GiveUpOnAPeerWhoseGlareNeverEnds) {
  talk_as_callee();
  const auto held = order(Hold{});
  for (int i = 0; i < 20 && !*held; ++i) {
    respond(491);
    run(2s);
  }
  EXPECT_EQ((*held)->result, OperationResult::refused);
  EXPECT_EQ((*held)->sip_status, 491);
  EXPECT_EQ(wire.requests.size(), 6u);
  finish();
}

TEST_F(HoldAndResume, AnswerTheirReInviteWhileWaitingAfterGlare) {
  talk_as_caller();
  const auto held = order(Hold{});
  respond(491);
  request("INVITE", sdp({.direction = "sendonly", .version = 2}));
  EXPECT_EQ(last_response().status(), 200);
  EXPECT_EQ(wire.requests.size(), 2u);

  ack();  // their INVITE is over, so ours may go

  ASSERT_EQ(wire.requests.size(), 3u);
  EXPECT_EQ(direction_of(last_request()), Direction::inactive);  // both hold
  respond(200, sdp({.direction = "inactive", .version = 3}));
  EXPECT_EQ((*held)->result, OperationResult::done);
  EXPECT_EQ(shown().state, CallState::held_both);
  finish();
}

TEST_F(HoldAndResume, OneOperationAtATime) {
  talk_as_caller();
  order(Hold{});
  EXPECT_EQ((*order(Resume{}))->result, OperationResult::busy);
  EXPECT_EQ((*order(Hold{}))->result, OperationResult::busy);
  respond(200, sdp({.direction = "recvonly", .version = 2}));
  EXPECT_EQ((*order(Hold{}))->result, OperationResult::wrong_state);
  finish();
}

TEST_F(HoldAndResume, WaitForTheAckOfTheirReInvite) {
  talk_as_caller();
  request("INVITE", sdp({.port = 4100, .version = 2}));
  const auto held = order(Hold{});
  EXPECT_EQ(wire.requests.size(), 1u);  // §14.1
  EXPECT_EQ(shown().pending, Operation::hold);

  ack();

  EXPECT_EQ(wire.requests.size(), 2u);
  respond(200, sdp({.direction = "recvonly", .version = 3}));
  EXPECT_EQ((*held)->result, OperationResult::done);
  finish();
}

TEST_F(HoldAndResume, AreChallengedAndAnsweredByOurOwnServer) {
  account.registrar = "sip:192.0.2.9";  // the peer's Contact: it is our server
  talk_as_caller();
  const auto held = order(Hold{});
  respond(401, "", {{"WWW-Authenticate", "Digest realm=\"r\", nonce=\"n\", qop=\"auth\""}});
  ASSERT_EQ(wire.requests.size(), 3u);
  EXPECT_TRUE(last_request().has(sip::HeaderId::authorization));
  EXPECT_EQ(last_request().body(), wire.requests[1].message->body());
  respond(200, sdp({.direction = "recvonly", .version = 2}));
  EXPECT_EQ((*held)->result, OperationResult::done);
  finish();
}

TEST_F(HoldAndResume, EndTheCallWhenThePeerKnowsNoDialog) {
  talk_as_caller();
  const auto held = order(Hold{});
  respond(481);
  EXPECT_EQ((*held)->result, OperationResult::call_ended);
  EXPECT_EQ(end().cause, EndCause::dialog_lost);
  EXPECT_EQ(methods(), (std::vector<std::string>{"INVITE", "INVITE"}));
}

TEST_F(HoldAndResume, EndTheCallWhenNothingComesBack) {
  talk_as_caller();
  const auto held = order(Hold{});
  fail(wire.requests.back(), transaction::Failure::timeout);
  EXPECT_EQ((*held)->result, OperationResult::call_ended);
  EXPECT_EQ(end().cause, EndCause::dialog_lost);
  EXPECT_EQ(methods().back(), "BYE");  // §12.2.1.2
  respond(481);
}

TEST_F(HoldAndResume, AHangUpDoesNotWaitForThem) {
  talk_as_caller();
  const auto held = order(Hold{});
  const auto re_invite = wire.requests.back();
  order(Hangup{});
  EXPECT_EQ(methods().back(), "BYE");
  EXPECT_EQ((*held)->result, OperationResult::call_ended);
  respond(200);

  respond_to(re_invite, 200, sdp({.direction = "recvonly"}));

  EXPECT_EQ(wire.acks.size(), 2u);  // every 2xx is acknowledged, even now
}

TEST_F(HoldAndResume, AByeOfThePeerEndsThem) {
  talk_as_caller();
  const auto held = order(Hold{});
  finish();
  EXPECT_EQ((*held)->result, OperationResult::call_ended);
  respond_to(wire.requests.back(), 487);
}

using RemoteHold = LegTest;

TEST_F(RemoteHold, IsAnsweredAndUndone) {
  talk_as_caller();

  request("INVITE", sdp({.direction = "sendonly", .version = 2}));

  EXPECT_EQ(direction_of(last_response()), Direction::recvonly);
  EXPECT_TRUE(last_response().contact());
  EXPECT_EQ(media_notes.plans.back().direction, media::Direction::recvonly);
  EXPECT_EQ(shown().state, CallState::held_remote);
  ack();

  request("INVITE", sdp({.version = 3}));
  EXPECT_EQ(direction_of(last_response()), Direction::sendrecv);
  EXPECT_EQ(shown().state, CallState::connected);
  ack();
  finish();
}

TEST_F(RemoteHold, InTheStyleOfRfc2543) {
  talk_as_callee();
  request("INVITE", sdp({.address = "0.0.0.0", .version = 2}));
  EXPECT_EQ(last_response().status(), 200);
  EXPECT_EQ(shown().state, CallState::held_remote);
  EXPECT_FALSE(media::sends(media_notes.plans.back().direction));
  ack();
  finish();
}

TEST_F(RemoteHold, MeetsOurHoldAndEachSideResumesItsOwn) {
  talk_as_caller();
  order(Hold{});
  respond(200, sdp({.direction = "recvonly", .version = 2}));

  request("INVITE", sdp({.direction = "inactive", .version = 3}));
  EXPECT_EQ(direction_of(last_response()), Direction::inactive);
  EXPECT_EQ(shown().state, CallState::held_both);
  EXPECT_EQ(media_notes.plans.back().direction, media::Direction::inactive);
  ack();

  const auto resumed = order(Resume{});
  EXPECT_EQ(direction_of(last_request()), Direction::recvonly);
  respond(200, sdp({.direction = "sendonly", .version = 4}));
  EXPECT_EQ((*resumed)->result, OperationResult::done);
  EXPECT_EQ(shown().state, CallState::held_remote);

  request("INVITE", sdp({.version = 5}));
  EXPECT_EQ(shown().state, CallState::connected);
  ack();
  finish();
}

TEST_F(RemoteHold, IsStillOursToResumeWhenThePeerResumesFirst) {
  talk_as_caller();
  order(Hold{});
  respond(200, sdp({.direction = "inactive", .version = 2}));
  EXPECT_EQ(shown().state, CallState::held_local);

  request("INVITE", sdp({.version = 3}));  // the peer would like to talk; we still hold
  EXPECT_EQ(direction_of(last_response()), Direction::sendonly);
  EXPECT_EQ(shown().state, CallState::held_local);
  ack();

  order(Resume{});
  EXPECT_EQ(direction_of(last_request()), Direction::sendrecv);
  respond(200, sdp({.version = 4}));
  EXPECT_EQ(shown().state, CallState::connected);
  finish();
}

using ReInvite = LegTest;

TEST_F(ReInvite, MovesTheStreamToAnotherPortAndCodec) {
  talk_as_caller();
  request("INVITE", sdp({.payload_type = 8, .port = 4300, .version = 2}));
  EXPECT_EQ(media_notes.plans.back().remote.port, 4300);
  EXPECT_EQ(media_notes.plans.back().codec, media::Codec::pcma);
  EXPECT_EQ(shown().codec, "PCMA");
  ack();
  finish();
}

TEST_F(ReInvite, WithoutAnOfferGetsOurs) {
  talk_as_callee();
  request("INVITE");
  EXPECT_EQ(direction_of(last_response()), Direction::sendrecv);
  const auto plans = media_notes.plans.size();

  request("INVITE", sdp({.version = 3}));
  EXPECT_EQ(last_response().status(), 491);  // ours has no answer yet
  --bobs_cseq;                               // the ACK belongs to the first
  ack(sdp({.port = 4400, .version = 2}));

  EXPECT_EQ(media_notes.plans.size(), plans + 1);
  EXPECT_EQ(media_notes.plans.back().remote.port, 4400);
  ++bobs_cseq;
  finish();
}

TEST_F(ReInvite, WithoutACommonCodecIsRefusedAndChangesNothing) {
  talk_as_caller();
  const auto plans = media_notes.plans.size();
  request("INVITE", sdp({.payload_type = 18, .version = 2}));
  EXPECT_EQ(last_response().status(), 488);
  EXPECT_EQ(media_notes.plans.size(), plans);
  EXPECT_EQ(shown().state, CallState::connected);
  finish();
}

TEST_F(ReInvite, IsRefusedWhileOursIsUnderWay) {
  talk_as_caller();
  const auto held = order(Hold{});
  request("INVITE", sdp({.version = 2}));
  EXPECT_EQ(last_response().status(), 491);  // §14.2
  respond(200, sdp({.direction = "recvonly", .version = 2}));
  EXPECT_EQ((*held)->result, OperationResult::done);
  finish();
}

TEST_F(ReInvite, RepeatsIts200AndHangsUpWithoutAnAck) {
  talk_as_caller();
  request("INVITE", sdp({.version = 2}));
  const auto first = wire.responses.back().at;
  run(32s);
  EXPECT_EQ(wire.responses.size(), 11u);
  EXPECT_EQ(methods().back(), "BYE");
  EXPECT_EQ(wire.requests.back().at - first, 32s);
  EXPECT_EQ(end().cause, EndCause::answer_not_acked);
  respond(200);
}

TEST_F(ReInvite, TakesANewContactOfThePeer) {
  talk_as_caller();
  request("INVITE", sdp({.version = 2}), {{"Contact", "<sip:bob@192.0.2.88>"}});
  ack();
  order(Hangup{});
  EXPECT_EQ(last_request().request_uri_text(), "sip:bob@192.0.2.88");
  respond(200);
}

using InDialog = LegTest;

TEST_F(InDialog, AnswersWhatDoesNotConcernTheCall) {
  talk_as_caller();
  request("OPTIONS");
  EXPECT_EQ(last_response().status(), 200);
  EXPECT_TRUE(last_response().lists(sip::HeaderId::allow, "INVITE"));
  request("INFO");
  EXPECT_EQ(last_response().status(), 200);
  request("INFO", "x", {{"Content-Type", "application/strange"}});
  EXPECT_EQ(last_response().status(), 415);
  request("NOTIFY", "", {{"Event", "refer"}, {"Subscription-State", "active"}});
  EXPECT_EQ(last_response().status(), 481);
  request("NOTIFY", "", {{"Event", "presence"}});
  EXPECT_EQ(last_response().status(), 489);
  request("PUBLISH");
  EXPECT_EQ(last_response().status(), 405);
  EXPECT_TRUE(last_response().header("Allow"));
  request("FETCH");
  EXPECT_EQ(last_response().status(), 501);
  request("OPTIONS", "", {{"Require", "foo"}});
  EXPECT_EQ(last_response().status(), 420);
  finish();
}

TEST_F(InDialog, AnUpdateRefreshesTheTargetOrTheSession) {
  talk_as_caller();
  request("UPDATE", "", {{"Contact", "<sip:bob@192.0.2.88>"}});
  EXPECT_EQ(last_response().status(), 200);
  EXPECT_TRUE(last_response().body().empty());

  request("UPDATE", sdp({.direction = "sendonly", .version = 2}));
  EXPECT_EQ(direction_of(last_response()), Direction::recvonly);
  EXPECT_EQ(shown().state, CallState::held_remote);

  order(Hold{});
  request("UPDATE", sdp({.version = 3}));
  EXPECT_EQ(last_response().status(), 491);  // RFC 3311 §5.2
  respond(200, sdp({.direction = "inactive", .version = 3}));
  finish();
}

TEST_F(InDialog, RefusesRequestsOutOfOrderOrOfAnotherDialog) {
  talk_as_caller();
  request("INFO", "", {}, 50);
  request("INFO", "", {}, 49);
  EXPECT_EQ(statuses(), (std::vector<int>{200, 500}));  // §12.2.2
  finish();
}

}  // namespace
}  // namespace offhook::call::testing
