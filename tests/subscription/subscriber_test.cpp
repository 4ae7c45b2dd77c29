// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>

#include "actors/subscription/subscriber_actor.hpp"
#include "tests/subscription/fixture.hpp"

namespace offhook::subscription {
namespace {

using offhook::testing::Headers;
using offhook::testing::Wire;
using ::testing::ElementsAre;

struct Notes {
  std::vector<SubscriptionChanged> changes;
  std::vector<std::string> bodies;
};

class RecordingOwner final : public act::actor<SubscriptionOwner> {
 public:
  RecordingOwner(caf::actor_config& config, Notes& notes) : actor(config), notes_(notes) {}
  behavior_type make_behavior() override {
    return {[this](const SubscriptionChanged& m) { notes_.changes.push_back(m); },
            [this](const StateNotified& m) { notes_.bodies.push_back(m.body); }};
  }

 private:
  Notes& notes_;
};

TEST(SubscriptionTable, KnowsWhatRefusalsMean) {
  EXPECT_EQ(classify_response(202), Input::accepted);
  EXPECT_EQ(classify_response(481), Input::gone);
  EXPECT_EQ(classify_response(489), Input::refused);
  EXPECT_EQ(classify_response(403), Input::refused);
  EXPECT_EQ(classify_response(503), Input::failed);
}

TEST(SubscriptionTable, KnowsTheReasonsOfRfc6665) {  // §4.1.3
  const auto input = [](std::string_view text) {
    return classify_notify(*sip::parse_subscription_state(text));
  };
  EXPECT_EQ(input("active;expires=60"), Input::notified);
  EXPECT_EQ(input("pending"), Input::notified);
  EXPECT_EQ(input("something-new"), Input::notified);
  EXPECT_EQ(input("terminated;reason=deactivated"), Input::ended_retry_now);
  EXPECT_EQ(input("terminated;reason=timeout"), Input::ended_retry_now);
  EXPECT_EQ(input("terminated;reason=probation;retry-after=5"), Input::ended_retry_later);
  EXPECT_EQ(input("terminated;reason=giveup"), Input::ended_retry_later);
  EXPECT_EQ(input("terminated"), Input::ended_retry_later);
  EXPECT_EQ(input("terminated;reason=rejected"), Input::ended_for_good);
  EXPECT_EQ(input("terminated;reason=noresource"), Input::ended_for_good);
  EXPECT_EQ(input("terminated;reason=invariant"), Input::ended_for_good);
}

TEST(SubscriptionTable, BacksOffLongerAndLongerAndNeverForEver) {
  EXPECT_EQ(back_off_time(0), 30s);
  EXPECT_EQ(back_off_time(1), 60s);
  EXPECT_EQ(back_off_time(100), 1800s);
  EXPECT_EQ(back_off_time(0, 300s), 300s);
  EXPECT_EQ(back_off_time(0, 4'000'000'000s), 86400s);
}

/// alice subscribes to her mailbox; the test plays the server.
class SubscriberTest : public testing::SubscriptionTest {
 protected:
  void SetUp() override {
    SubscriptionTest::SetUp();
    owner_ = loop_.spawn<RecordingOwner>(notes_);
    sip::Account account;
    account.aor = "sip:alice@example.net";
    account.auth_user = "alice";
    account.password = "secret";
    account.registrar = "sip:example.net";
    subscriber_ = loop_.spawn<SubscriberActor>(SubscriptionContext{
        dispatcher_, owner_, random_, account, "sip:alice@192.0.2.1:5060", "1",
        "sip:alice@example.net", "message-summary", "application/simple-message-summary", 3600s});
    act::tell_anon(subscriber_, Subscribe{});
    run();
  }
  void TearDown() override {
    act::stop(subscriber_);
    act::stop(owner_);
    SubscriptionTest::TearDown();
  }

  const sip::Message& last() const { return *wire_.requests.back().message; }
  void respond(int status, const Headers& more = {}) {
    const auto sent = wire_.requests.back();
    const auto response = offhook::testing::response(*sent.message, status, "srv", more);
    act::tell_anon(subscriber_, transaction::ResponseArrived{sent.branch, response});
    run();
  }
  /// A NOTIFY of the server; returns the status it got.
  int notify(const std::string& state, const std::string& body = "Messages-Waiting: yes\r\n",
             const std::string& tag = "srv", const std::string& event = "message-summary") {
    const auto& subscribe = last();
    ++cseq_;
    auto draft = sip::Draft::request("NOTIFY", "sip:alice@192.0.2.1:5060");
    draft.append("Via", "SIP/2.0/UDP 10.0.0.9;branch=z9hG4bK" + std::to_string(cseq_))
        .append("Max-Forwards", "70")
        .append("From", "<sip:alice@example.net>;tag=" + tag)
        .append("To", "<sip:alice@example.net>;tag=" + std::string(subscribe.from_tag()))
        .append("Call-ID", subscribe.call_id())
        .append("CSeq", std::to_string(cseq_) + " NOTIFY")
        .append("Contact", "<sip:mwi@10.0.0.9>")
        .append("Event", event);
    if (!state.empty()) draft.append("Subscription-State", state);
    if (!body.empty()) draft.body("application/simple-message-summary", body);
    transactions_.push_back(loop_.spawn<offhook::testing::RecordingTransaction>(wire_));
    act::tell_anon(subscriber_,
                   transaction::RequestArrived{draft.build(), {}, transactions_.back()});
    run();
    return wire_.responses.back().message->status();
  }

  Notes notes_;
  SubscriptionOwner owner_;
  Subscriber subscriber_;
};

TEST_F(SubscriberTest, AsksForTheStateAndHearsOfIt) {
  EXPECT_EQ(last().method(), sip::Method::subscribe);
  EXPECT_EQ(last().header(sip::HeaderId::event), "message-summary");
  EXPECT_EQ(last().header(sip::HeaderId::accept), "application/simple-message-summary");
  EXPECT_EQ(last().expires(), 3600u);
  EXPECT_TRUE(last().contact());
  respond(200, {{"Expires", "600"}});
  EXPECT_EQ(notify("active;expires=600"), 200);
  EXPECT_THAT(notes_.bodies, ElementsAre("Messages-Waiting: yes\r\n"));
  EXPECT_TRUE(notes_.changes.back().is_active);
}

TEST_F(SubscriberTest, ANotifyMayOvertakeThe200) {  // §4.1.2.4
  EXPECT_EQ(notify("active;expires=600"), 200);
  EXPECT_TRUE(notes_.changes.back().is_active);
  respond(200, {{"Expires", "600"}});
  EXPECT_EQ(notify("active;expires=590", "Messages-Waiting: no\r\n"), 200);
  EXPECT_EQ(notes_.bodies.size(), 2u);
}

TEST_F(SubscriberTest, RefreshesInTheDialogOfTheNotify) {
  respond(200, {{"Expires", "600"}});
  notify("active;expires=600");
  run(300s);
  EXPECT_EQ(wire_.requests.size(), 2u);
  EXPECT_EQ(last().to_tag(), "srv");
  EXPECT_EQ(last().request_uri_text(), "sip:mwi@10.0.0.9");
  EXPECT_EQ(last().cseq().number, 2u);
  respond(200, {{"Expires", "600"}});
  run(300s);
  EXPECT_EQ(wire_.requests.size(), 3u);
}

TEST_F(SubscriberTest, WithoutANotifyTriesAgainAfterTimerN) {  // §4.1.2.4
  respond(200, {{"Expires", "600"}});
  run(32s);
  EXPECT_FALSE(notes_.changes.back().is_active);
  run(29s);
  EXPECT_EQ(wire_.requests.size(), 1u);
  run(1s);
  EXPECT_EQ(wire_.requests.size(), 2u);
  EXPECT_EQ(last().to_tag(), "");
}

TEST_F(SubscriberTest, TakesTheLongerTimeOfA423) {  // §4.1.2.1
  respond(423, {{"Min-Expires", "7200"}});
  EXPECT_EQ(last().expires(), 7200u);
  respond(423, {{"Min-Expires", "60"}});  // nonsense: not asked again for ever
  EXPECT_EQ(wire_.requests.size(), 2u);
}

TEST_F(SubscriberTest, AnEventNobodyKnowsIsNotAskedForAgain) {
  respond(489);
  EXPECT_TRUE(notes_.changes.back().is_over);
  EXPECT_EQ(notes_.changes.back().sip_status, 489);
  run(3600s);
  EXPECT_EQ(wire_.requests.size(), 1u);
}

TEST_F(SubscriberTest, ARefreshThatIsNotKnownBeginsAnew) {  // §4.1.2.2
  respond(200, {{"Expires", "600"}});
  notify("active;expires=600");
  const auto call_id = std::string(last().call_id());
  run(300s);
  respond(481);
  EXPECT_EQ(wire_.requests.size(), 3u);
  EXPECT_NE(last().call_id(), call_id);
  EXPECT_EQ(last().to_tag(), "");
}

TEST_F(SubscriberTest, AnswersTheChallengeOfItsServer) {
  respond(401, {{"WWW-Authenticate", "Digest realm=\"example.net\", nonce=\"n\""}});
  EXPECT_EQ(wire_.requests.size(), 2u);
  EXPECT_TRUE(last().has(sip::HeaderId::authorization));
}

TEST_F(SubscriberTest, DoesWhatTheReasonOfTheEndSays) {
  respond(200, {{"Expires", "600"}});
  notify("active;expires=600");
  EXPECT_EQ(notify("terminated;reason=deactivated"), 200);
  EXPECT_EQ(wire_.requests.size(), 2u);  // at once

  notify("active;expires=600");
  notify("terminated;reason=probation;retry-after=100");
  run(99s);
  EXPECT_EQ(wire_.requests.size(), 2u);
  run(2s);
  EXPECT_EQ(wire_.requests.size(), 3u);

  notify("active;expires=600");
  notify("terminated;reason=rejected");
  EXPECT_TRUE(notes_.changes.back().is_over);
  run(86400s);
  EXPECT_EQ(wire_.requests.size(), 3u);
}

TEST_F(SubscriberTest, KeepsTheFirstOfSeveralForks) {  // §5.4.9
  EXPECT_EQ(notify("active;expires=600"), 200);
  EXPECT_EQ(notify("active;expires=600", "Messages-Waiting: no\r\n", "other"), 481);
  EXPECT_EQ(notes_.bodies.size(), 1u);
}

TEST_F(SubscriberTest, RefusesWhatItDidNotAskFor) {
  EXPECT_EQ(notify("active", "x", "srv", "dialog"), 489);
  EXPECT_EQ(notify("active", "x", "srv", "message-summary;id=3"), 489);
  EXPECT_EQ(notify(""), 400);
  EXPECT_TRUE(notes_.bodies.empty());
}

TEST_F(SubscriberTest, UnsubscribesAndLeaves) {
  respond(200, {{"Expires", "600"}});
  notify("active;expires=600");
  act::tell_anon(subscriber_, Unsubscribe{});
  run();
  EXPECT_EQ(last().expires(), 0u);
  respond(200, {{"Expires", "0"}});
  EXPECT_EQ(notify("terminated;reason=timeout", ""), 200);
  EXPECT_EQ(wire_.releases, 1);
  EXPECT_EQ(loop_.running_actors(), 2u + transactions_.size());
}

}  // namespace
}  // namespace offhook::subscription
