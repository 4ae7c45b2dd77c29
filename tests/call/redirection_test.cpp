// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/call/redirection.hpp"

#include "tests/call/leg_fixture.hpp"

namespace offhook::call::testing {
namespace {

sip::MessagePtr redirection(std::string_view contacts, int status = 302) {
  return offhook::testing::message(
      {"SIP/2.0 " + std::to_string(status) + " Moved", "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1",
       "From: <sip:alice@example.net>;tag=a", "To: <sip:bob@example.net>;tag=b", "Call-ID: c",
       "CSeq: 1 INVITE", "Contact: " + std::string(contacts)});
}

std::vector<std::string> all_of(TargetSet& targets) {
  std::vector<std::string> uris;
  for (auto uri = targets.next(); !uri.empty(); uri = targets.next()) uris.push_back(uri);
  return uris;
}

TEST(TargetSet, GoesByQ) {  // RFC 3261 §8.1.3.4
  TargetSet targets("sip:bob@a");
  targets.add(*redirection("<sip:x@a>;q=0.2, <sip:y@a>;q=0.9, <sip:z@a>"));
  EXPECT_EQ(all_of(targets), (std::vector<std::string>{"sip:z@a", "sip:y@a", "sip:x@a"}));
}

TEST(TargetSet, TriesNoPlaceTwice) {
  TargetSet targets("sip:bob@a");
  targets.add(*redirection("<sip:bob@A>, <sip:x@a>, <sip:x@a;transport=udp>, <sip:x@a>"));
  EXPECT_EQ(targets.next(), "sip:x@a");
  targets.add(*redirection("<sip:bob@a>, <sip:x@a>, <sip:y@a>"));
  EXPECT_EQ(targets.next(), "sip:y@a");  // the newer redirection first
}

TEST(TargetSet, EndsAtItsLimit) {
  TargetSet targets("sip:bob@a");
  for (std::size_t i = 0; i < 20; ++i) {
    const auto uri = "sip:u" + std::to_string(i) + "@a";
    targets.add(*redirection("<" + uri + ">"));
    EXPECT_EQ(targets.next(), i < max_redirects ? uri : "");
  }
}

TEST(TargetSet, NeverBecomesLessSecure) {
  TargetSet targets("sips:bob@a");
  targets.add(*redirection("<sip:x@a>, <sips:y@a>, <tel:+1234>, *"));
  EXPECT_EQ(all_of(targets), std::vector<std::string>{"sips:y@a"});
}

TEST(TargetSet, LeavesProxiesAndOtherServicesToPeople) {  // §21.3.4, §21.3.5
  TargetSet targets("sip:bob@a");
  targets.add(*redirection("<sip:x@a>", 305));
  targets.add(*redirection("<sip:x@a>", 380));
  EXPECT_EQ(targets.next(), "");
}

TEST(TargetSet, DropsWhatARequestUriMayNotHold) {  // §19.1.1
  TargetSet targets("sip:bob@a");
  targets.add(*redirection("<sip:x@a;method=BYE?Replaces=1>"));
  EXPECT_EQ(targets.next(), "sip:x@a");
}

using Redirected = LegTest;

TEST_F(Redirected, GoesOnToTheNewPlaceAsTheSameCall) {
  place_call();
  const auto call_id = std::string(last_request().call_id());
  respond(302, "", {{"Contact", "<sip:carol@example.org>"}});
  ASSERT_EQ(methods(), (std::vector<std::string>{"INVITE", "INVITE"}));
  EXPECT_EQ(last_request().request_uri_text(), "sip:carol@example.org");
  EXPECT_EQ(sip::to_string(last_request().to().uri), "sip:bob@example.net");  // §8.1.3.4
  EXPECT_EQ(last_request().call_id(), call_id);
  EXPECT_EQ(last_request().cseq().number, 2u);
  EXPECT_EQ(shown().remote_uri, "sip:bob@example.net");
  respond(200, sdp(), {{"Contact", "<sip:carol@192.0.2.10>"}});
  EXPECT_EQ(shown().state, CallState::connected);
  finish();
}

TEST_F(Redirected, SaysNothingMoreToThePlaceThatSentItOn) {  // §13.2.2.3
  place_call();
  respond(183, sdp({.port = 4100}));
  ASSERT_EQ(media_notes.plans.size(), 1u);
  EXPECT_EQ(media_notes.plans.back().direction, media::Direction::sendrecv);
  respond(302, "", {{"Contact", "<sip:carol@example.org>"}});
  ASSERT_EQ(media_notes.plans.size(), 2u);
  EXPECT_EQ(media_notes.plans.back().direction, media::Direction::inactive);
  EXPECT_EQ(shown().codec, "");
  respond(486);
  EXPECT_EQ(end().sip_status, 486);
}

TEST_F(Redirected, TellsTheNextPlaceWhoSentItThere) {  // RFC 5806 §5.2
  place_call();
  respond(302, "",
          {{"Contact", "<sip:carol@example.org>"},
           {"Diversion", "<sip:bob@example.net>;reason=user-busy"}});
  EXPECT_EQ(last_request().header("Diversion"), "<sip:bob@example.net>;reason=user-busy");
  respond(486);
  EXPECT_EQ(end().sip_status, 486);
}

TEST_F(Redirected, TriesTheNextPlaceWhenOneIsBusy) {
  place_call();
  respond(302, "", {{"Contact", "<sip:c@example.org>, <sip:d@example.org>;q=0.1"}});
  respond(486);
  EXPECT_EQ(last_request().request_uri_text(), "sip:d@example.org");
  respond(486);
  EXPECT_EQ(end().sip_status, 486);
  EXPECT_EQ(wire.requests.size(), 3u);
}

TEST_F(Redirected, ARefusalEverywhereIsTheLastWord) {  // §21.6
  place_call();
  respond(302, "", {{"Contact", "<sip:c@example.org>, <sip:d@example.org>;q=0.1"}});
  respond(603);
  EXPECT_EQ(end().sip_status, 603);
  EXPECT_EQ(wire.requests.size(), 2u);
}

TEST_F(Redirected, EndsTypedWithoutAPlaceThatIsNew) {
  place_call();
  respond(302, "", {{"Contact", "<sip:bob@example.net>"}});
  EXPECT_EQ(end().cause, EndCause::forwarded_there);
  EXPECT_EQ(end().sip_status, 302);
}

TEST_F(Redirected, EndsTypedWhereTheAccountDoesNotFollow) {
  account.calls.follow_redirects = false;
  place_call();
  respond(302, "", {{"Contact", "<sip:carol@example.org>"}});
  EXPECT_EQ(end().sip_status, 302);
  EXPECT_EQ(wire.requests.size(), 1u);
}

TEST_F(Redirected, StopsWhenTheCallerHungUp) {
  place_call();
  respond(180);
  order(Hangup{});
  respond(302, "", {{"Contact", "<sip:carol@example.org>"}});
  EXPECT_EQ(end().cause, EndCause::cancelled_here);
  EXPECT_EQ(wire.requests.size(), 1u);
}

TEST_F(Redirected, ShowsNoPasswordToTheNewPlace) {
  place_call();
  respond(302, "", {{"Contact", "<sip:carol@192.0.2.66>"}});
  respond(401, "", {{"WWW-Authenticate", "Digest realm=\"example.net\", nonce=\"n\""}});
  EXPECT_EQ(wire.requests.size(), 2u);
  EXPECT_EQ(end().sip_status, 401);
}

using Refused = LegTest;

TEST_F(Refused, AddsTheExtensionThatTheServerRequires) {  // §21.4.16
  place_call();
  respond(421, "", {{"Require", "100rel"}});
  ASSERT_EQ(wire.requests.size(), 2u);
  EXPECT_TRUE(last_request().lists(sip::HeaderId::require, "100rel"));
  respond(420, "", {{"Unsupported", "100rel"}});  // then do without
  ASSERT_EQ(wire.requests.size(), 3u);
  EXPECT_FALSE(last_request().has(sip::HeaderId::require));
  respond(421, "", {{"Require", "100rel"}});
  respond(420, "", {{"Unsupported", "100rel"}});
  EXPECT_FALSE(owner.ends.empty());  // not for ever
}

TEST_F(Refused, EndsWhenTheServerRequiresWhatWeDoNotHave) {
  place_call();
  respond(421, "", {{"Require", "telepathy"}});
  EXPECT_EQ(end().sip_status, 421);
}

}  // namespace
}  // namespace offhook::call::testing
