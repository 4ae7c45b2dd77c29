// SPDX-License-Identifier: GPL-3.0-or-later
// Reliable provisional responses, RFC 3262: the leg as callee and as caller.
#include "tests/call/leg_fixture.hpp"

namespace offhook::call::testing {
namespace {

using ReliableCallee = LegTest;
using ReliableCaller = LegTest;

const Headers bobs_contact = {{"Contact", "<sip:bob@192.0.2.9:5060>"}};
const std::vector<std::string> requires_100rel = {"Contact: <sip:bob@192.0.2.9:5060>",
                                                  "Require: 100rel"};

Headers rack_of(const sip::Message& provisional) {
  return {{"RAck", std::string(*provisional.header(sip::HeaderId::rseq)) + " " +
                       std::to_string(provisional.cseq().number) + " INVITE"}};
}

Headers reliable(int rseq) {
  return {{"Contact", "<sip:bob@192.0.2.9:5060>"},
          {"Require", "100rel"},
          {"RSeq", std::to_string(rseq)}};
}

TEST_F(ReliableCallee, RingsReliablyWhereThePeerRequiresIt) {
  receive_call(sdp(), requires_100rel);
  ASSERT_EQ(statuses(), std::vector<int>{180});
  EXPECT_TRUE(last_response().lists(sip::HeaderId::require, "100rel"));
  EXPECT_TRUE(last_response().has(sip::HeaderId::rseq));
  EXPECT_TRUE(last_response().contact());
  EXPECT_TRUE(last_response().body().empty());  // a session would silence the ring-back tone

  request("PRACK", "", rack_of(last_response()));

  EXPECT_EQ(statuses(), (std::vector<int>{180, 200}));
  run(10s);
  EXPECT_EQ(wire.responses.size(), 2u);
  order(call::Answer{});
  EXPECT_FALSE(last_response().body().empty());
  ack("");
  --bobs_cseq;
  ack();
  EXPECT_EQ(shown().state, CallState::connected);
  ++bobs_cseq;
  finish();
}

TEST_F(ReliableCallee, RingsUnreliablyWhereThePeerMerelySupportsIt) {
  receive_call(sdp(), {"Contact: <sip:bob@192.0.2.9:5060>", "Supported: 100rel"});
  EXPECT_FALSE(last_response().has(sip::HeaderId::rseq));
  cancel();
}

TEST_F(ReliableCallee, RingsReliablyForWhoSupportsItWhereTheAccountRequiresIt) {
  account.calls.reliable = sip::Use::required;
  receive_call(sdp(), {"Contact: <sip:bob@192.0.2.9:5060>", "Supported: 100rel"});
  EXPECT_TRUE(last_response().has(sip::HeaderId::rseq));
  request("PRACK", "", rack_of(last_response()));
  cancel();
}

TEST_F(ReliableCallee, AsksForTheExtensionThatTheAccountRequires) {  // §21.4.16
  account.calls.reliable = sip::Use::required;
  receive_call();
  EXPECT_EQ(statuses(), std::vector<int>{421});
  EXPECT_EQ(last_response().header(sip::HeaderId::require), "100rel");
}

TEST_F(ReliableCallee, DoesNotKnowItWhereTheAccountHasItOff) {
  account.calls.reliable = sip::Use::off;
  receive_call(sdp(), requires_100rel);
  EXPECT_EQ(statuses(), std::vector<int>{420});
  EXPECT_EQ(last_response().header(sip::HeaderId::unsupported), "100rel");
}

TEST_F(ReliableCallee, RepeatsThe180UntilItsPrackAndRefusesAfter64T1) {  // RFC 3262 §3
  receive_call(sdp(), requires_100rel);
  const auto first = wire.responses[0];
  run(40s);

  std::vector<std::int64_t> after;
  for (std::size_t i = 1; i < wire.responses.size(); ++i)
    after.push_back((wire.responses[i].at - first.at) / 1ms);
  EXPECT_EQ(after, (std::vector<std::int64_t>{500, 1500, 3500, 7500, 15500, 31500, 32000}));
  EXPECT_EQ(wire.responses[1].message->text(), first.message->text());
  EXPECT_EQ(last_response().status(), 504);
  EXPECT_EQ(end().cause, EndCause::answer_not_acked);
}

TEST_F(ReliableCallee, Answers481ToAPrackThatFitsNothing) {
  receive_call(sdp(), requires_100rel);
  const auto rack = rack_of(last_response());
  request("PRACK", "", {{"RAck", "1 100 INVITE"}});
  EXPECT_EQ(last_response().status(), 481);
  request("PRACK", "", {{"RAck", "nonsense"}});
  EXPECT_EQ(last_response().status(), 481);
  request("PRACK");
  EXPECT_EQ(last_response().status(), 481);
  request("PRACK", "", rack);
  EXPECT_EQ(last_response().status(), 200);
  request("PRACK", "", rack);
  EXPECT_EQ(last_response().status(), 481);
  cancel();
}

TEST_F(ReliableCallee, AnswersThePrackThatComesAfterItsRefusal) {  // RFC 3262 §3
  receive_call(sdp(), requires_100rel);
  const auto rack = rack_of(last_response());
  order(Reject{486});
  EXPECT_EQ(statuses(), (std::vector<int>{180, 486}));
  run(5s);
  EXPECT_EQ(wire.responses.size(), 2u);  // the 180 is not sent again
  request("PRACK", "", rack);
  EXPECT_EQ(last_response().status(), 200);
}

TEST_F(ReliableCallee, AnswersThePrackThatCrossedTheCancel) {
  receive_call(sdp(), requires_100rel);
  const auto rack = rack_of(last_response());
  cancel();
  request("PRACK", "", {{"RAck", "1 1 INVITE"}});
  EXPECT_EQ(last_response().status(), 481);
  request("PRACK", "", rack);
  EXPECT_EQ(last_response().status(), 200);
}

TEST_F(ReliableCallee, MayAnswerBeforeThePrackOfA180WithoutSession) {
  receive_call(sdp(), requires_100rel);
  const auto rack = rack_of(last_response());
  order(call::Answer{});
  EXPECT_EQ(last_response().status(), 200);
  const auto sent = wire.responses.size();
  run(400ms);
  EXPECT_EQ(wire.responses.size(), sent);  // the 180 is repeated no more
  ack();
  request("PRACK", "", rack);
  EXPECT_EQ(last_response().status(), 200);
  finish();
}

TEST_F(ReliableCallee, OffersInThe180WhenTheInviteBroughtNoOffer) {  // RFC 3261 §13.2.1
  receive_call("", requires_100rel);
  EXPECT_EQ(direction_of(last_response()), sdp::Direction::sendrecv);
  const auto rack = rack_of(last_response());

  const auto answered = order(call::Answer{});

  EXPECT_EQ(statuses(), std::vector<int>{180});  // RFC 3262 §3: not before the PRACK
  EXPECT_EQ(shown().state, CallState::ringing_in);
  EXPECT_EQ(shown().pending, Operation::answer);
  request("PRACK", sdp({.port = 4100}), rack);
  EXPECT_EQ(statuses(), (std::vector<int>{180, 200, 200}));
  EXPECT_EQ(last_response().method(), sip::Method::invite);
  EXPECT_TRUE(last_response().body().empty());  // the session is agreed on
  --bobs_cseq;
  ack();
  EXPECT_EQ((*answered)->result, OperationResult::done);
  EXPECT_EQ(media_notes.plans.back().remote.port, 4100);
  ++bobs_cseq;
  finish();
}

TEST_F(ReliableCallee, RefusesWhenThePrackBringsNoAnswerToItsOffer) {
  receive_call("", requires_100rel);
  request("PRACK", "", rack_of(last_response()));
  EXPECT_EQ(statuses(), (std::vector<int>{180, 200, 488}));
  EXPECT_EQ(end().cause, EndCause::media_failed);
}

TEST_F(ReliableCallee, IsCancelledWhileTheAnswerWaitsForThePrack) {
  receive_call("", requires_100rel);
  order(call::Answer{});
  cancel();
  EXPECT_EQ(statuses(), (std::vector<int>{180, 487}));
  EXPECT_EQ(end().cause, EndCause::cancelled_there);
}

TEST_F(ReliableCallee, AnUpdateMayComeOnceTheSessionIsAgreedOn) {  // RFC 3311 §5.2
  receive_call("", requires_100rel);
  const auto rack = rack_of(last_response());
  request("UPDATE", sdp());
  EXPECT_EQ(last_response().status(), 491);  // our offer is out
  request("PRACK", sdp(), rack);
  request("UPDATE", sdp({.direction = "sendonly", .version = 2}));
  EXPECT_EQ(last_response().status(), 200);
  EXPECT_EQ(direction_of(last_response()), sdp::Direction::recvonly);
  EXPECT_EQ(shown().state, CallState::ringing_in);
  cancel();
}

TEST_F(ReliableCallee, TellsAnUpdateToWaitWhileTheInviteHasNoAnswer) {
  receive_call();
  request("UPDATE", sdp({.version = 2}));
  EXPECT_EQ(last_response().status(), 500);
  EXPECT_TRUE(last_response().has(sip::HeaderId::retry_after));
  cancel();
}

TEST_F(ReliableCallee, RingsAgainEveryMinute) {  // §13.3.1.1
  receive_call();
  run(60s);
  EXPECT_EQ(statuses(), (std::vector<int>{180, 180}));
  run(60s);
  EXPECT_EQ(statuses(), (std::vector<int>{180, 180, 180}));
  cancel();
  run(120s);
  EXPECT_EQ(last_response().status(), 487);
}

TEST_F(ReliableCallee, RingsAgainWithTheNextRSeq) {
  receive_call(sdp(), requires_100rel);
  const auto first = sip::parse_number(*last_response().header(sip::HeaderId::rseq));
  request("PRACK", "", rack_of(last_response()));
  run(60s);
  EXPECT_EQ(sip::parse_number(*last_response().header(sip::HeaderId::rseq)), *first + 1);
  request("PRACK", "", rack_of(last_response()));
  EXPECT_EQ(last_response().status(), 200);
  cancel();
}

TEST_F(ReliableCaller, SaysThatItSupportsIt) {
  place_call();
  EXPECT_TRUE(last_request().lists(sip::HeaderId::supported, "100rel"));
  EXPECT_TRUE(last_request().lists(sip::HeaderId::allow, "PRACK"));
  EXPECT_FALSE(last_request().has(sip::HeaderId::require));
  respond(486);
}

TEST_F(ReliableCaller, RequiresItWhereTheAccountDoes) {
  account.calls.reliable = sip::Use::required;
  place_call();
  EXPECT_TRUE(last_request().lists(sip::HeaderId::require, "100rel"));
  respond(420, "", {{"Unsupported", "100rel"}});
  EXPECT_EQ(end().sip_status, 420);
}

TEST_F(ReliableCaller, AcknowledgesEachInOrderAndDropsCopies) {
  place_call();
  const auto invite = wire.requests[0];
  respond_to(invite, 180, "", reliable(7));
  ASSERT_EQ(methods(), (std::vector<std::string>{"INVITE", "PRACK"}));
  const auto& prack = last_request();
  EXPECT_EQ(prack.header(sip::HeaderId::rack), "7 1 INVITE");
  EXPECT_EQ(prack.request_uri_text(), "sip:bob@192.0.2.9:5060");
  EXPECT_EQ(prack.to_tag(), "bob");
  EXPECT_EQ(prack.cseq().number, 2u);
  EXPECT_EQ(shown().state, CallState::ringing_out);

  respond_to(invite, 180, "", reliable(7));  // a copy
  respond_to(invite, 183, "", reliable(9));  // 8 is missing
  EXPECT_EQ(wire.requests.size(), 2u);
  respond_to(invite, 183, "", reliable(8));
  ASSERT_EQ(wire.requests.size(), 3u);
  EXPECT_EQ(last_request().header(sip::HeaderId::rack), "8 1 INVITE");
  EXPECT_EQ(last_request().cseq().number, 3u);

  respond_to(invite, 200, sdp(), bobs_contact);
  order(Hangup{});
  EXPECT_EQ(last_request().cseq().number, 4u);  // the early dialog counts on
  respond(200);
}

TEST_F(ReliableCaller, TakesAReliableAnswerAsFinal) {
  place_call();
  const auto invite = wire.requests[0];
  respond_to(invite, 183, sdp({.port = 4100}), reliable(1));
  EXPECT_TRUE(shown().early_media);
  EXPECT_EQ(media_notes.plans.back().remote.port, 4100);
  EXPECT_TRUE(last_request().body().empty());
  respond_to(invite, 200, sdp({.port = 4200}), bobs_contact);
  EXPECT_EQ(media_notes.plans.back().remote.port, 4100);  // RFC 6337 §2.2: the first one holds
  EXPECT_TRUE(wire.acks[0].message->body().empty());
  finish();
}

TEST_F(ReliableCaller, AnswersAChallengedPrackOnlyToAServerOfOurs) {
  account.registrar = "sip:192.0.2.9";  // the peer's Contact: it is our server
  place_call();
  const auto invite = wire.requests[0];
  const Headers challenge = {{"WWW-Authenticate", "Digest realm=\"r\", nonce=\"n\""}};
  respond_to(invite, 180, "", reliable(1));
  respond(401, "", challenge);
  ASSERT_EQ(methods(), (std::vector<std::string>{"INVITE", "PRACK", "PRACK"}));
  EXPECT_TRUE(last_request().has(sip::HeaderId::authorization));
  EXPECT_EQ(last_request().header(sip::HeaderId::rack), "1 1 INVITE");
  respond(200);
  respond_to(invite, 486);
}

TEST_F(ReliableCaller, LeaksNoDigestToAStrangerWhoChallengesAPrack) {
  place_call();
  const auto invite = wire.requests[0];
  respond_to(invite, 180, "", reliable(1));
  respond(401, "", {{"WWW-Authenticate", "Digest realm=\"r\", nonce=\"n\""}});
  EXPECT_EQ(wire.requests.size(), 2u);
  respond_to(invite, 486);
}

TEST_F(ReliableCaller, LeavesTheOfferToThePeerAndAnswersInThePrack) {
  account.calls.late_offer = true;
  place_call();
  EXPECT_TRUE(last_request().body().empty());
  const auto invite = wire.requests[0];
  respond_to(invite, 183, sdp({.port = 4100}), reliable(1));
  ASSERT_EQ(methods().back(), "PRACK");
  EXPECT_EQ(direction_of(last_request()), sdp::Direction::sendrecv);
  respond_to(invite, 200, "", bobs_contact);
  EXPECT_TRUE(wire.acks[0].message->body().empty());
  EXPECT_EQ(media_notes.plans.back().remote.port, 4100);
  EXPECT_EQ(shown().state, CallState::connected);
  finish();
}

TEST_F(ReliableCaller, LeavesTheOfferToThePeerAndAnswersInTheAck) {
  account.calls.late_offer = true;
  place_call();
  respond(180);
  respond(200, sdp({.port = 4100}), bobs_contact);
  ASSERT_EQ(wire.acks.size(), 1u);
  EXPECT_EQ(direction_of(*wire.acks[0].message), sdp::Direction::sendrecv);
  EXPECT_EQ(media_notes.plans.back().remote.port, 4100);
  respond_to(wire.requests[0], 200, sdp({.port = 4100}), bobs_contact);
  EXPECT_EQ(wire.acks[1].message->text(), wire.acks[0].message->text());
  finish();
}

TEST_F(ReliableCaller, HangsUpAPeerThatOffersNothing) {
  account.calls.late_offer = true;
  place_call();
  respond(200, "", bobs_contact);
  EXPECT_EQ(wire.acks.size(), 1u);
  EXPECT_EQ(methods().back(), "BYE");
  EXPECT_EQ(end().cause, EndCause::media_failed);
  respond(200);
}

using EarlyDialog = LegTest;

TEST_F(EarlyDialog, EachForkHasItsOwn) {
  place_call();
  const auto invite = wire.requests[0];
  respond_to(invite, 183, sdp({.port = 4100}), reliable(5), "bob");
  respond_to(invite, 183, sdp({.port = 4200}),
             {{"Contact", "<sip:carol@192.0.2.10>"},
              {"Record-Route", "<sip:192.0.2.11;lr>"},
              {"Require", "100rel"},
              {"RSeq", "90"}},
             "carol");
  ASSERT_EQ(methods(), (std::vector<std::string>{"INVITE", "PRACK", "PRACK"}));
  EXPECT_EQ(last_request().header(sip::HeaderId::rack), "90 1 INVITE");
  EXPECT_EQ(last_request().request_uri_text(), "sip:carol@192.0.2.10");
  EXPECT_EQ(last_request().to_tag(), "carol");
  EXPECT_EQ(last_request().cseq().number, 2u);
  EXPECT_EQ(last_request().routes().size(), 1u);
  EXPECT_EQ(wire.requests.back().next_hop->host, "192.0.2.11");
  EXPECT_EQ(media_notes.plans.back().remote.port, 4200);  // who spoke last is heard

  respond_to(invite, 200, "", bobs_contact, "bob");

  EXPECT_EQ(media_notes.plans.back().remote.port, 4100);
  EXPECT_EQ(shown().state, CallState::connected);
  finish();
}

TEST_F(EarlyDialog, AForkThatAnswersTooLateIsHungUpInItsOwnDialog) {
  place_call();
  const auto invite = wire.requests[0];
  respond_to(invite, 180, "", reliable(5), "carol");
  respond_to(invite, 200, sdp(), bobs_contact, "bob");
  respond_to(invite, 200, sdp(), {{"Contact", "<sip:carol@192.0.2.10>"}}, "carol");
  EXPECT_EQ(methods(), (std::vector<std::string>{"INVITE", "PRACK", "BYE"}));
  EXPECT_EQ(last_request().request_uri_text(), "sip:carol@192.0.2.10");
  EXPECT_EQ(last_request().cseq().number, 3u);  // above that of its PRACK
  finish();
}

TEST_F(EarlyDialog, TakesAnUpdateOfThePhoneThatRings) {
  place_call();
  const auto invite = wire.requests[0];
  respond_to(invite, 183, sdp({.port = 4100}), reliable(1));
  request("UPDATE", sdp({.port = 4300, .version = 2}));
  EXPECT_EQ(last_response().status(), 200);
  EXPECT_EQ(direction_of(last_response()), sdp::Direction::sendrecv);
  EXPECT_EQ(media_notes.plans.back().remote.port, 4300);
  respond_to(invite, 200, "", bobs_contact);
  EXPECT_EQ(media_notes.plans.back().remote.port, 4300);
  finish();
}

TEST_F(EarlyDialog, RefusesAnOfferWhileOursHasNoAnswer) {
  place_call();
  const auto invite = wire.requests[0];
  respond_to(invite, 180, "", reliable(1));
  request("UPDATE", sdp({.version = 2}));
  EXPECT_EQ(last_response().status(), 491);  // RFC 3311 §5.2
  request("INVITE", sdp({.version = 2}));
  EXPECT_EQ(last_response().status(), 491);
  request("BYE");
  EXPECT_EQ(last_response().status(), 481);  // §15: the callee must not
  request("OPTIONS");
  EXPECT_EQ(last_response().status(), 200);
  respond_to(invite, 486);
}

TEST_F(EarlyDialog, ThereAreNoMoreThanTheLimit) {
  place_call();
  const auto invite = wire.requests[0];
  for (int i = 0; i < 40; ++i) respond_to(invite, 180, "", reliable(1), "fork" + std::to_string(i));
  EXPECT_EQ(wire.requests.size(), 1u + EarlyDialogs::limit);
  respond_to(invite, 486);
}

TEST_F(EarlyDialog, EndsWithAChallengeThatASecondInviteAnswers) {
  place_call();
  const auto invite = wire.requests[0];
  respond_to(invite, 183, sdp(), reliable(1));
  respond_to(invite, 407, "",
             {{"Proxy-Authenticate", "Digest realm=\"example.net\", nonce=\"n\""}});
  ASSERT_EQ(methods(), (std::vector<std::string>{"INVITE", "PRACK", "INVITE"}));
  EXPECT_EQ(last_request().cseq().number, 3u);
  respond(200, sdp({.port = 4900}), bobs_contact, "bob");
  EXPECT_EQ(media_notes.plans.back().remote.port, 4900);
  finish();
}

}  // namespace
}  // namespace offhook::call::testing
