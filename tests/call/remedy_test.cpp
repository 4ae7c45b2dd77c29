// SPDX-License-Identifier: GPL-3.0-or-later
// Refusals that a changed INVITE answers (RFC 3261 §8.1.3.5), and how the others end a call.
#include "actors/call/remedy.hpp"

#include "actors/call/session_body.hpp"
#include "tests/call/leg_fixture.hpp"

namespace offhook::call::testing {
namespace {

sip::MessagePtr invite() {
  auto draft = sip::Draft::request(sip::Method::invite, "sip:bob@example.net");
  draft.append("Via", "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1")
      .append("From", "<sip:alice@example.net>;tag=a")
      .append("To", "<sip:bob@example.net>")
      .append("Call-ID", "c")
      .append("CSeq", "1 INVITE")
      .body("application/sdp", sdp());
  return draft.build();
}

std::optional<Remedy> remedy(int status, const Headers& headers, std::string_view required = "",
                             const sip::CallOptions& wants = {}) {
  const auto request = invite();
  return remedy_for(*request, *offhook::testing::response(*request, status, "b", headers, ""),
                    wants, required);
}

std::string required_after(int status, const Headers& headers, std::string_view required,
                           const sip::CallOptions& wants = {}) {
  const auto found = remedy(status, headers, required, wants);
  return found && found->kind == Remedy::Kind::require ? "[" + found->required + "]" : "-";
}

TEST(Remedy, DoesWithoutWhatIsUnsupported) {  // 420
  EXPECT_EQ(required_after(420, {{"Unsupported", "100rel"}}, "100rel, timer"), "[timer]");
  EXPECT_EQ(required_after(420, {}, "100rel"), "[]");
  EXPECT_EQ(required_after(420, {{"Unsupported", "replaces"}}, "100rel"), "-");
  EXPECT_EQ(required_after(420, {{"Unsupported", "100rel"}}, ""), "-");
  sip::CallOptions wants;
  wants.reliable = sip::Use::required;
  EXPECT_EQ(required_after(420, {{"Unsupported", "100rel"}}, "100rel", wants), "-");
}

TEST(Remedy, AddsWhatIsRequiredIfWeHaveIt) {  // 421
  EXPECT_EQ(required_after(421, {{"Require", "100rel"}}, ""), "[100rel]");
  EXPECT_EQ(required_after(421, {{"Require", "timer"}}, "100rel"), "[100rel, timer]");
  EXPECT_EQ(required_after(421, {{"Require", "100rel"}}, "100rel"), "-");
  EXPECT_EQ(required_after(421, {{"Require", "telepathy"}}, ""), "-");
}

TEST(Remedy, WrapsTheSessionForWhoReadsMultipartAlone) {  // 415
  const auto found = remedy(415, {{"Accept", "multipart/mixed"}});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->kind, Remedy::Kind::wrapped_session);
  EXPECT_FALSE(remedy(415, {{"Accept", "application/sdp"}}));
  EXPECT_FALSE(remedy(415, {{"Accept", "text/plain"}}));
  EXPECT_FALSE(remedy(415, {{"Accept-Encoding", "gzip"}}));
  EXPECT_FALSE(remedy(415, {}));
}

TEST(Remedy, IsNoneForTheRest) {
  for (const int status : {400, 404, 413, 416, 480, 484, 486, 488, 493, 494, 500, 503, 600, 606})
    EXPECT_FALSE(remedy(status, {})) << status;
}

TEST(WrapSession, IsReadAsTheSessionThatItHolds) {
  const auto body = wrap_session("v=0\r\n");
  auto draft = sip::Draft::copy(*invite());
  draft.body(body.content_type, body.text);
  const auto wrapped = draft.build();
  EXPECT_EQ(session_of(*wrapped), "v=0\r\n");
}

using Refusal = LegTest;

TEST_F(Refusal, IsAnsweredWithAWrappedSession) {
  place_call();
  respond(415, "", {{"Accept", "multipart/mixed"}});
  ASSERT_EQ(wire.requests.size(), 2u);
  EXPECT_TRUE(last_request().has_body_of("multipart/mixed"));
  EXPECT_FALSE(session_of(last_request()).empty());
  EXPECT_EQ(last_request().cseq().number, 2u);
  respond(415, "", {{"Accept", "multipart/mixed"}});
  EXPECT_EQ(end().sip_status, 415);  // once is enough
}

TEST_F(Refusal, TellsWhenToCallAgainAndIsNotTriedBefore) {  // §20.33
  place_call();
  respond(503, "", {{"Retry-After", "120 (maintenance);duration=60"}});
  EXPECT_EQ(end().cause, EndCause::refused_there);
  EXPECT_EQ(end().retry_after, 120s);
  run(300s);
  EXPECT_EQ(wire.requests.size(), 1u);
}

TEST_F(Refusal, SaysWhyInItsWarning) {  // §20.43
  place_call();
  respond(488, "", {{"Warning", "304 192.0.2.9 \"no \\\"G.711\\\" here\""}});
  EXPECT_EQ(end().cause, EndCause::session_refused);
  EXPECT_EQ(end().warning, "no \"G.711\" here");
}

TEST_F(Refusal, OfTooFewDigitsIsToldApart) {
  place_call();
  respond(484);
  EXPECT_EQ(end().cause, EndCause::address_incomplete);
  EXPECT_EQ(end().by(), "remote");
}

TEST(CauseOfRefusal, IsOneForEachThatAPersonCanActOn) {
  EXPECT_EQ(cause_of_refusal(302), EndCause::forwarded_there);
  EXPECT_EQ(cause_of_refusal(305), EndCause::forwarded_there);
  EXPECT_EQ(cause_of_refusal(380), EndCause::forwarded_there);
  EXPECT_EQ(cause_of_refusal(484), EndCause::address_incomplete);
  EXPECT_EQ(cause_of_refusal(606), EndCause::session_refused);
  EXPECT_EQ(cause_of_refusal(493), EndCause::security_refused);
  EXPECT_EQ(cause_of_refusal(494), EndCause::security_refused);
  EXPECT_EQ(cause_of_refusal(486), EndCause::refused_there);
  EXPECT_EQ(to_string(EndCause::security_refused), "security_refused");
}

}  // namespace
}  // namespace offhook::call::testing
