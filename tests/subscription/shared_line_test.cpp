// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>

#include "actors/subscription/shared_line_actor.hpp"
#include "tests/subscription/fixture.hpp"
#include "tests/support/answers.hpp"

namespace offhook::subscription {
namespace {

using offhook::testing::Headers;
using offhook::testing::Wire;

class RecordingSharer final : public act::actor<SharedLineOwner> {
 public:
  RecordingSharer(caf::actor_config& config, std::vector<AppearancesTold>& told)
      : actor(config), told_(told) {}
  behavior_type make_behavior() override {
    return {[this](const AppearancesTold& m) { told_.push_back(m); }};
  }

 private:
  std::vector<AppearancesTold>& told_;
};

/// A phone of the line 1001; the test plays the server.
class SharedLineTest : public testing::SubscriptionTest {
 protected:
  void SetUp() override {
    SubscriptionTest::SetUp();
    owner_ = loop_.spawn<RecordingSharer>(told_);
    sip::Account account;
    account.aor = "sip:1001@example.net";
    account.registrar = "sip:example.net";
    line_ = loop_.spawn<SharedLineActor>(
        owner_,
        SubscriptionContext{dispatcher_, SubscriptionOwner{}, random_, account,
                            "sip:1001@192.0.2.1:5060", "1", "sip:1001@example.net", "", ""},
        15s);
    run();
    ASSERT_EQ(wire_.requests.size(), 1u);
  }
  void TearDown() override {
    act::stop(line_);
    act::stop(owner_);
    SubscriptionTest::TearDown();
  }

  const sip::Message& sent(std::size_t n) const { return *wire_.requests.at(n).message; }
  static std::string value(const sip::Message& message, sip::HeaderId id) {
    return std::string(message.header(id).value_or(""));
  }
  /// Claimed dialogs tell whom a response or request is for.
  transaction::User user_of(const sip::Message& subscribe) const {
    for (const auto& request : wire_.requests)
      if (request.message->call_id() == subscribe.call_id()) return request.user;
    return {};
  }
  void respond(std::size_t n, int status, const Headers& more = {}) {
    const auto response = offhook::testing::response(sent(n), status, "srv", more);
    act::tell_anon(user_of(sent(n)),
                   transaction::ResponseArrived{wire_.requests.at(n).branch, response});
    run();
  }
  int notify(std::size_t n, const std::string& state, const std::string& call_info) {
    const auto& subscribe = sent(n);
    auto draft = sip::Draft::request("NOTIFY", "sip:1001@192.0.2.1:5060");
    ++cseq_;
    draft.append("Via", "SIP/2.0/UDP 10.0.0.9;branch=z9hG4bK" + std::to_string(cseq_))
        .append("Max-Forwards", "70")
        .append("From", "<sip:1001@example.net>;tag=srv")
        .append("To", "<sip:1001@example.net>;tag=" + std::string(subscribe.from_tag()))
        .append("Call-ID", subscribe.call_id())
        .append("CSeq", std::to_string(cseq_) + " NOTIFY")
        .append("Contact", "<sip:line@10.0.0.9>")
        .append("Event", value(subscribe, sip::HeaderId::event))
        .append("Subscription-State", state);
    if (!call_info.empty()) draft.append("Call-Info", call_info);
    transactions_.push_back(loop_.spawn<offhook::testing::RecordingTransaction>(wire_));
    act::tell_anon(user_of(subscribe),
                   transaction::RequestArrived{draft.build(), {}, transactions_.back()});
    run();
    return wire_.responses.back().message->status();
  }
  void seize(std::uint32_t appearance = 1) {
    outcome_ = offhook::testing::ask<LineSeized>(loop_, line_, SeizeLine{appearance});
    run();
  }

  std::vector<AppearancesTold> told_;
  SharedLineOwner owner_;
  SharedLine line_;
  offhook::testing::Asked<LineSeized> outcome_;
};

TEST_F(SharedLineTest, AsksWhatTheOthersDoAndTellsOfIt) {
  EXPECT_EQ(value(sent(0), sip::HeaderId::event), "call-info");
  EXPECT_FALSE(sent(0).has(sip::HeaderId::accept));
  respond(0, 200, {{"Expires", "3600"}});
  EXPECT_EQ(notify(0, "active;expires=3600",
                   "<sip:example.net>;appearance-index=1;appearance-state=active, "
                   "<sip:example.net>;appearance-index=*;appearance-state=idle"),
            200);
  ASSERT_EQ(told_.size(), 1u);
  EXPECT_EQ(told_[0].id, "1");
  EXPECT_EQ(told_[0].appearances, (std::vector<sip::Appearance>{{1, sip::AppearanceState::active},
                                                                {0, sip::AppearanceState::idle}}));
}

TEST_F(SharedLineTest, AServerWithoutSharedLinesIsToldOf) {
  respond(0, 489);
  ASSERT_EQ(told_.size(), 1u);
  EXPECT_TRUE(told_[0].appearances.empty());
  EXPECT_EQ(told_[0].sip_status, 489);
}

TEST_F(SharedLineTest, ALineIsOursOnceTheServerNotifies) {
  seize(2);
  ASSERT_EQ(wire_.requests.size(), 2u);
  EXPECT_EQ(value(sent(1), sip::HeaderId::event), "line-seize");
  EXPECT_EQ(sent(1).expires(), 15u);
  EXPECT_EQ(value(sent(1), sip::HeaderId::call_info), "<sip:example.net>;appearance-index=2");
  respond(1, 200, {{"Expires", "15"}});
  EXPECT_FALSE(*outcome_);
  notify(1, "active;expires=15", "<sip:example.net>;appearance-index=2");
  ASSERT_TRUE(*outcome_);
  EXPECT_TRUE((*outcome_)->granted);
  EXPECT_TRUE(told_.empty());  // the other subscription tells of it
}

TEST_F(SharedLineTest, ARefusalIsAskedForOnce) {
  seize();
  respond(1, 480);
  ASSERT_TRUE(*outcome_);
  EXPECT_FALSE((*outcome_)->granted);
  EXPECT_EQ((*outcome_)->sip_status, 480);
  run(600s);
  EXPECT_EQ(wire_.requests.size(), 2u);
}

TEST_F(SharedLineTest, ASeizureIsNotRefreshedAndEndsByItself) {
  seize();
  respond(1, 200, {{"Expires", "15"}});
  notify(1, "active;expires=15", "");
  run(14s);
  EXPECT_EQ(wire_.requests.size(), 2u);
  run(60s);
  EXPECT_EQ(wire_.requests.size(), 2u);
}

TEST_F(SharedLineTest, TheServerEndsItOnceThereIsACall) {
  seize();
  respond(1, 200, {{"Expires", "15"}});
  notify(1, "active;expires=15", "");
  EXPECT_EQ(notify(1, "terminated;reason=noresource", ""), 200);
  run(60s);
  EXPECT_EQ(wire_.requests.size(), 2u);
}

TEST_F(SharedLineTest, WhatIsNotNeededIsGivenBack) {
  seize();
  respond(1, 200, {{"Expires", "15"}});
  notify(1, "active;expires=15", "");
  act::tell_anon(line_, ReleaseLine{1});
  run();
  ASSERT_EQ(wire_.requests.size(), 3u);
  EXPECT_EQ(sent(2).expires(), 0u);
  EXPECT_EQ(sent(2).to_tag(), "srv");
  EXPECT_EQ(value(sent(2), sip::HeaderId::call_info), "<sip:example.net>;appearance-index=1");
}

}  // namespace
}  // namespace offhook::subscription
