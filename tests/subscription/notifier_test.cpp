// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>

#include "actors/subscription/dialog_info.hpp"
#include "actors/subscription/notifier_actor.hpp"
#include "tests/subscription/fixture.hpp"

namespace offhook::subscription {
namespace {

using offhook::testing::Wire;

EventPackage package() {
  EventPackage package;
  package.name = dialog_event;
  package.content_type = dialog_info_type;
  return package;
}

sip::MessagePtr subscribe(std::uint32_t cseq, const std::string& expires,
                          const std::string& event = "dialog", const std::string& to_tag = "",
                          const std::string& accept = "application/dialog-info+xml") {
  auto draft = sip::Draft::request("SUBSCRIBE", "sip:alice@192.0.2.1:5060");
  draft.append("Via", "SIP/2.0/UDP 10.0.0.9;branch=z9hG4bK" + std::to_string(cseq))
      .append("Max-Forwards", "70")
      .append("From", "<sip:lamp@example.net>;tag=lamp")
      .append("To", "<sip:alice@example.net>" + (to_tag.empty() ? "" : ";tag=" + to_tag))
      .append("Call-ID", "watching")
      .append("CSeq", std::to_string(cseq) + " SUBSCRIBE")
      .append("Contact", "<sip:lamp@10.0.0.9>")
      .append("Event", event)
      .append("Accept", accept);
  if (!expires.empty()) draft.append("Expires", expires);
  return draft.build();
}

TEST(NotifierJudge, GrantsWhatThePackageAllows) {
  EXPECT_EQ(judge(package(), *subscribe(1, "600"), true, 0).expires, 600s);
  EXPECT_EQ(judge(package(), *subscribe(1, ""), true, 0).expires, 3600s);
  EXPECT_EQ(judge(package(), *subscribe(1, "4294967295"), true, 0).expires, 3600s);
  EXPECT_EQ(judge(package(), *subscribe(1, "0"), true, 0).expires, 0s);
}

TEST(NotifierJudge, RefusesTheRest) {  // RFC 6665 §4.2.1.1
  EXPECT_EQ(judge(package(), *subscribe(1, "600", "presence"), true, 0).status, 489);
  EXPECT_EQ(judge(package(), *subscribe(1, "59"), true, 0).status, 423);
  EXPECT_EQ(judge(package(), *subscribe(1, "600"), true, 16).status, 503);
  EXPECT_EQ(judge(package(), *subscribe(1, "600"), false, 16).status, 200);
  EXPECT_EQ(judge(package(), *subscribe(1, "600", "dialog", "", "text/plain"), true, 0).status,
            406);
}

TEST(DialogInfo, EscapesWhatPeersChose) {  // RFC 4235 §4
  const auto text = write_dialog_info(
      "sip:alice@example.net", 3,
      {{"c1", "a&b", "<ours>", "\"", true, "confirmed", "sip:alice@example.net", "sip:b\xFF@x"}});
  EXPECT_NE(text.find("version=\"3\" state=\"full\" entity=\"sip:alice@example.net\""),
            std::string::npos);
  EXPECT_NE(text.find("call-id=\"a&amp;b\" local-tag=\"&lt;ours&gt;\" remote-tag=\"&quot;\""),
            std::string::npos);
  EXPECT_NE(text.find("direction=\"initiator\""), std::string::npos);
  EXPECT_NE(text.find("<state>confirmed</state>"), std::string::npos);
  EXPECT_NE(text.find("<remote><identity>sip:b@x</identity></remote>"), std::string::npos);
}

/// A lamp at 10.0.0.9 watches alice; the test plays the lamp.
class NotifierTest : public testing::SubscriptionTest {
 protected:
  void TearDown() override {
    act::stop(notifier_);
    SubscriptionTest::TearDown();
  }
  void begin(std::chrono::seconds expires = 600s) {
    sip::Account account;
    account.aor = "sip:alice@example.net";
    transactions_.push_back(loop_.spawn<offhook::testing::RecordingTransaction>(wire_));
    notifier_ = loop_.spawn<NotifierActor>(
        NotifierContext{dispatcher_,
                        random_,
                        account,
                        "sip:alice@192.0.2.1:5060",
                        "",
                        package(),
                        {subscribe(1, std::to_string(expires.count())), {}, transactions_.back()},
                        expires,
                        document("first")});
    run();
  }
  static WriteDocument document(std::string text) {
    return [text](std::uint32_t version) { return text + " " + std::to_string(version); };
  }
  void change(const std::string& text) {
    act::tell_anon(notifier_, StateChanged{document(text)});
    run();
  }
  int subscribe_again(std::uint32_t cseq, const std::string& expires) {
    const auto tag = std::string(wire_.responses.front().message->to_tag());
    transactions_.push_back(loop_.spawn<offhook::testing::RecordingTransaction>(wire_));
    act::tell_anon(notifier_,
                   transaction::RequestArrived{
                       subscribe(cseq, expires, "dialog", tag), {}, transactions_.back()});
    run();
    return wire_.responses.back().message->status();
  }
  void answer(int status = 200) {
    const auto sent = wire_.requests.back();
    act::tell_anon(notifier_,
                   transaction::ResponseArrived{
                       sent.branch, offhook::testing::response(*sent.message, status, "lamp")});
    run();
  }
  const sip::Message& last() const { return *wire_.requests.back().message; }
  std::string state() const {
    return std::string(last().header(sip::HeaderId::subscription_state).value_or(""));
  }

  Notifier notifier_;
};

TEST_F(NotifierTest, GrantsAndTellsAtOnce) {  // §4.2.1.2
  begin();
  const auto& granted = *wire_.responses.front().message;
  EXPECT_EQ(granted.status(), 200);
  EXPECT_EQ(granted.expires(), 600u);
  EXPECT_TRUE(granted.contact());
  EXPECT_EQ(last().method(), sip::Method::notify);
  EXPECT_EQ(last().header(sip::HeaderId::event), "dialog");
  EXPECT_EQ(last().content_type(), dialog_info_type);
  EXPECT_EQ(last().body(), "first 0");
  EXPECT_EQ(state(), "active;expires=600");
  EXPECT_EQ(last().to_tag(), "lamp");
  answer();
}

TEST_F(NotifierTest, TellsChangesNoMoreThanOnceInASecond) {  // RFC 4235 §3.10
  begin();
  answer();
  change("a");
  change("b");
  EXPECT_EQ(wire_.requests.size(), 1u);
  run(1s);
  EXPECT_EQ(wire_.requests.size(), 2u);
  EXPECT_EQ(last().body(), "b 1");
  answer();
  run(5s);
  EXPECT_EQ(wire_.requests.size(), 2u);
  change("c");
  EXPECT_EQ(last().body(), "c 2");
  answer();
}

TEST_F(NotifierTest, OneNotifyAtATime) {
  begin();
  change("a");
  run(2s);
  change("b");
  EXPECT_EQ(wire_.requests.size(), 1u);  // the first has no answer yet
  answer();
  EXPECT_EQ(wire_.requests.size(), 2u);
  answer();
}

TEST_F(NotifierTest, ARefreshTellsTheStateAgain) {
  begin();
  answer();
  run(300s);
  EXPECT_EQ(subscribe_again(2, "600"), 200);
  EXPECT_EQ(state(), "active;expires=600");
  answer();
  run(400s);
  EXPECT_EQ(wire_.requests.size(), 2u);  // not expired
  EXPECT_EQ(subscribe_again(3, "10"), 423);
  EXPECT_EQ(subscribe_again(2, "600"), 500);  // out of order
}

TEST_F(NotifierTest, EndsWhenAskedTo) {  // §4.2.1.4
  begin();
  answer();
  EXPECT_EQ(subscribe_again(2, "0"), 200);
  EXPECT_EQ(state(), "terminated;reason=timeout");
  EXPECT_EQ(subscribe_again(3, "600"), 481);
  answer();
  EXPECT_EQ(wire_.releases, 1);
  EXPECT_EQ(loop_.running_actors(), 1 + transactions_.size());
}

TEST_F(NotifierTest, EndsByItself) {
  begin();
  answer();
  run(600s);
  EXPECT_EQ(state(), "terminated;reason=timeout");
  answer();
  EXPECT_EQ(loop_.running_actors(), 1 + transactions_.size());
}

TEST_F(NotifierTest, AQuestionIsAnsweredOnce) {  // §4.4.3
  begin(0s);
  EXPECT_EQ(state(), "terminated;reason=timeout");
  EXPECT_EQ(last().body(), "first 0");
  answer();
  EXPECT_EQ(loop_.running_actors(), 1 + transactions_.size());
}

TEST_F(NotifierTest, ASubscriberThatKnowsNothingOfItIsLeftAlone) {  // §4.2.2
  begin();
  answer(481);
  EXPECT_EQ(loop_.running_actors(), 1 + transactions_.size());
}

TEST_F(NotifierTest, SaysThatThereIsNothingMore) {
  begin();
  answer();
  act::tell_anon(notifier_, Withdraw{});
  run();
  EXPECT_EQ(state(), "terminated;reason=noresource");
  answer();
  EXPECT_EQ(wire_.releases, 1);
}

}  // namespace
}  // namespace offhook::subscription
