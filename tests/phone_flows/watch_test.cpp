// SPDX-License-Identifier: GPL-3.0-or-later
// What a desk phone does about others: alice watches bob, whose phone tells servers of his calls.
#include "tests/phone_flows/desk_office.hpp"

namespace offhook::phone_flows {
namespace {

using boost::json::object;
using phone::KeyType;

class WatchFlows : public DeskOffice {
 protected:
  void open_office(std::function<void(phone::PhoneSettings&)> adjust) {
    start_server();
    stranger_ =
        std::make_unique<safety::Stranger>(world_->network(), Endpoint{world_->address(66), 5060});
    const auto tells = [](auto& options) {
      options.adjust = [](auto& settings) { settings.dialog_events = true; };
    };
    bob_ = start_phone("bob", tells);
    carol_ = start_phone("carol", tells);
    ASSERT_TRUE(bob_ && carol_);
    ASSERT_TRUE(run([&] { return bob_->view().registered() && carol_->view().registered(); }));
    alice_ = start_phone("alice", [&](auto& options) {
      options.adjust = [adjust](auto& settings) {
        settings.desk.keys["D1"] = {KeyType::blf, "1002", "", "Bob"};
        settings.trusted_servers = {IpAddress::v4(192, 0, 2, 76)};  // the stranger, for once
        if (adjust) adjust(settings);
      };
    });
    ASSERT_TRUE(alice_);
    ASSERT_TRUE(run([&] { return alice_->view().registered(); }));
  }
  bool lamp(const std::string& shown, Instant limit = 5s) {
    return run([&] { return alice_->view().led("key1") == shown; }, limit);
  }
  void carol_calls_bob() {
    ask(*carol_, "call.dial", {{"target", "1002"}});
    ASSERT_TRUE(run([&] { return bob_->view().ringing(); }));
  }
  void tell_alice(const std::string& event, const std::string& type, const std::string& body) {
    auto notify = stranger_->request("NOTIFY", "sip:1001@" + alice_at().to_string());
    notify.add("Event", event).add("Subscription-State", "active").body(type, body);
    stranger_->send(alice_at(), notify.build()->text());
    run_for(100ms);
  }
};

TEST_F(WatchFlows, ALampShowsWhatBobDoes) {
  open_office({});
  ASSERT_TRUE(lamp("green steady"));
  carol_calls_bob();
  ASSERT_TRUE(lamp("red fast_flash"));
  bob_->lift();
  ASSERT_TRUE(lamp("red steady"));
  const auto list = ask_and_wait(*alice_, "watch.list").value.at("watches").as_array();
  ASSERT_EQ(list.size(), 1u);
  EXPECT_EQ(list[0].at("watched"), "1002");
  EXPECT_EQ(list[0].at("label"), "Bob");
  EXPECT_EQ(list[0].at("keys").at(0), "D1");
  EXPECT_EQ(list[0].at("state"), "talking");
  EXPECT_EQ(list[0].at("calls").at(0).at("direction"), "incoming");
  EXPECT_EQ(list[0].at("calls").at(0).at("remote_uri"), "sip:1003@sim.test");
  bob_->replace();
  ASSERT_TRUE(lamp("green steady"));
  EXPECT_EQ(text(events("watch.changed").back(), "state"), "idle");
}

TEST_F(WatchFlows, ACallOfBobIsTakenOver) {
  open_office({});
  ASSERT_TRUE(lamp("green steady"));
  carol_calls_bob();
  ASSERT_TRUE(lamp("red fast_flash"));
  press(*alice_, "D1");
  ASSERT_TRUE(run([&] { return alice_->view().call_state() == "connected"; }));
  EXPECT_TRUE(run([&] { return !bob_->view().ringing(); }));
  EXPECT_TRUE(reaches(*carol_, {"connected"}));
}

TEST_F(WatchFlows, ALampIsDarkOnceBobsPhoneHasGone) {
  open_office([](auto& settings) { settings.desk.watch.expires = 60s; });
  ASSERT_TRUE(lamp("green steady"));
  bob_->stop();
  EXPECT_TRUE(lamp("off", 120s));
}

TEST_F(WatchFlows, AnIntercomKeyIsAnsweredByItself) {
  open_office([](auto& settings) {
    settings.desk.keys["D2"] = {KeyType::intercom, "1002", "", ""};
  });
  press(*alice_, "D2");
  ASSERT_TRUE(run([&] { return bob_->view().call_state() == "connected"; }));
  EXPECT_TRUE(events("ringer.changed", "alice").empty());
}

TEST_F(WatchFlows, AServerMayTellUnaskedIfSet) {  // row 65
  open_office([](auto& settings) {
    settings.desk.keys["D1"].value = "1077";  // nobody whom the proxy knows
    settings.desk.watch.unsolicited = true;
  });
  run_for(1s);
  EXPECT_EQ(alice_->view().led("key1"), "off");
  tell_alice(
      "dialog", "application/dialog-info+xml",
      "<dialog-info version=\"3\" state=\"full\" entity=\"sip:1077@pbx.test\">"
      "<dialog id=\"1\" direction=\"recipient\"><state>early</state></dialog></dialog-info>");
  EXPECT_TRUE(lamp("red fast_flash"));
}

TEST_F(WatchFlows, MessagesAreSeenHeardAndFetched) {  // row 66
  open_office([](auto& settings) { settings.mwi_unsolicited = true; });
  tell_alice("message-summary", "application/simple-message-summary",
             "Messages-Waiting: yes\r\nMessage-Account: sip:1003@sim.test\r\n"
             "Voice-Message: 2/8 (1/0)\r\n");
  EXPECT_EQ(line(*alice_, 3), "2 new messages");
  EXPECT_EQ(alice_->view().led("message"), "red slow_flash_1s");
  EXPECT_EQ(alice_->view().led("power"), "red slow_flash_1s");
  alice_->lift();
  ASSERT_TRUE(run([&] { return alice_->view().tone() == "message"; }));
  alice_->replace();
  run_for(200ms);
  press(*alice_, "MESSAGE");
  EXPECT_TRUE(run([&] { return carol_->view().ringing(); }));
}

TEST_F(WatchFlows, AListFillsItsKeys) {  // row 62; the stranger keeps the list
  open_office([this](auto& settings) {
    settings.desk.keys.clear();
    settings.desk.watch.accounts["1"].blf_list = "sip:team@" + stranger_->local().to_string();
  });
  ASSERT_TRUE(run([&] { return !stranger_->requests(sip::Method::subscribe).empty(); }));
  const auto subscribe = stranger_->requests(sip::Method::subscribe).back();
  EXPECT_EQ(subscribe->header("Supported"), "eventlist");
  EXPECT_TRUE(subscribe->lists(sip::HeaderId::accept, "multipart/related"));
  const auto via = subscribe->top_via();
  stranger_->respond({*IpAddress::parse(via.host), via.effective_port()}, *subscribe, 200,
                     {{"Expires", "600"}});
  auto notify = stranger_->request("NOTIFY", "sip:1001@" + alice_at().to_string());
  notify.set("From", "<sip:team@pbx.test>;tag=mallory")
      .set("To", "<sip:1001@sim.test>;tag=" + std::string(subscribe->from_tag()))
      .call_id(std::string(subscribe->call_id()))
      .add("Event", "dialog")
      .add("Require", "eventlist")
      .add("Subscription-State", "active;expires=600")
      .body("multipart/related;type=\"application/rlmi+xml\";boundary=b1",
            "--b1\r\nContent-Type: application/rlmi+xml\r\n\r\n"
            "<list uri=\"sip:team@pbx\" version=\"0\" fullState=\"true\">"
            "<resource uri=\"sip:1002@sim.test\"><name>Bob</name>"
            "<instance id=\"1\" state=\"active\" cid=\"b@pbx\"/></resource></list>\r\n"
            "--b1\r\nContent-ID: <b@pbx>\r\nContent-Type: application/dialog-info+xml\r\n\r\n"
            "<dialog-info version=\"0\" state=\"full\"/>\r\n--b1--\r\n");
  stranger_->send(alice_at(), notify.build()->text());
  ASSERT_TRUE(lamp("green steady"));
  const auto list = ask_and_wait(*alice_, "watch.list").value.at("watches").as_array();
  ASSERT_EQ(list.size(), 1u);
  EXPECT_EQ(list[0].at("label"), "Bob");
  press(*alice_, "D1");
  EXPECT_TRUE(run([&] { return bob_->view().ringing(); }));
}

TEST_F(WatchFlows, SubscriptionsEndWithThePhone) {
  open_office({});
  ASSERT_TRUE(lamp("green steady"));
  act::tell_anon(alice_->stack().phone(), phone::ShutDown{});
  run_for(3s);
  bool ended = false;
  for (const auto& message : sent_by_alice())
    ended = ended || (message->is_request() && message->method() == sip::Method::subscribe &&
                      message->expires() == 0u);
  EXPECT_TRUE(ended);
}

}  // namespace
}  // namespace offhook::phone_flows
