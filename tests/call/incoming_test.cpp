// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/call/leg_fixture.hpp"

namespace offhook::call::testing {
namespace {

using IncomingCallLeg = LegTest;

TEST_F(IncomingCallLeg, RingsWithOurTagAndContact) {
  receive_call(sdp(), {"Contact: <sip:bob@192.0.2.9:5060>", "Alert-Info: <urn:alert:internal>"});

  EXPECT_EQ(statuses(), std::vector<int>{180});
  EXPECT_FALSE(last_response().to_tag().empty());
  EXPECT_EQ(sip::to_string(last_response().contact()->address.uri), "sip:alice@192.0.2.1:5060");
  EXPECT_EQ(shown().state, CallState::ringing_in);
  EXPECT_EQ(shown().remote_uri, "sip:bob@example.net");
  EXPECT_EQ(shown().remote_display, "Bob");
  EXPECT_EQ(shown().alert_info, "<urn:alert:internal>");
  EXPECT_EQ(shown().sip_call_id, "bobs-call");
  cancel();
}

TEST_F(IncomingCallLeg, IsAnsweredAndConnectedByTheAck) {
  receive_call();

  const auto answered = order(call::Answer{});

  EXPECT_EQ(statuses(), (std::vector<int>{180, 200}));
  EXPECT_EQ(last_response().to_tag(), wire.responses[0].message->to_tag());
  EXPECT_TRUE(last_response().contact());
  EXPECT_EQ(sdp::parse(last_response().body())->media.front().port, 6000);
  EXPECT_EQ(shown().state, CallState::connected);
  EXPECT_EQ(shown().pending, Operation::answer);
  EXPECT_EQ(media_notes.plans.size(), 1u);
  EXPECT_FALSE(*answered);  // the peer has not agreed yet

  ack();

  ASSERT_TRUE(*answered);
  EXPECT_EQ((*answered)->result, OperationResult::done);
  EXPECT_EQ(shown().pending, std::nullopt);
  finish();
  EXPECT_EQ(end().cause, EndCause::hung_up_there);
}

TEST_F(IncomingCallLeg, RepeatsThe200UntilTheAckAndEndsAfter64T1) {
  receive_call();
  const auto answered = order(call::Answer{});
  const Instant sent = wire.responses.back().at;

  run(40s);

  std::vector<std::int64_t> after;
  for (std::size_t i = 2; i < wire.responses.size(); ++i)
    after.push_back((wire.responses[i].at - sent) / 1ms);
  EXPECT_EQ(after, (std::vector<std::int64_t>{500, 1500, 3500, 7500, 11500, 15500, 19500, 23500,
                                              27500, 31500}));  // §13.3.1.4
  EXPECT_EQ(methods(), std::vector<std::string>{"BYE"});
  EXPECT_EQ(wire.requests[0].at - sent, 32s);
  EXPECT_EQ(end().cause, EndCause::answer_not_acked);
  EXPECT_EQ((*answered)->result, OperationResult::call_ended);
  respond(200);
}

TEST_F(IncomingCallLeg, StopsRepeatingThe200AtTheAck) {
  receive_call();
  order(call::Answer{});
  run(1s);
  EXPECT_EQ(wire.responses.size(), 3u);
  ack();
  run(40s);
  EXPECT_EQ(wire.responses.size(), 3u);
  EXPECT_EQ(shown().state, CallState::connected);
  finish();
}

TEST_F(IncomingCallLeg, IsCancelledByTheCaller) {
  receive_call();
  cancel();
  EXPECT_EQ(statuses(), (std::vector<int>{180, 487}));
  EXPECT_EQ(end().cause, EndCause::cancelled_there);
}

TEST_F(IncomingCallLeg, IsRejectedWithTheCodeThatWasAskedFor) {
  receive_call();
  const auto rejected = order(Reject{603});
  EXPECT_EQ(statuses(), (std::vector<int>{180, 603}));
  EXPECT_EQ(end().cause, EndCause::refused_here);
  EXPECT_EQ(end().sip_status, 603);
  EXPECT_EQ((*rejected)->result, OperationResult::done);
}

TEST_F(IncomingCallLeg, AHangUpWhileItRingsIsARefusal) {
  receive_call();
  order(Hangup{});
  EXPECT_EQ(last_response().status(), 486);
  EXPECT_EQ(end().cause, EndCause::refused_here);
}

TEST_F(IncomingCallLeg, AByeWhileItRingsEndsTheInviteToo) {
  receive_call();
  request("BYE");
  EXPECT_EQ(statuses(), (std::vector<int>{180, 200, 487}));  // §15.1.2
  EXPECT_EQ(end().cause, EndCause::cancelled_there);
}

TEST_F(IncomingCallLeg, DoesNotRingWithoutACommonCodec) {
  receive_call(sdp({.payload_type = 18}));
  EXPECT_EQ(statuses(), std::vector<int>{488});
  EXPECT_EQ(end().cause, EndCause::media_failed);
  EXPECT_EQ(media_notes.opened, 0);
  EXPECT_TRUE(owner.changes.empty());
}

TEST_F(IncomingCallLeg, SaysWhyASessionCannotBeMet) {  // §20.43
  receive_call(sdp({.address = "phone.example.net"}));
  EXPECT_EQ(statuses(), std::vector<int>{488});
  EXPECT_NE(last_response().header(sip::HeaderId::warning)->find("phone.example.net"),
            std::string_view::npos);
}

TEST_F(IncomingCallLeg, RefusesABodyThatItCannotRead) {
  receive_call("whatever", {"Content-Type: text/plain", "Contact: <sip:bob@192.0.2.9>"});
  EXPECT_EQ(statuses(), std::vector<int>{415});
  EXPECT_EQ(last_response().header("Accept"), "application/sdp");
  EXPECT_EQ(end().cause, EndCause::refused_here);
}

TEST_F(IncomingCallLeg, RefusesADescriptionThatMakesNoSense) {
  receive_call("v=0\r\nnonsense\r\n");
  EXPECT_EQ(statuses(), std::vector<int>{400});
}

TEST_F(IncomingCallLeg, RefusesAnExtensionThatItDoesNotKnow) {
  receive_call(sdp(), {"Require: nothing-we-have", "Contact: <sip:bob@192.0.2.9>"});
  EXPECT_EQ(statuses(), std::vector<int>{420});
  EXPECT_EQ(last_response().header("Unsupported"), "nothing-we-have");  // §8.2.2.3
}

TEST_F(IncomingCallLeg, RefusesAnInviteWithoutContact) {
  receive_call(sdp(), {"X-Nothing: here"});
  EXPECT_EQ(statuses(), std::vector<int>{400});
}

TEST_F(IncomingCallLeg, RefusesWhenThereIsNoPortForSound) {
  media_notes.refuses = true;
  receive_call();
  EXPECT_EQ(statuses(), std::vector<int>{500});
  EXPECT_EQ(end().cause, EndCause::media_failed);
}

TEST_F(IncomingCallLeg, OffersInThe200WhenTheInviteBroughtNoOffer) {
  receive_call("");
  order(call::Answer{});
  EXPECT_EQ(direction_of(last_response()), sdp::Direction::sendrecv);
  EXPECT_TRUE(media_notes.plans.empty());

  ack(sdp({.port = 4100}));

  ASSERT_EQ(media_notes.plans.size(), 1u);
  EXPECT_EQ(media_notes.plans[0].remote.port, 4100);
  EXPECT_EQ(shown().codec, "PCMU");
  finish();
}

TEST_F(IncomingCallLeg, HangsUpWhenTheAckBringsNoAnswerToOurOffer) {
  receive_call("");
  order(call::Answer{});
  ack();
  EXPECT_EQ(methods(), std::vector<std::string>{"BYE"});
  EXPECT_EQ(end().cause, EndCause::media_failed);
  respond(200);
}

TEST_F(IncomingCallLeg, AHangUpBeforeTheAckWaitsForIt) {
  receive_call();
  const auto answered = order(call::Answer{});
  order(Hangup{});
  EXPECT_TRUE(wire.requests.empty());  // §15
  EXPECT_EQ(shown().pending, Operation::hangup);
  run(600ms);
  EXPECT_EQ(statuses(), (std::vector<int>{180, 200, 200}));

  ack();

  EXPECT_EQ(methods(), std::vector<std::string>{"BYE"});
  EXPECT_EQ(end().cause, EndCause::hung_up_here);
  EXPECT_EQ((*answered)->result, OperationResult::call_ended);
  respond(200);
}

TEST_F(IncomingCallLeg, ACancelAfterThe200ChangesNothing) {
  receive_call();
  order(call::Answer{});
  cancel();
  EXPECT_EQ(statuses(), (std::vector<int>{180, 200}));
  ack();
  EXPECT_EQ(shown().state, CallState::connected);
  finish();
}

TEST_F(IncomingCallLeg, AReInviteBeforeTheAnswerIsToldToWait) {
  receive_call();
  request("INVITE", sdp({.version = 2}));
  EXPECT_EQ(last_response().status(), 500);  // §14.2
  EXPECT_TRUE(last_response().header("Retry-After"));
  EXPECT_EQ(shown().state, CallState::ringing_in);
  cancel();
}

TEST_F(IncomingCallLeg, AReInviteBeforeTheAckProvesThatThe200Arrived) {
  receive_call();
  const auto answered = order(call::Answer{});
  request("INVITE", sdp({.direction = "sendonly", .version = 2}));
  EXPECT_EQ(last_response().status(), 200);
  EXPECT_EQ((*answered)->result, OperationResult::done);
  EXPECT_EQ(shown().state, CallState::held_remote);
  ack();
  finish();
}

TEST_F(IncomingCallLeg, OrdersThatDoNotFitTheStateSaySo) {
  receive_call();
  EXPECT_EQ((*order(Hold{}))->result, OperationResult::wrong_state);
  EXPECT_EQ((*order(SendDtmf{"1"}))->result, OperationResult::wrong_state);
  const auto answered = order(call::Answer{});
  EXPECT_EQ((*order(call::Answer{}))->result, OperationResult::busy);
  EXPECT_EQ((*order(Hold{}))->result, OperationResult::busy);
  EXPECT_EQ((*order(Reject{}))->result, OperationResult::wrong_state);
  ack();
  EXPECT_EQ((*order(call::Answer{}))->result, OperationResult::wrong_state);
  EXPECT_EQ((*order(Resume{}))->result, OperationResult::wrong_state);
  finish();
}

TEST_F(IncomingCallLeg, IsHeardOnlyWhenThePhoneSaysSo) {
  receive_call();
  act::tell_anon(leg, SetAudible{true});
  act::tell_anon(leg, SetAudible{false});
  run();
  EXPECT_EQ(media_notes.audible, (std::vector<bool>{true, false}));
  cancel();
}

TEST_F(IncomingCallLeg, SendsAndReceivesDigits) {
  talk_as_callee();
  const auto sent = order(SendDtmf{"12a#"});
  EXPECT_EQ(media_notes.digits, std::vector<std::string>{"12A#"});
  EXPECT_EQ((*order(SendDtmf{"3"}))->result, OperationResult::busy);
  EXPECT_FALSE(*sent);

  act::tell_anon(leg, media::DtmfSent{{3, 1}, "12A#"});
  act::tell_anon(leg, media::DtmfReceived{{3, 1}, '7', 120ms});
  act::tell_anon(leg, media::MediaSilent{{3, 1}, 5s});
  run();

  EXPECT_EQ((*sent)->result, OperationResult::done);
  EXPECT_EQ(owner.digits_sent, "12A#");
  EXPECT_EQ(owner.digits, std::vector<char>{'7'});
  EXPECT_EQ(owner.silences, 1);
  EXPECT_EQ((*order(SendDtmf{"1x"}))->result, OperationResult::refused);
  finish();
}

TEST_F(IncomingCallLeg, EndsWhenTheTimeOfTheInviteIsOver) {  // RFC 3261 §13.3.1
  receive_call(sdp(), {"Contact: <sip:bob@192.0.2.9:5060>", "Expires: 20"});
  run(19s);
  EXPECT_EQ(statuses(), std::vector<int>{180});
  run(2s);
  EXPECT_EQ(statuses(), (std::vector<int>{180, 487}));
  EXPECT_EQ(end().cause, EndCause::cancelled_there);
}

TEST_F(IncomingCallLeg, ACallThatIsTakenHasNoEndByItsInvite) {
  receive_call(sdp(), {"Contact: <sip:bob@192.0.2.9:5060>", "Expires: 20"});
  order(call::Answer{});
  ack();
  run(60s);
  EXPECT_EQ(shown().state, CallState::connected);
  finish();
}

TEST_F(IncomingCallLeg, SendsTheCallerElsewhere) {  // §21.3.3
  receive_call();
  order(Reject{302, {{"Contact", "<sip:carol@example.net>"}, {"Diversion", "<sip:alice@x>"}}});
  EXPECT_EQ(last_response().status(), 302);
  EXPECT_EQ(last_response().contact()->address.uri.user, "carol");
  EXPECT_EQ(last_response().header(sip::HeaderId::diversion), "<sip:alice@x>");
  EXPECT_EQ(end().cause, EndCause::forwarded_here);
  EXPECT_EQ(end().by(), "local");
}

TEST_F(IncomingCallLeg, TakesATextInsideTheCall) {  // RFC 3428 §7
  talk_as_callee();
  request("MESSAGE", "see you", {{"Content-Type", "text/plain"}});
  EXPECT_EQ(last_response().status(), 200);
  EXPECT_EQ(owner.texts, std::vector<std::string>{"see you"});
  request("MESSAGE", "<b>", {{"Content-Type", "text/html"}});
  EXPECT_EQ(last_response().status(), 415);
  EXPECT_EQ(last_response().header(sip::HeaderId::accept), "text/plain");
  EXPECT_EQ(owner.texts.size(), 1u);
  finish();
}

}  // namespace
}  // namespace offhook::call::testing
