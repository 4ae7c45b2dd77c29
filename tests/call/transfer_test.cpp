// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/call/transfer.hpp"

#include <gmock/gmock.h>

#include "tests/call/leg_fixture.hpp"

namespace offhook::call::testing {
namespace {

using ::testing::ElementsAre;

TEST(TransferTable, OnlyAFinalStatusEndsIt) {
  const auto input = [](int status, sip::SubscriptionStatus subscription) {
    return classify(sip::StatusLine{status, ""}, subscription);
  };
  using enum sip::SubscriptionStatus;
  EXPECT_EQ(input(100, active), TransferInput::notified);
  EXPECT_EQ(input(180, pending), TransferInput::notified);
  EXPECT_EQ(input(200, active), TransferInput::succeeded);  // some forget to say terminated
  EXPECT_EQ(input(200, terminated), TransferInput::succeeded);
  EXPECT_EQ(input(486, terminated), TransferInput::failed);
  EXPECT_EQ(input(100, terminated), TransferInput::ended);
  EXPECT_EQ(classify(std::nullopt, terminated), TransferInput::ended);
  EXPECT_EQ(classify(std::nullopt, active), TransferInput::notified);
}

class Transferor : public LegTest {
 protected:
  /// Bob tells how his call to carol goes.
  void notify(const std::string& status_line, const std::string& state,
              const std::string& event = "refer") {
    request("NOTIFY", status_line + "\r\n",
            {{"Event", event},
             {"Subscription-State", state},
             {"Contact", "<sip:bob@192.0.2.9:5060>"},
             {"Content-Type", "message/sipfrag;version=2.0"}});
  }
  Asked<OperationDone> transfer_to_carol(bool follow = true) {
    return order(Transfer{.target = "sip:carol@example.net", .follow = follow});
  }
};

TEST_F(Transferor, SendsAReferInTheDialog) {
  talk_as_caller();
  const auto done = transfer_to_carol();

  const auto& refer = last_request();
  EXPECT_EQ(refer.method(), sip::Method::refer);
  EXPECT_EQ(refer.to_tag(), "bob");
  EXPECT_EQ(refer.header(sip::HeaderId::refer_to), "<sip:carol@example.net>");
  EXPECT_EQ(refer.header(sip::HeaderId::referred_by), "<sip:alice@example.net>");
  EXPECT_TRUE(refer.contact());  // RFC 3515 table 1
  EXPECT_FALSE(refer.has(sip::HeaderId::refer_sub));
  EXPECT_EQ(shown().pending, Operation::transfer);
  EXPECT_FALSE(*done);
  respond(603);
  finish();
}

TEST_F(Transferor, IsDoneWithTheFinalNotifyAndNotBefore) {
  talk_as_caller();
  const auto done = transfer_to_carol();
  respond(202);
  notify("SIP/2.0 100 Trying", "active;expires=60");
  EXPECT_EQ(last_response().status(), 200);
  notify("SIP/2.0 180 Ringing", "active;expires=55");
  EXPECT_FALSE(*done);
  EXPECT_THAT(owner.transfer_progress, ElementsAre(100, 180));

  notify("SIP/2.0 200 OK", "terminated;reason=noresource");

  ASSERT_TRUE(*done);
  EXPECT_EQ((*done)->result, OperationResult::done);
  EXPECT_EQ((*done)->sip_status, 200);
  EXPECT_EQ(shown().pending, std::nullopt);
  EXPECT_TRUE(owner.ends.empty());  // the owner says goodbye
  order(Hangup{EndCause::transferred});
  respond(200);
  EXPECT_EQ(end().cause, EndCause::transferred);
}

TEST_F(Transferor, KeepsTheCallWhenTheThirdPartyRefuses) {
  talk_as_caller();
  const auto done = transfer_to_carol();
  respond(202);
  notify("SIP/2.0 486 Busy Here", "terminated;reason=noresource");

  EXPECT_EQ((*done)->result, OperationResult::refused);
  EXPECT_EQ((*done)->sip_status, 486);
  EXPECT_EQ(shown().state, CallState::connected);
  const auto held = order(Hold{});  // it is ours as before
  respond(200, sdp({.direction = "recvonly", .version = 2}));
  EXPECT_EQ((*held)->result, OperationResult::done);
  finish();
}

TEST_F(Transferor, ARefusedReferIsARefusal) {
  talk_as_caller();
  const auto done = transfer_to_carol();
  respond(603);
  EXPECT_EQ((*done)->result, OperationResult::refused);
  EXPECT_EQ((*done)->sip_status, 603);
  finish();
}

TEST_F(Transferor, WaitsForTheFirstNotifyAsLongAsTimerN) {
  talk_as_caller();
  const auto done = transfer_to_carol();
  respond(202);
  run(31s);
  EXPECT_FALSE(*done);
  run(1s);
  EXPECT_EQ((*done)->result, OperationResult::refused);
  EXPECT_EQ((*done)->sip_status, 408);
  finish();
}

TEST_F(Transferor, WaitsThreeMinutesForTheFinalOne) {
  talk_as_caller();
  const auto done = transfer_to_carol();
  respond(202);
  notify("SIP/2.0 100 Trying", "active;expires=600");
  run(179s);
  EXPECT_FALSE(*done);
  run(1s);
  EXPECT_EQ((*done)->result, OperationResult::refused);
  finish();
}

TEST_F(Transferor, TakesANotifyThatOvertookThe202) {  // RFC 6665 §4.1.2.4
  talk_as_caller();
  const auto done = transfer_to_carol();
  const auto refer = wire.requests.back();
  notify("SIP/2.0 100 Trying", "active");
  EXPECT_EQ(last_response().status(), 200);
  notify("SIP/2.0 200 OK", "terminated;reason=noresource");
  EXPECT_EQ((*done)->result, OperationResult::done);
  respond_to(refer, 202);
  finish();
}

TEST_F(Transferor, ASubscriptionThatEndsUntoldIsNoSuccess) {
  talk_as_caller();
  const auto done = transfer_to_carol();
  respond(202);
  notify("SIP/2.0 100 Trying", "terminated;reason=timeout");
  EXPECT_EQ((*done)->result, OperationResult::refused);
  finish();
}

TEST_F(Transferor, AsksForNoSubscriptionAndTakesTheGrant) {  // RFC 4488 §4
  talk_as_caller();
  const auto done = transfer_to_carol(false);
  EXPECT_EQ(last_request().header(sip::HeaderId::refer_sub), "false");
  EXPECT_TRUE(last_request().lists(sip::HeaderId::supported, "norefersub"));
  respond(202, "", {{"Refer-Sub", "false"}});
  EXPECT_EQ((*done)->result, OperationResult::done);
  finish();
}

TEST_F(Transferor, WaitsForTheNotifyOfAPeerThatSubscribesAnyway) {
  talk_as_caller();
  const auto done = transfer_to_carol(false);
  respond(202);
  EXPECT_FALSE(*done);
  notify("SIP/2.0 200 OK", "terminated;reason=noresource");
  EXPECT_EQ((*done)->result, OperationResult::done);
  finish();
}

TEST_F(Transferor, PutsTheOtherDialogIntoReferTo) {  // RFC 5589 §7
  talk_as_caller();
  order(Transfer{.target = "sip:carol@192.0.2.5:5060",
                 .replaces = sip::Replaces{"a@b", "carols", "ours", false}});
  const auto refer_to = sip::refer_to_of(last_request());
  ASSERT_TRUE(refer_to.ok()) << last_request().text();
  EXPECT_EQ(refer_to->replaces, (sip::Replaces{"a@b", "carols", "ours", false}));
  EXPECT_EQ(sip::to_string(refer_to->target), "sip:carol@192.0.2.5:5060");
  respond(202);
  notify("SIP/2.0 503 Service Unavailable", "terminated;reason=noresource");
  finish();
}

TEST_F(Transferor, OneOperationAtATime) {
  talk_as_caller();
  transfer_to_carol();
  EXPECT_EQ((*transfer_to_carol())->result, OperationResult::busy);
  EXPECT_EQ((*order(Hold{}))->result, OperationResult::busy);
  respond(603);
  finish();
}

TEST_F(Transferor, NeedsACallThatStands) {
  place_call();
  EXPECT_EQ((*transfer_to_carol())->result, OperationResult::wrong_state);
  respond(486);
}

TEST_F(Transferor, APeerThatHangsUpEndsTheWait) {
  talk_as_caller();
  const auto done = transfer_to_carol();
  respond(202);
  finish();
  EXPECT_EQ((*done)->result, OperationResult::call_ended);
}

TEST_F(Transferor, AnswersAChallengeOfItsOwnServer) {
  account.outbound_proxy = "sip:192.0.2.9;lr";
  talk_as_caller();
  transfer_to_carol();
  respond(407, "", {{"Proxy-Authenticate", "Digest realm=\"example.net\", nonce=\"n\""}});
  EXPECT_EQ(methods().back(), "REFER");
  EXPECT_TRUE(last_request().has(sip::HeaderId::proxy_authorization));
  respond(603);
  finish();
}

TEST_F(Transferor, ANotifyThatNothingAskedForIsRefused) {  // RFC 6665 §4.1.3
  talk_as_caller();
  notify("SIP/2.0 200 OK", "terminated");
  EXPECT_EQ(last_response().status(), 481);
  transfer_to_carol();
  notify("SIP/2.0 200 OK", "terminated", "refer;id=1");
  EXPECT_EQ(last_response().status(), 481);
  notify("SIP/2.0 200 OK", "terminated", "check-sync");
  EXPECT_EQ(last_response().status(), 489);
  notify("nonsense", "active");
  EXPECT_EQ(last_response().status(), 400);
  respond(603);
  finish();
}

}  // namespace
}  // namespace offhook::call::testing
