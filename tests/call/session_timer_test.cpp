// SPDX-License-Identifier: GPL-3.0-or-later
// Session timers of whole calls, RFC 4028, and re-INVITEs that get no final response.
#include "tests/call/leg_fixture.hpp"

namespace offhook::call::testing {
namespace {

using LegSessionTimer = LegTest;

Headers expires(std::string_view value, bool updates = true) {
  return {{"Contact", "<sip:bob@192.0.2.9:5060>"},
          {"Allow", updates ? "INVITE, ACK, BYE, UPDATE" : "INVITE, ACK, BYE"},
          {"Session-Expires", std::string(value)},
          {"Require", "timer"}};
}

TEST_F(LegSessionTimer, IsNotAskedForUnlessTheAccountWantsIt) {
  place_call();
  EXPECT_TRUE(last_request().lists(sip::HeaderId::supported, "timer"));
  EXPECT_FALSE(last_request().has(sip::HeaderId::session_expires));
  respond(486);
}

TEST_F(LegSessionTimer, RefreshesByUpdateAtHalfTime) {  // RFC 4028 §7.4
  account.calls.session_timer = sip::Use::supported;
  place_call();
  EXPECT_EQ(last_request().header(sip::HeaderId::session_expires), "1800");
  respond(200, sdp(), expires("600;refresher=uac"));
  run(300s - 10ms);
  EXPECT_EQ(wire.requests.size(), 1u);
  run(10ms);
  ASSERT_EQ(methods(), (std::vector<std::string>{"INVITE", "UPDATE"}));
  EXPECT_TRUE(last_request().body().empty());
  EXPECT_EQ(last_request().header(sip::HeaderId::session_expires), "600;refresher=uac");
  EXPECT_TRUE(last_request().contact());
  respond(200, "", expires("600;refresher=uac"));
  EXPECT_EQ(shown().pending, std::nullopt);
  run(300s);
  EXPECT_EQ(wire.requests.size(), 3u);
  respond(200, "", expires("600;refresher=uac"));
  finish();
}

TEST_F(LegSessionTimer, RefreshesByReInviteWithTheSameSessionWhereThePeerKnowsNoUpdate) {
  receive_call(sdp({.direction = "sendonly"}),
               {"Contact: <sip:bob@192.0.2.9:5060>", "Allow: INVITE, ACK, BYE", "Supported: timer",
                "Session-Expires: 200;refresher=uas"});
  order(call::Answer{});
  const std::string answer(last_response().body());
  EXPECT_EQ(last_response().header(sip::HeaderId::session_expires), "200;refresher=uas");
  EXPECT_TRUE(last_response().lists(sip::HeaderId::require, "timer"));
  ack();
  run(100s);
  ASSERT_EQ(methods(), std::vector<std::string>{"INVITE"});
  EXPECT_EQ(last_request().body(), answer);  // word for word, o= too (RFC 3264 §8)
  EXPECT_EQ(last_request().header(sip::HeaderId::session_expires), "200;refresher=uac");
  respond(200, sdp({.direction = "sendonly"}), expires("200;refresher=uac", false));
  EXPECT_EQ(wire.acks.size(), 1u);
  EXPECT_EQ(shown().state, CallState::held_remote);
  run(100s);
  EXPECT_EQ(wire.requests.size(), 2u);
  respond(200, sdp({.direction = "sendonly"}), expires("200;refresher=uac", false));
  finish();
}

TEST_F(LegSessionTimer, TurnsToReInviteWhenUpdateIsNotKnownAfterAll) {
  place_call();
  respond(200, sdp(), expires("100;refresher=uac"));
  run(50s);
  ASSERT_EQ(methods().back(), "UPDATE");
  respond(501);
  EXPECT_EQ(methods().back(), "INVITE");
  EXPECT_TRUE(owner.ends.empty());
  respond(200, sdp(), expires("100;refresher=uac", false));
  finish();
}

TEST_F(LegSessionTimer, HangsUpWhenThePeerDoesNotRefreshInTime) {  // RFC 4028 §10
  place_call();
  respond(200, sdp(), expires("600;refresher=uas"));
  run(568s - 2ms);
  EXPECT_EQ(wire.requests.size(), 1u);
  run(2ms);
  EXPECT_EQ(methods().back(), "BYE");
  EXPECT_EQ(last_request().header(sip::HeaderId::reason)->substr(0, 13), "SIP;cause=408");
  EXPECT_EQ(end().cause, EndCause::dialog_lost);
  respond(200);
}

TEST_F(LegSessionTimer, EveryInviteAndUpdateOfThePeerRefreshes) {
  place_call();
  respond(200, sdp(), expires("600;refresher=uas"));
  run(500s);
  request("UPDATE", "", {{"Session-Expires", "600;refresher=uac"}, {"Supported", "timer"}});
  EXPECT_EQ(last_response().status(), 200);
  EXPECT_EQ(last_response().header(sip::HeaderId::session_expires), "600;refresher=uac");
  run(500s);
  request("INVITE", sdp(),
          {{"Contact", "<sip:bob@192.0.2.9:5060>"},
           {"Session-Expires", "600;refresher=uac"},
           {"Supported", "timer"}});
  ack();
  run(500s);
  EXPECT_TRUE(owner.ends.empty());
  run(100s);
  EXPECT_EQ(end().cause, EndCause::dialog_lost);
  respond(200);
}

TEST_F(LegSessionTimer, RefusesWhatIsTooShort) {  // RFC 4028 §9
  account.calls.min_se = 300s;
  receive_call(sdp(),
               {"Contact: <sip:bob@192.0.2.9:5060>", "Supported: timer", "Session-Expires: 120"});
  EXPECT_EQ(statuses(), std::vector<int>{422});
  EXPECT_EQ(last_response().header(sip::HeaderId::min_se), "300");
}

TEST_F(LegSessionTimer, AsksForLongerAfter422) {  // RFC 4028 §7.3
  account.calls.session_timer = sip::Use::supported;
  account.calls.session_expires = 120s;
  place_call();
  respond(422, "", {{"Min-SE", "1000"}});
  ASSERT_EQ(wire.requests.size(), 2u);
  EXPECT_EQ(last_request().header(sip::HeaderId::session_expires), "1000");
  EXPECT_EQ(last_request().header(sip::HeaderId::min_se), "1000");
  respond(422, "", {{"Min-SE", "1000"}});
  EXPECT_EQ(end().sip_status, 422);
}

TEST_F(LegSessionTimer, ARefreshThatFindsNoDialogEndsTheCall) {
  place_call();
  respond(200, sdp(), expires("100;refresher=uac"));
  run(50s);
  respond(481);
  EXPECT_EQ(end().cause, EndCause::dialog_lost);
  EXPECT_EQ(methods().back(), "UPDATE");
}

TEST_F(LegSessionTimer, ARefreshThatGetsNoAnswerEndsTheCallWithBye) {
  place_call();
  respond(200, sdp(), expires("100;refresher=uac"));
  run(50s);
  fail(wire.requests.back(), transaction::Failure::timeout);
  EXPECT_EQ(end().cause, EndCause::dialog_lost);
  EXPECT_EQ(methods().back(), "BYE");
  respond(200);
}

TEST_F(LegSessionTimer, ARefusedRefreshIsTriedAgainAfterTheTimeThatThePeerNames) {
  place_call();
  respond(200, sdp(), expires("100;refresher=uac"));
  run(50s);
  respond(500, "", {{"Retry-After", "3"}});  // RFC 3311 §5.2
  run(3s);
  ASSERT_EQ(methods(), (std::vector<std::string>{"INVITE", "UPDATE", "UPDATE"}));
  respond(491);
  run(4s);
  ASSERT_EQ(wire.requests.size(), 4u);
  respond(200, "", expires("100;refresher=uac"));
  finish();
}

TEST_F(LegSessionTimer, AHoldWaitsForTheRefresh) {
  place_call();
  respond(200, sdp(), expires("100;refresher=uac", false));
  run(50s);
  ASSERT_EQ(methods().back(), "INVITE");
  const auto held = order(Hold{});
  EXPECT_EQ(wire.requests.size(), 2u);
  respond(200, sdp(), expires("100;refresher=uac", false));
  ASSERT_EQ(wire.requests.size(), 3u);
  EXPECT_EQ(direction_of(last_request()), sdp::Direction::sendonly);
  EXPECT_FALSE(*held);
  respond(200, sdp({.direction = "recvonly", .version = 2}), expires("100;refresher=uac", false));
  EXPECT_EQ((*held)->result, OperationResult::done);
  finish();
}

TEST_F(LegSessionTimer, LeaksNoDigestToAStrangerWhoChallengesAnUpdate) {
  place_call();
  respond(200, sdp(), expires("100;refresher=uac"));
  run(50s);
  respond(401, "", {{"WWW-Authenticate", "Digest realm=\"example.net\", nonce=\"n\""}});
  EXPECT_EQ(wire.requests.size(), 2u);
  EXPECT_TRUE(owner.ends.empty());
  finish();
}

using ReInviteLimit = LegTest;

TEST_F(ReInviteLimit, AReInviteThatIsOnlyRungForIsCancelled) {
  talk_as_caller();
  const auto held = order(Hold{});
  const auto re_invite = wire.requests.back();
  respond(180);
  run(32s - 10ms);
  EXPECT_TRUE(wire.cancels.empty());
  run(10ms);
  ASSERT_EQ(wire.cancels.size(), 1u);
  EXPECT_EQ(wire.cancels[0].second, re_invite.branch);
  EXPECT_FALSE(*held);
  respond_to(re_invite, 487);
  EXPECT_EQ((*held)->result, OperationResult::refused);
  EXPECT_EQ(shown().state, CallState::connected);
  finish();
}

TEST_F(ReInviteLimit, An200ThatCrossesTheCancelHolds) {
  talk_as_caller();
  const auto held = order(Hold{});
  respond(180);
  run(33s);
  respond(200, sdp({.direction = "recvonly", .version = 2}));
  EXPECT_EQ((*held)->result, OperationResult::done);
  EXPECT_EQ(shown().state, CallState::held_local);
  EXPECT_EQ(wire.acks.size(), 2u);
  finish();
}

TEST_F(ReInviteLimit, ADeafPeerIsHungUpInTheEnd) {
  talk_as_caller();
  const auto held = order(Hold{});
  respond(180);
  run(64s);
  EXPECT_EQ((*held)->result, OperationResult::call_ended);
  EXPECT_EQ(end().cause, EndCause::dialog_lost);
  EXPECT_EQ(methods().back(), "BYE");
  respond(200);
}

TEST_F(ReInviteLimit, TheRequestsOfThePeerMeet491Meanwhile) {
  talk_as_caller();
  order(Hold{});
  const auto re_invite = wire.requests.back();
  respond(180);
  run(33s);
  request("INVITE", sdp({.version = 2}));
  EXPECT_EQ(last_response().status(), 491);
  request("UPDATE", sdp({.version = 2}));
  EXPECT_EQ(last_response().status(), 491);
  respond_to(re_invite, 487);
  finish();
}

TEST_F(ReInviteLimit, AReliable1xxSettlesTheSessionAndThe200EndsIt) {  // RFC 6141 §3.2
  talk_as_caller();
  const auto held = order(Hold{});
  const auto re_invite = wire.requests.back();
  respond(183, sdp({.direction = "recvonly", .version = 2}),
          {{"Require", "100rel"}, {"RSeq", "4"}, {"Contact", "<sip:bob@192.0.2.88>"}});
  ASSERT_EQ(methods().back(), "PRACK");
  EXPECT_EQ(last_request().request_uri_text(), "sip:bob@192.0.2.88");  // §4: the new target
  EXPECT_FALSE(*held);
  respond_to(re_invite, 200);
  EXPECT_EQ((*held)->result, OperationResult::done);
  EXPECT_EQ(shown().state, CallState::held_local);
  finish();
}

TEST_F(ReInviteLimit, AFailureAfterTheSessionChangedPutsItBack) {  // RFC 6141 §3.3
  talk_as_caller();
  const auto held = order(Hold{});
  const auto re_invite = wire.requests.back();
  respond(183, sdp({.direction = "recvonly", .version = 2}),
          {{"Require", "100rel"}, {"RSeq", "4"}});
  respond_to(re_invite, 500);
  EXPECT_EQ((*held)->result, OperationResult::refused);
  ASSERT_EQ(methods().back(), "INVITE");
  EXPECT_EQ(direction_of(last_request()), sdp::Direction::sendrecv);
  respond(200, sdp({.version = 3}));
  EXPECT_EQ(shown().state, CallState::connected);
  finish();
}

}  // namespace
}  // namespace offhook::call::testing
