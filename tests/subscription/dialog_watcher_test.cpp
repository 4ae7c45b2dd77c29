// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "actors/subscription/dialog_watcher_actor.hpp"
#include "tests/subscription/fixture.hpp"

namespace offhook::subscription {
namespace {

using offhook::testing::Headers;
using offhook::testing::Wire;

class RecordingOwner final : public act::actor<WatchOwner> {
 public:
  RecordingOwner(caf::actor_config& config, std::vector<WatchedPartyChanged>& told)
      : actor(config), told_(told) {}
  behavior_type make_behavior() override {
    return {[this](const WatchedPartyChanged& m) { told_.push_back(m); },
            [](const WatchedListChanged&) {}};
  }

 private:
  std::vector<WatchedPartyChanged>& told_;
};

std::string document(std::uint32_t version, std::string_view state, std::string_view calls = "") {
  return "<dialog-info version=\"" + std::to_string(version) + "\" state=\"" + std::string(state) +
         "\">" + std::string(calls) + "</dialog-info>";
}
constexpr std::string_view ringing =
    "<dialog id=\"1\" direction=\"recipient\"><state>early</state></dialog>";

/// alice watches bob; the test plays bob's phone.
class DialogWatcherTest : public testing::SubscriptionTest {
 protected:
  void SetUp() override {
    SubscriptionTest::SetUp();
    owner_ = loop_.spawn<RecordingOwner>(told_);
    sip::Account account;
    account.aor = "sip:alice@example.net";
    SubscriptionContext what{
        dispatcher_, SubscriptionOwner{},   random_, account, "sip:alice@192.0.2.1:5060",
        "",          "sip:bob@example.net", "",      "",      1800s};
    watcher_ = loop_.spawn<DialogWatcherActor>(owner_, "bob", what);
    run();
    subscribe_ = wire_.requests.back().message;
  }
  void TearDown() override {
    act::stop(watcher_);
    act::stop(owner_);
    SubscriptionTest::TearDown();
  }
  const sip::Message& last() const { return *wire_.requests.back().message; }
  void respond(int status, const Headers& more = {}) {
    const auto sent = wire_.requests.back();
    act::tell_anon(sent.user, transaction::ResponseArrived{
                                  sent.branch,
                                  offhook::testing::response(*sent.message, status, "srv", more)});
    run();
  }
  int notify(const std::string& body, const std::string& state = "active;expires=1800") {
    const auto& subscribe = last();
    ++cseq_;
    auto draft = sip::Draft::request("NOTIFY", "sip:alice@192.0.2.1:5060");
    draft.append("Via", "SIP/2.0/UDP 10.0.0.9;branch=z9hG4bK" + std::to_string(cseq_))
        .append("Max-Forwards", "70")
        .append("From", "<sip:bob@example.net>;tag=srv")
        .append("To", "<sip:alice@example.net>;tag=" + std::string(subscribe.from_tag()))
        .append("Call-ID", subscribe.call_id())
        .append("CSeq", std::to_string(cseq_) + " NOTIFY")
        .append("Contact", "<sip:bob@10.0.0.9>")
        .append("Event", "dialog")
        .append("Subscription-State", state);
    if (!body.empty()) draft.body("application/dialog-info+xml", body);
    transactions_.push_back(loop_.spawn<offhook::testing::RecordingTransaction>(wire_));
    act::tell_anon(wire_.requests.back().user,
                   transaction::RequestArrived{draft.build(), {}, transactions_.back()});
    run();
    return wire_.responses.back().message->status();
  }
  PartyState state() const { return told_.empty() ? PartyState::unknown : told_.back().state; }

  std::vector<WatchedPartyChanged> told_;
  WatchOwner owner_;
  DialogWatcher watcher_;
  sip::MessagePtr subscribe_;
};

TEST_F(DialogWatcherTest, AsksForTheDialogs) {
  EXPECT_EQ(last().method(), sip::Method::subscribe);
  EXPECT_EQ(last().request_uri_text(), "sip:bob@example.net");
  EXPECT_EQ(last().header(sip::HeaderId::event), "dialog");
  EXPECT_EQ(last().header(sip::HeaderId::accept), "application/dialog-info+xml");
  EXPECT_EQ(last().expires(), 1800u);
}

TEST_F(DialogWatcherTest, TellsWhatIsNewAndNothingTwice) {
  respond(200, {{"Expires", "1800"}});
  EXPECT_EQ(notify(document(0, "full")), 200);
  EXPECT_EQ(state(), PartyState::idle);
  notify(document(1, "partial", ringing));
  EXPECT_EQ(state(), PartyState::ringing);
  EXPECT_EQ(told_.back().id, "bob");
  ASSERT_EQ(told_.back().dialogs.size(), 1u);
  notify(document(2, "full", ringing));
  EXPECT_EQ(told_.size(), 2u);
}

TEST_F(DialogWatcherTest, AsksForTheWholeStateAfterAGap) {  // RFC 4235 §4.3
  respond(200, {{"Expires", "1800"}});
  notify(document(0, "full"));
  notify(document(2, "partial", ringing));
  ASSERT_EQ(wire_.requests.size(), 2u);
  EXPECT_EQ(last().to_tag(), "srv");
  EXPECT_EQ(last().header(sip::HeaderId::event), "dialog");
  respond(200, {{"Expires", "1800"}});
  notify(document(3, "full"));
  EXPECT_EQ(state(), PartyState::idle);
  EXPECT_EQ(wire_.requests.size(), 2u);
}

TEST_F(DialogWatcherTest, KnowsNothingOnceNobodyTells) {
  respond(200, {{"Expires", "1800"}});
  notify(document(7, "full", ringing));
  notify("", "terminated;reason=probation;retry-after=60");
  EXPECT_EQ(state(), PartyState::unknown);
  run(61s);
  respond(200, {{"Expires", "1800"}});
  notify(document(0, "full"));  // another notifier begins with its own count
  EXPECT_EQ(state(), PartyState::idle);
}

TEST_F(DialogWatcherTest, AfterA481TheVersionsBeginAnew) {  // RFC 6665 §4.1.2.2
  respond(200, {{"Expires", "1800"}});
  notify(document(7, "full"));
  run(1201s);  // refresh
  respond(481);
  respond(200, {{"Expires", "1800"}});
  notify(document(0, "full", ringing));
  EXPECT_EQ(state(), PartyState::ringing);
}

TEST_F(DialogWatcherTest, WhatCannotBeReadChangesNothing) {
  respond(200, {{"Expires", "1800"}});
  notify(document(0, "full", ringing));
  EXPECT_EQ(notify("<dialog-info"), 200);
  EXPECT_EQ(state(), PartyState::ringing);
}

TEST_F(DialogWatcherTest, SomebodyWhoDoesNotExistStaysUnknown) {
  respond(404);
  EXPECT_EQ(state(), PartyState::unknown);
  run(86400s);
  EXPECT_EQ(wire_.requests.size(), 1u);
}

TEST_F(DialogWatcherTest, EndsItAtTheNotifierToo) {
  respond(200, {{"Expires", "1800"}});
  notify(document(0, "full"));
  act::tell_anon(watcher_, Unsubscribe{});
  run();
  EXPECT_EQ(last().expires(), 0u);
  notify("", "terminated;reason=timeout");
  EXPECT_EQ(loop_.pending_timers(), 0u);
}

}  // namespace
}  // namespace offhook::subscription
