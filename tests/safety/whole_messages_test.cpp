// SPDX-License-Identifier: GPL-3.0-or-later
// Texts, mailboxes and watchers with whole phones.
#include "tests/safety/office.hpp"
#include "tests/support/messages.hpp"

namespace offhook::safety {
namespace {

class WholeMessages : public Office {
 protected:
  /// The stranger is a server of alice's, for once.
  static void trust(phone::PhoneSettings& settings) {
    settings.trusted_servers = {IpAddress::v4(192, 0, 2, 76)};
  }
  void send(const sim::RequestBuilder& builder) {
    stranger_->send(alice_at(), builder.build()->text());
    run_for(100ms);
  }
  sim::RequestBuilder to_alice(const std::string& method) {
    return stranger_->request(method, "sip:1001@" + alice_at().to_string());
  }
  /// Answers every NOTIFY so far; the newest body.
  std::string hear() {
    std::string body;
    for (const auto& notify : stranger_->requests(sip::Method::notify)) {
      stranger_->respond(alice_at(), *notify, 200);
      body = notify->body();
    }
    stranger_->inbox.clear();
    run_for(10ms);
    return body;
  }
};

TEST_F(WholeMessages, ATextArrives) {
  open({}, true);
  const auto sent = ask_and_wait(*alice_, "message.send", {{"target", "1002"}, {"body", "hello"}});
  EXPECT_FALSE(sent.failed) << boost::json::serialize(sent.value);
  EXPECT_EQ(sent.value.at("code"), 200);
  const auto received = events("message.received", "bob");
  ASSERT_EQ(received.size(), 1u);
  EXPECT_EQ(received[0].at("from"), "sip:1001@sim.test");
  EXPECT_EQ(received[0].at("body"), "hello");
}

TEST_F(WholeMessages, ATextToNobodySaysSo) {
  open();
  const auto sent = ask_and_wait(*alice_, "message.send", {{"target", "1099"}, {"body", "hello"}});
  EXPECT_TRUE(sent.failed);
  EXPECT_EQ(sent.value.at("data").at("kind"), "sip_failure");
}

TEST_F(WholeMessages, AMailboxToldUnaskedIsShownIfWeBelieveTheServer) {
  open([](auto& settings) {
    trust(settings);
    settings.mwi_unsolicited = true;
  });
  auto notify = to_alice("NOTIFY");
  notify.add("Event", "message-summary")
      .add("Subscription-State", "active")
      .body("application/simple-message-summary",
            "Messages-Waiting: yes\r\nVoice-Message: 2/8 (1/0)\r\n");
  send(notify);
  ASSERT_EQ(events("mwi.changed").size(), 1u);
  EXPECT_EQ(events("mwi.changed")[0].at("new_messages"), 2);
  const auto accounts = ask_and_wait(*alice_, "account.list");
  const auto& account = accounts.value.at("accounts").as_array().at(0);
  EXPECT_EQ(account.at("mailbox").at("old_messages"), 8);
}

TEST_F(WholeMessages, AServerThatKnowsNoMailboxIsAskedOnce) {
  open([](auto& settings) { settings.accounts[0].subscribe_mwi = true; });
  run_for(100s);
  std::size_t asked = 0;
  for (const auto& message : sent_by_alice())
    if (message->is_request() && message->method() == sip::Method::subscribe) ++asked;
  EXPECT_GE(asked, 1u);
  EXPECT_LE(asked, 3u);  // challenged on the way
  EXPECT_EQ(events("engine.warning").size(), 1u);
}

TEST_F(WholeMessages, AWatcherSeesCallsComeAndGo) {  // RFC 4235
  open(
      [](auto& settings) {
        trust(settings);
        settings.dialog_events = true;
      },
      true);
  auto subscribe = to_alice("SUBSCRIBE");
  subscribe.add("Event", "dialog").add("Expires", "600");
  send(subscribe);
  EXPECT_EQ(hear().find("<dialog "), std::string::npos);  // no calls
  run_for(2s);
  ask(*bob_, "call.dial", {{"target", "1001"}});
  ASSERT_TRUE(run([&] { return alice_->view().ringing(); }));
  run_for(2s);
  EXPECT_NE(hear().find("<state>early</state>"), std::string::npos);
  ask(*alice_, "call.answer", {{"call_id", call_of(*alice_)}});
  run_for(2s);
  EXPECT_NE(hear().find("<state>confirmed</state>"), std::string::npos);
  ask(*alice_, "call.hangup", {{"call_id", call_of(*alice_)}});
  run_for(100ms);
  hear();  // that it is being ended; the next NOTIFY waits for the answer
  run_for(2s);
  const auto last = hear();
  EXPECT_FALSE(last.empty());
  EXPECT_EQ(last.find("<dialog "), std::string::npos);
}

}  // namespace
}  // namespace offhook::safety
