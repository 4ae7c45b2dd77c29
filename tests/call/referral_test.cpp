// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/call/referral.hpp"

#include <gmock/gmock.h>

#include "tests/call/leg_fixture.hpp"

namespace offhook::call::testing {
namespace {

using ::testing::ElementsAre;

TEST(TransferPolicy, WhoReachesUsPastOurServersMayNotHaveUsDial) {
  using enum TransferPolicy;
  EXPECT_EQ(effective_policy(accept, true, true), accept);
  EXPECT_EQ(effective_policy(accept, true, false), ask);
  EXPECT_EQ(effective_policy(accept, false, false), accept);  // nobody's account pays
  EXPECT_EQ(effective_policy(ask, true, true), ask);
  EXPECT_EQ(effective_policy(never, false, true), never);
}

class Transferee : public LegTest {
 protected:
  void refer(const std::string& refer_to = "<sip:carol@example.net>", Headers more = {}) {
    more.emplace_back("Contact", "<sip:bob@192.0.2.9:5060>");
    if (!refer_to.empty()) more.emplace_back("Refer-To", refer_to);
    request("REFER", "", more);
  }
  /// Answers the newest NOTIFY and returns its status line.
  std::string answer_notify(int status = 200) {
    const auto sent = wire.requests.back();
    EXPECT_EQ(sent.message->method(), sip::Method::notify) << sent.message->text();
    respond_to(sent, status);
    const auto line = sent.message->body();
    return std::string(line.substr(0, line.find('\r')));
  }
  std::string state_of_notify() const {
    return std::string(last_request().header(sip::HeaderId::subscription_state).value_or(""));
  }
  void report(int status) {
    act::tell_anon(leg, ReportReferral{status, ""});
    run();
  }
};

TEST_F(Transferee, AcceptsNotifiesAtOnceAndTellsThePhone) {  // RFC 3515 §2.4.4
  talk_as_caller();
  refer("<sip:carol@example.net>", {{"Referred-By", "<sip:bob@example.net>"}});

  EXPECT_EQ(last_response().status(), 202);
  EXPECT_TRUE(last_response().contact());
  const auto& notify = last_request();
  EXPECT_EQ(notify.method(), sip::Method::notify);
  EXPECT_EQ(notify.header(sip::HeaderId::event), "refer");
  EXPECT_EQ(notify.content_type(), "message/sipfrag;version=2.0");
  EXPECT_EQ(notify.body(), "SIP/2.0 100 Trying\r\n");
  EXPECT_EQ(state_of_notify(), "active;expires=180");
  ASSERT_EQ(owner.transfers.size(), 1u);
  EXPECT_EQ(owner.transfers[0].target, "sip:carol@example.net");
  EXPECT_EQ(owner.transfers[0].referred_by, "<sip:bob@example.net>");
  EXPECT_TRUE(owner.transfers[0].decided);

  answer_notify();
  report(200);
  EXPECT_EQ(state_of_notify(), "terminated;reason=noresource");
  EXPECT_EQ(answer_notify(), "SIP/2.0 200 OK");
  finish();  // released by the referrer's BYE
}

TEST_F(Transferee, TellsProgressOneNotifyAtATime) {
  talk_as_caller();
  refer();
  report(180);
  report(183);
  EXPECT_EQ(methods().back(), "NOTIFY");
  EXPECT_EQ(answer_notify(), "SIP/2.0 100 Trying");
  EXPECT_EQ(answer_notify(), "SIP/2.0 183 Session Progress");  // only the newest
  report(183);
  const auto sent = wire.requests.size();
  report(486);
  EXPECT_EQ(wire.requests.size(), sent + 1);
  EXPECT_EQ(answer_notify(), "SIP/2.0 486 Busy Here");
  report(200);  // nothing follows the last
  EXPECT_EQ(wire.requests.size(), sent + 1);
  finish();
}

TEST_F(Transferee, TakesOverTheReplacesOfAnAttendedTransfer) {
  talk_as_caller();
  refer("<sip:carol@192.0.2.5?Replaces=a%40b%3Bto-tag%3D1%3Bfrom-tag%3D2>");
  ASSERT_EQ(owner.transfers.size(), 1u);
  EXPECT_EQ(owner.transfers[0].replaces, (sip::Replaces{"a@b", "1", "2", false}));
  EXPECT_EQ(owner.transfers[0].target, "sip:carol@192.0.2.5");
  answer_notify();
  report(481);
  answer_notify();
  finish();
}

TEST_F(Transferee, RefusesWhatItCannotFollow) {
  talk_as_caller();
  const auto status_of = [&](const std::string& refer_to, const Headers& more = {}) {
    refer(refer_to, more);
    return last_response().status();
  };
  EXPECT_EQ(status_of(""), 400);  // RFC 3515 §2.4.2
  EXPECT_EQ(status_of("<sip:a@b>", {{"Refer-To", "<sip:c@d>"}}), 400);
  EXPECT_EQ(status_of("<sip:a@b>, <sip:c@d>"), 400);
  EXPECT_EQ(status_of("<sip:"), 400);
  EXPECT_EQ(status_of("<http://example.net>"), 416);
  EXPECT_EQ(status_of("<tel:+15551234>"), 416);
  EXPECT_EQ(status_of("<sip:a@b;method=BYE>"), 403);
  EXPECT_EQ(status_of("<sip:a@b;method=NONSENSE>"), 501);
  EXPECT_EQ(status_of("<sip:a@b?Replaces=x>"), 400);
  EXPECT_EQ(status_of("<sip:a@b>", {{"Require", "multiple-refer"}}), 420);
  EXPECT_TRUE(owner.transfers.empty());
  EXPECT_EQ(methods().back(), "INVITE");
  finish();
}

TEST_F(Transferee, OneAtATime) {  // toll fraud: no dialling in bulk
  talk_as_caller();
  refer();
  refer();
  EXPECT_EQ(last_response().status(), 491);
  EXPECT_EQ(owner.transfers.size(), 1u);
  answer_notify();
  report(486);
  answer_notify();

  refer();
  EXPECT_EQ(last_response().status(), 202);
  // RFC 3515 §2.4.6: the second needs its CSeq number to be told apart.
  EXPECT_EQ(last_request().header(sip::HeaderId::event), "refer;id=" + std::to_string(bobs_cseq));
  answer_notify();
  report(603);
  answer_notify();
  finish();
}

TEST_F(Transferee, WithNeverDeclines) {
  transfers = TransferPolicy::never;
  talk_as_caller();
  refer();
  EXPECT_EQ(last_response().status(), 603);
  EXPECT_TRUE(owner.transfers.empty());
  finish();
}

TEST_F(Transferee, AsksThePersonAndDoesAsTold) {
  transfers = TransferPolicy::ask;
  talk_as_caller();
  refer();
  EXPECT_EQ(last_response().status(), 202);
  EXPECT_EQ(state_of_notify(), "pending;expires=60");
  ASSERT_EQ(owner.transfers.size(), 1u);
  EXPECT_FALSE(owner.transfers[0].decided);
  answer_notify();

  EXPECT_EQ((*order(DecideTransfer{true}))->result, OperationResult::done);
  ASSERT_EQ(owner.transfers.size(), 2u);
  EXPECT_TRUE(owner.transfers[1].decided);
  EXPECT_EQ(state_of_notify(), "active;expires=180");
  answer_notify();
  report(200);
  answer_notify();
  finish();
}

TEST_F(Transferee, APersonMayDeclineAndSilenceDeclines) {
  transfers = TransferPolicy::ask;
  talk_as_caller();
  refer();
  answer_notify();
  order(DecideTransfer{false});
  EXPECT_EQ(state_of_notify(), "terminated;reason=rejected");
  EXPECT_EQ(answer_notify(), "SIP/2.0 603 Decline");
  EXPECT_EQ((*order(DecideTransfer{true}))->result, OperationResult::wrong_state);

  refer();
  answer_notify();
  run(60s);
  EXPECT_EQ(answer_notify(), "SIP/2.0 603 Decline");
  EXPECT_EQ(owner.transfers.size(), 2u);
  finish();
}

TEST_F(Transferee, AStrangerPastOurServersIsAskedAbout) {
  account.registrar = "sip:example.net";
  talk_as_caller();
  refer();
  EXPECT_FALSE(owner.transfers.at(0).decided);
  answer_notify();
  order(DecideTransfer{false});
  answer_notify();
  from_server = true;
  refer();
  EXPECT_TRUE(owner.transfers.at(1).decided);
  answer_notify();
  report(200);
  answer_notify();
  finish();
}

TEST_F(Transferee, WithoutSubscriptionTellsNothing) {  // RFC 4488 §4
  talk_as_caller();
  refer("<sip:carol@example.net>", {{"Refer-Sub", "false"}});
  EXPECT_EQ(last_response().status(), 202);
  EXPECT_EQ(last_response().header(sip::HeaderId::refer_sub), "false");
  EXPECT_EQ(methods().back(), "INVITE");
  EXPECT_EQ(owner.transfers.size(), 1u);
  report(200);
  EXPECT_EQ(methods().back(), "INVITE");
  finish();
}

TEST_F(Transferee, GoesOnTellingAfterTheReferrerHungUp) {
  talk_as_caller();
  refer();
  answer_notify();
  finish();
  report(200);
  EXPECT_EQ(answer_notify(), "SIP/2.0 200 OK");
}

TEST_F(Transferee, StopsWhenTheReferrerKnowsNothingOfIt) {  // RFC 6665 §4.2.2
  talk_as_caller();
  refer();
  answer_notify(481);
  report(200);
  EXPECT_EQ(wire.requests.back().message->body(), "SIP/2.0 100 Trying\r\n");
  finish();
}

TEST_F(Transferee, ASubscriptionEndsByItself) {
  talk_as_caller();
  refer();
  answer_notify();
  report(180);
  answer_notify();
  run(180s);
  EXPECT_EQ(state_of_notify(), "terminated;reason=timeout");
  EXPECT_EQ(answer_notify(), "SIP/2.0 180 Ringing");
  finish();
}

using ReferredCall = LegTest;

TEST_F(ReferredCall, SaysWhoWantedItAndWhatItReplaces) {  // RFC 3892 §2, RFC 3891 §4
  extras = {"<sip:bob@example.net>", sip::Replaces{"a@b", "1", "2", false}};
  place_call();
  const auto& invite = last_request();
  EXPECT_EQ(invite.header(sip::HeaderId::referred_by), "<sip:bob@example.net>");
  EXPECT_EQ(invite.header(sip::HeaderId::replaces), "a@b;to-tag=1;from-tag=2");
  EXPECT_TRUE(invite.lists(sip::HeaderId::require, "replaces"));
  EXPECT_EQ(shown().referred_by, "<sip:bob@example.net>");
  respond(486);
}

TEST_F(ReferredCall, AnAnonymousAccountHidesBehindTheProxy) {  // RFC 3325 §7
  account.anonymous = true;
  place_call();
  const auto& invite = last_request();
  EXPECT_EQ(invite.from().uri.host, "anonymous.invalid");
  EXPECT_EQ(invite.header(sip::HeaderId::privacy), "id");
  EXPECT_EQ(invite.header(sip::HeaderId::p_preferred_identity), "Alice <sip:alice@example.net>");
  EXPECT_EQ(invite.contact()->address.uri.user, "");  // RFC 3323 §4.1.1
  respond(486);
}

TEST_F(ReferredCall, AnAnonymousAccountTellsAStrangersServerNothing) {  // RFC 3325 §7
  account.aor = "sip:alice@home.example";
  account.anonymous = true;
  place_call();  // straight to the host of the target
  EXPECT_EQ(last_request().header(sip::HeaderId::privacy), "id");
  EXPECT_FALSE(last_request().has(sip::HeaderId::p_preferred_identity));
  EXPECT_EQ(last_request().text().find("alice"), std::string::npos);
  respond(486);
}

TEST_F(ReferredCall, TakesTheOtherCallsPlaceWithoutRinging) {  // RFC 3891 §3
  at_once = true;
  receive_call();
  EXPECT_THAT(statuses(), ElementsAre(200));
  ack();
  EXPECT_EQ(shown().state, CallState::connected);
  EXPECT_EQ(owner.changes.front().state, CallState::connected);
  finish();
}

TEST_F(ReferredCall, MayRequireReplaces) {
  receive_call(sdp(), {"Contact: <sip:bob@192.0.2.9>", "Require: replaces"});
  EXPECT_THAT(statuses(), ElementsAre(180));
  order(Reject{486});
}

}  // namespace
}  // namespace offhook::call::testing
