// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/call/leg_fixture.hpp"

namespace offhook::call::testing {
namespace {

using OutgoingCall = LegTest;

const Headers bobs_contact = {{"Contact", "<sip:bob@192.0.2.9:5060>"}};

Headers challenge(std::string_view nonce, std::string_view more = "") {
  return {{"Proxy-Authenticate", "Digest realm=\"example.net\", nonce=\"" + std::string(nonce) +
                                     "\", algorithm=MD5, qop=\"auth\"" + std::string(more)}};
}

TEST_F(OutgoingCall, InvitesWithAnOfferAndEverythingARequestNeeds) {
  place_call();

  ASSERT_EQ(methods(), std::vector<std::string>{"INVITE"});
  const auto& invite = last_request();
  EXPECT_EQ(invite.request_uri_text(), "sip:bob@example.net");
  EXPECT_EQ(invite.from().display_name, "Alice");
  EXPECT_FALSE(invite.from_tag().empty());
  EXPECT_TRUE(invite.to_tag().empty());
  EXPECT_EQ(invite.max_forwards(), 70u);
  EXPECT_EQ(sip::to_string(invite.contact()->address.uri), "sip:alice@192.0.2.1:5060");
  EXPECT_TRUE(invite.lists(sip::HeaderId::allow, "UPDATE"));
  EXPECT_EQ(invite.header("User-Agent"), "offhook");
  EXPECT_TRUE(invite.has_body_of("application/sdp"));
  EXPECT_EQ(direction_of(invite), sdp::Direction::sendrecv);
  EXPECT_EQ(sdp::parse(invite.body())->media.front().port, 6000);
  EXPECT_EQ(shown().state, CallState::dialing);
  EXPECT_TRUE(shown().stream);
  respond(486);
}

TEST_F(OutgoingCall, GoesThroughTheOutboundProxy) {
  account.outbound_proxy = "sip:proxy.example.net;lr";
  place_call();
  ASSERT_EQ(last_request().routes().size(), 1u);
  EXPECT_EQ(last_request().routes().front().uri.host, "proxy.example.net");
  respond(486);
}

TEST_F(OutgoingCall, KeepsToTheOutboundProxyIfToldSo) {
  account.outbound_proxy = "sip:proxy.example.net;lr";
  account.outbound_in_dialog = true;
  place_call();
  respond(200, sdp(), bobs_contact);
  order(Hangup{});
  EXPECT_EQ(wire.acks[0].next_hop->host, "proxy.example.net");
  EXPECT_EQ(wire.requests.back().next_hop->host, "proxy.example.net");
  EXPECT_EQ(last_request().request_uri_text(), "sip:bob@192.0.2.9:5060");
  EXPECT_TRUE(last_request().routes().empty());  // the route set is the peer's word
  respond(200);
}

TEST_F(OutgoingCall, WritesNamesOfOneLetterIfToldSo) {
  account.compact_headers = true;
  place_call();
  const auto text = last_request().text();
  for (const auto* name :
       {"\r\nf: ", "\r\nt: ", "\r\ni: ", "\r\nm: ", "\r\nc: ", "\r\nk: ", "\r\nl: "})
    EXPECT_NE(text.find(name), std::string_view::npos) << name;
  EXPECT_EQ(text.find("\r\nFrom: "), std::string_view::npos);
  respond(200, sdp(), bobs_contact);
  EXPECT_NE(wire.acks[0].message->text().find("\r\ni: "), std::string_view::npos);
  order(Hangup{});
  EXPECT_NE(last_request().text().find("\r\ni: "), std::string_view::npos);
  respond(200);
}

// RFC 3325 §9.1: a server of ours knows who has taken the call.
TEST_F(OutgoingCall, ShowsWhomTheServerConnectedUsWith) {
  account.outbound_proxy = "sip:proxy.example.net;lr";
  place_call();
  respond(180, "", {{"P-Asserted-Identity", "\"Group\" <sip:600@example.net>"}});
  EXPECT_EQ(shown().remote_display, "Group");
  respond(200, sdp(),
          {{"Contact", "<sip:bob@192.0.2.9:5060>"},
           {"P-Asserted-Identity", "\"Carol\" <sip:carol@example.net>"}});
  EXPECT_EQ(shown().remote_display, "Carol");
  EXPECT_EQ(shown().remote_uri, "sip:carol@example.net");
  finish();
}

TEST_F(OutgoingCall, BelievesNoStrangerWhoHeIs) {
  account.aor = "sip:alice@home.example";
  place_call();
  respond(200, sdp(),
          {{"Contact", "<sip:bob@192.0.2.9:5060>"},
           {"P-Asserted-Identity", "\"Police\" <sip:110@example.net>"}});
  EXPECT_EQ(shown().remote_display, "");
  finish();
}

TEST_F(OutgoingCall, RingsIsAnsweredAndHungUpHere) {
  place_call();
  respond(100);
  EXPECT_EQ(shown().state, CallState::proceeding);
  respond(180);
  EXPECT_EQ(shown().state, CallState::ringing_out);
  EXPECT_FALSE(shown().early_media);

  respond(200, sdp(), bobs_contact);

  EXPECT_EQ(shown().state, CallState::connected);
  EXPECT_EQ(shown().codec, "PCMU");
  EXPECT_TRUE(shown().connected);
  ASSERT_EQ(wire.acks.size(), 1u);
  EXPECT_EQ(wire.acks[0].message->request_uri_text(), "sip:bob@192.0.2.9:5060");
  EXPECT_EQ(wire.acks[0].message->cseq().number, last_request().cseq().number);
  EXPECT_NE(wire.acks[0].branch, wire.requests[0].branch);  // §13.2.2.4, its own branch
  ASSERT_EQ(media_notes.plans.size(), 1u);
  EXPECT_EQ(media_notes.plans[0].remote.port, 4000);
  EXPECT_EQ(media_notes.plans[0].direction, media::Direction::sendrecv);

  const auto hung_up = order(Hangup{});
  EXPECT_EQ(methods().back(), "BYE");
  EXPECT_EQ(last_request().cseq().number, 2u);
  ASSERT_TRUE(*hung_up);
  EXPECT_EQ((*hung_up)->result, OperationResult::done);
  EXPECT_EQ(end().cause, EndCause::hung_up_here);
  EXPECT_EQ(owner.ends[0].report.packets_sent, 50u);
  EXPECT_EQ(owner.ends[0].call.state, CallState::ended);
  respond(200);
}

TEST_F(OutgoingCall, EndsWhenThePeerHangsUp) {
  talk_as_caller();
  request("BYE", "", {{"Reason", "SIP;cause=200;text=\"enough\""}});
  EXPECT_EQ(statuses(), std::vector<int>{200});
  EXPECT_EQ(end().cause, EndCause::hung_up_there);
  EXPECT_EQ(end().reason, "enough");
  EXPECT_EQ(media_notes.closed, 1);
}

TEST_F(OutgoingCall, EndsWithTheStatusOfARefusal) {
  place_call();
  respond(180);
  respond(486);
  EXPECT_EQ(end().cause, EndCause::refused_there);
  EXPECT_EQ(end().sip_status, 486);
  EXPECT_EQ(end().reason, "Busy Here");
  EXPECT_TRUE(wire.acks.empty());  // the transaction's own (§17.1.1.3)
}

TEST_F(OutgoingCall, EndsWithoutResponseOrNetwork) {
  place_call();
  fail(wire.requests[0], transaction::Failure::timeout);
  EXPECT_EQ(end().cause, EndCause::no_response);
  EXPECT_EQ(end().sip_status, 408);
}

TEST_F(OutgoingCall, EndsWhenTheNetworkRefuses) {
  place_call();
  fail(wire.requests[0], transaction::Failure::unresolvable);
  EXPECT_EQ(end().cause, EndCause::transport_failed);
  EXPECT_EQ(end().sip_status, 503);
}

TEST_F(OutgoingCall, PlaysEarlyMediaUntilA180TakesItBack) {
  place_call();
  respond(183, sdp({.port = 4100}));
  EXPECT_EQ(shown().state, CallState::proceeding);
  EXPECT_TRUE(shown().early_media);
  ASSERT_EQ(media_notes.plans.size(), 1u);
  EXPECT_EQ(media_notes.plans[0].remote.port, 4100);
  respond(180);
  EXPECT_FALSE(shown().early_media);

  respond(200, sdp({.port = 4200}), bobs_contact);

  EXPECT_EQ(media_notes.plans.back().remote.port, 4200);
  finish();
}

TEST_F(OutgoingCall, TakesTheEarlyAnswerWhenThe200BringsNone) {
  place_call();
  respond(183, sdp({.port = 4100}));
  respond(200, "", bobs_contact);
  EXPECT_EQ(shown().state, CallState::connected);
  EXPECT_EQ(media_notes.plans.back().remote.port, 4100);
  finish();
}

TEST_F(OutgoingCall, AcknowledgesEveryCopyOfThe200) {
  talk_as_caller();
  const auto invite = wire.requests[0];
  respond_to(invite, 200, sdp(), bobs_contact);
  respond_to(invite, 200, sdp(), bobs_contact);
  ASSERT_EQ(wire.acks.size(), 3u);
  EXPECT_EQ(wire.acks[2].message->text(), wire.acks[0].message->text());
  EXPECT_EQ(owner.ends.size(), 0u);
  finish();
}

TEST_F(OutgoingCall, StaysToAcknowledgeLateCopiesAfterTheCallIsOver) {
  talk_as_caller();
  const auto invite = wire.requests[0];
  finish();
  run(20s);
  respond_to(invite, 200, sdp(), bobs_contact);
  EXPECT_EQ(wire.acks.size(), 2u);
}

TEST_F(OutgoingCall, KeepsTheFirstOfSeveralAnswersAndHangsUpTheOthers) {
  place_call();
  const auto invite = wire.requests[0];
  respond(200, sdp({.port = 4100}), bobs_contact, "bob");

  respond_to(invite, 200, sdp({.port = 4200}), {{"Contact", "<sip:carol@192.0.2.10>"}}, "carol");
  respond_to(invite, 200, sdp({.port = 4200}), {{"Contact", "<sip:carol@192.0.2.10>"}}, "carol");

  EXPECT_EQ(methods(), (std::vector<std::string>{"INVITE", "BYE"}));  // one BYE, however many 200
  EXPECT_EQ(last_request().request_uri_text(), "sip:carol@192.0.2.10");
  EXPECT_EQ(last_request().to_tag(), "carol");
  ASSERT_EQ(wire.acks.size(), 3u);
  EXPECT_EQ(wire.acks[1].message->to_tag(), "carol");
  EXPECT_EQ(media_notes.plans.size(), 1u);
  EXPECT_EQ(shown().state, CallState::connected);
  finish();
}

TEST_F(OutgoingCall, HangsUpAPeerWhoseAnswerHasNoCommonCodec) {
  place_call();
  respond(200, sdp({.payload_type = 18}), bobs_contact);
  EXPECT_EQ(wire.acks.size(), 1u);
  EXPECT_EQ(methods().back(), "BYE");
  EXPECT_EQ(end().cause, EndCause::media_failed);
  respond(200);
}

TEST_F(OutgoingCall, AnswersAChallengeWithANewInvite) {
  place_call();
  const auto first = wire.requests[0];

  respond(407, "", challenge("n1"));

  ASSERT_EQ(methods(), (std::vector<std::string>{"INVITE", "INVITE"}));
  const auto& second = last_request();
  EXPECT_EQ(second.cseq().number, first.message->cseq().number + 1);  // §22.2
  EXPECT_EQ(second.call_id(), first.message->call_id());
  EXPECT_EQ(second.from_tag(), first.message->from_tag());
  EXPECT_EQ(second.body(), first.message->body());
  EXPECT_TRUE(second.has(sip::HeaderId::proxy_authorization));
  EXPECT_NE(wire.requests[1].branch, first.branch);
  EXPECT_EQ(shown().state, CallState::dialing);

  respond(200, sdp(), bobs_contact);
  EXPECT_EQ(shown().state, CallState::connected);
  EXPECT_EQ(wire.acks[0].message->cseq().number, second.cseq().number);
  finish();
}

TEST_F(OutgoingCall, AWrongPasswordEndsAfterOneTry) {
  place_call();
  respond(407, "", challenge("n1"));
  respond(407, "", challenge("n2"));
  EXPECT_EQ(wire.requests.size(), 2u);
  EXPECT_EQ(end().cause, EndCause::refused_there);
  EXPECT_EQ(end().sip_status, 407);
}

TEST_F(OutgoingCall, AServerThatIsAlwaysStaleIsNotFollowedForEver) {
  place_call();
  for (int i = 0; i < 20 && owner.ends.empty(); ++i)
    respond(407, "", challenge("n" + std::to_string(i), ", stale=true"));
  EXPECT_EQ(wire.requests.size(), 5u);
  EXPECT_EQ(end().cause, EndCause::refused_there);
}

TEST_F(OutgoingCall, CancelsARingingPhone) {
  place_call();
  respond(180);
  const auto hung_up = order(Hangup{});
  ASSERT_EQ(wire.cancels.size(), 1u);
  EXPECT_EQ(wire.cancels[0].second, wire.requests[0].branch);
  EXPECT_EQ(shown().state, CallState::ringing_out);  // until the peer agrees
  EXPECT_EQ(shown().pending, Operation::hangup);
  EXPECT_FALSE(*hung_up);

  respond(487);

  EXPECT_EQ(end().cause, EndCause::cancelled_here);
  EXPECT_EQ(end().sip_status, 487);
  EXPECT_EQ((*hung_up)->result, OperationResult::done);
}

TEST_F(OutgoingCall, AHangUpBeforeAnyResponseWaitsForOne) {
  place_call();
  order(Hangup{});
  EXPECT_TRUE(wire.cancels.empty());  // §9.1
  run(1s);

  respond(100);

  EXPECT_EQ(wire.cancels.size(), 1u);
  respond(487);
  EXPECT_EQ(end().cause, EndCause::cancelled_here);
}

TEST_F(OutgoingCall, AHangUpBeforeAnyResponseEndsWithTheTransaction) {
  place_call();
  order(Hangup{});
  fail(wire.requests[0], transaction::Failure::timeout);
  EXPECT_TRUE(wire.cancels.empty());
  EXPECT_EQ(end().cause, EndCause::cancelled_here);
}

TEST_F(OutgoingCall, ARefusalThatCrossesTheCancelEndsAsCancelled) {
  place_call();
  respond(180);
  order(Hangup{});
  respond(486);
  EXPECT_EQ(end().cause, EndCause::cancelled_here);
}

TEST_F(OutgoingCall, AnAnswerThatCrossesTheCancelIsAcknowledgedAndHungUp) {
  place_call();
  respond(180);
  order(Hangup{});

  respond(200, sdp(), bobs_contact);

  EXPECT_EQ(wire.acks.size(), 1u);
  EXPECT_EQ(methods().back(), "BYE");
  EXPECT_EQ(end().cause, EndCause::cancelled_here);
  EXPECT_TRUE(media_notes.plans.empty());
  respond(200);
}

TEST_F(OutgoingCall, GivesUpWhenNothingFollowsTheCancel) {
  place_call();
  respond(180);
  order(Hangup{});
  run(32s - 10ms);
  EXPECT_TRUE(owner.ends.empty());
  run(10ms);
  EXPECT_EQ(end().cause, EndCause::cancelled_here);  // 64*T1, §9.1
}

TEST_F(OutgoingCall, EndsWithoutAnInviteWhenThereIsNoPortForSound) {
  media_notes.refuses = true;
  place_call();
  EXPECT_TRUE(wire.requests.empty());
  EXPECT_EQ(end().cause, EndCause::media_failed);
  EXPECT_EQ(end().reason, "no port is free");
}

TEST_F(OutgoingCall, CancelsWhenTheMediaActorDies) {
  place_call();
  respond(180);
  act::stop(media);
  run();
  media = nullptr;
  EXPECT_EQ(wire.cancels.size(), 1u);
  respond(487);
  EXPECT_EQ(end().cause, EndCause::media_failed);
}

TEST_F(OutgoingCall, HangsUpWhenTheMediaActorDiesInACall) {
  talk_as_caller();
  act::stop(media);
  run();
  media = nullptr;
  EXPECT_EQ(methods().back(), "BYE");
  EXPECT_EQ(end().cause, EndCause::media_failed);
  respond(200);
}

TEST_F(OutgoingCall, LivesUntilItsByeIsAnsweredOrGivenUp) {
  talk_as_caller();
  run(40s);  // no copy of the 200 can come any more
  order(Hangup{});
  const auto with_leg = loop.running_actors();
  request("BYE");  // both at once
  EXPECT_EQ(last_response().status(), 200);
  request("INFO");
  EXPECT_EQ(last_response().status(), 481);
  fail(wire.requests.back(), transaction::Failure::timeout);
  EXPECT_EQ(loop.running_actors(), with_leg + 2 - 1);  // two transactions more, one leg less
}

TEST_F(OutgoingCall, AChallengedByeIsSentAgainOnlyToAServerOfOurs) {
  talk_as_caller();
  order(Hangup{});
  ASSERT_EQ(last_request().request_uri_text(), "sip:bob@192.0.2.9:5060");
  respond(407, "", challenge("n1"));
  EXPECT_EQ(methods(), (std::vector<std::string>{"INVITE", "BYE"}));
}

// The Route of the message would lead past the strict router, and the credentials with it.
TEST_F(OutgoingCall, GoesToAStrictRouterFirstAndTrustsOnlyIt) {
  place_call();
  respond(200, sdp(),
          {{"Contact", "<sip:bob@192.0.2.9>"},
           {"Record-Route", "<sip:example.net;lr>, <sip:strict.example.org>"}});
  ASSERT_TRUE(wire.acks[0].next_hop);
  EXPECT_EQ(wire.acks[0].next_hop->host, "strict.example.org");

  order(Hangup{});
  EXPECT_EQ(last_request().request_uri_text(), "sip:strict.example.org");
  EXPECT_EQ(wire.requests.back().next_hop->host, "strict.example.org");
  respond(407, "", challenge("n1"));
  EXPECT_EQ(methods(), (std::vector<std::string>{"INVITE", "BYE"}));
}

TEST_F(OutgoingCall, SaysGoodbyeWhenItsActorIsStopped) {
  talk_as_caller();
  act::stop(leg);
  run();
  EXPECT_EQ(methods().back(), "BYE");
  EXPECT_EQ(end().cause, EndCause::internal_error);
}

TEST_F(OutgoingCall, HangsUpWhenThePhoneIsGone) {
  talk_as_caller();
  act::stop(owner_actor);
  owner_actor = nullptr;
  run();
  EXPECT_EQ(methods().back(), "BYE");
  owner.ends.resize(1);  // nobody was there to hear of the end
  respond(200);
}

}  // namespace
}  // namespace offhook::call::testing
