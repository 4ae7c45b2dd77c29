// SPDX-License-Identifier: GPL-3.0-or-later
// What a phone remembers of its calls and switches, and after a restart.
#include <gtest/gtest.h>

#include "tests/phone_flows/desk_office.hpp"

namespace offhook::phone_flows {
namespace {

namespace json = boost::json;

struct Memory : DeskOffice {
  std::shared_ptr<phone::Store> store = std::make_shared<phone::VolatileStore>();
  std::function<void(phone::PhoneSettings&)> adjust;
  int starts = 0;

  /// alice, who remembers, and bob.
  void open_two() {
    start_server();
    alice_ = start();
    bob_ = start_phone("bob");
    ASSERT_TRUE(alice_ && bob_);
    ASSERT_TRUE(run([&] { return alice_->view().registered() && bob_->view().registered(); }));
  }
  std::unique_ptr<sim::SimPhone> start() {
    return start_phone("alice", [this](sim::SimPhone::Options& options) {
      options.store = store;
      options.random_name = "alice" + std::to_string(++starts);
      options.adjust = adjust;
    });
  }
  void restart() {
    alice_->stop();
    run_for(1s);
    alice_.reset();
    alice_ = start();
    ASSERT_TRUE(run([&] { return alice_->view().registered(); }));
  }
  /// bob calls alice and gives up.
  void call_in_vain() {
    ask(*bob_, "call.dial", {{"target", "1001"}, {"call_id", "vain"}});
    ASSERT_TRUE(run([&] { return alice_->view().ringing(); }));
    ask(*bob_, "call.hangup", {{"call_id", "vain"}});
    ASSERT_TRUE(run([&] { return !alice_->view().ringing(); }));
    run_for(1s);
  }
  /// Asked for: what a phone shows at its start is older than whoever hears of its events.
  std::string pattern_of(std::string_view led) {
    const auto state = ask_and_wait(*alice_, "state.get").value;
    for (const auto& each : state.at("leds").as_array())
      if (each.at("led_id").as_string() == led) return std::string(each.at("pattern").as_string());
    return "";
  }
  json::array log(json::object params = {}) {
    return ask_and_wait(*alice_, "call.log", std::move(params)).value.at("entries").as_array();
  }
};

TEST_F(Memory, CallsAndUnseenOnesAreThereAfterARestart) {
  open_two();
  call_in_vain();
  restart();
  ASSERT_EQ(log().size(), 1u);
  EXPECT_EQ(log()[0].at("kind"), "missed");
  EXPECT_GE(log()[0].at("started_unix_ms").as_int64(), simulated_start_unix_ms);
  EXPECT_TRUE(run([&] { return line(*alice_, 3) == "1 missed call"; }, 1s));
  EXPECT_EQ(pattern_of("power"), "slow_flash_1s");
  EXPECT_EQ(ask_and_wait(*alice_, "call.log_seen").value.at("missed"), 0);
  EXPECT_TRUE(run([&] { return line(*alice_, 3).empty(); }, 1s));
  restart();
  run_for(1s);
  EXPECT_EQ(line(*alice_, 3), "");
  call_in_vain();
  EXPECT_EQ(log().size(), 2u);
}

TEST_F(Memory, SwitchesAndTheLastNumberAreAsTheyWere) {
  open_two();
  press(*alice_, "DND");
  for (int i = 0; i < 3; ++i) press(*alice_, "VOLUME_UP");
  ask_and_wait(*alice_, "feature.set_forward",
               {{"kind", "busy"}, {"enabled", true}, {"target", "1003"}});
  alice_->lift();
  run_for(200ms);
  dial(*alice_, "1002#");
  ASSERT_TRUE(run([&] { return bob_->view().ringing(); }));
  alice_->replace();
  run_for(1s);
  restart();
  const auto features = ask_and_wait(*alice_, "feature.get").value;
  EXPECT_TRUE(features.at("do_not_disturb").as_bool());
  EXPECT_EQ(features.at("forwards").at(1).at("target"), "1003");
  EXPECT_EQ(store->recall().values.at("volumes"), "8 8 8 8 8 8 11");
  press(*alice_, "REDIAL");
  EXPECT_TRUE(run([&] { return bob_->view().ringing(); }));
}

TEST_F(Memory, ASettingsFileThatHasChangedCounts) {
  open_two();
  press(*alice_, "DND");
  adjust = [](auto& settings) {
    settings.features.phone.forwards.of(phone::ForwardKind::busy) = {true, "1009"};
  };
  restart();
  const auto features = ask_and_wait(*alice_, "feature.get").value;
  EXPECT_FALSE(features.at("do_not_disturb").as_bool());
  EXPECT_EQ(features.at("forwards").at(1).at("target"), "1009");
}

TEST_F(Memory, TheLogIsDeletedAndBounded) {
  adjust = [](auto& settings) { settings.memory.calls_per_list = 2; };
  open_two();
  for (int i = 0; i < 3; ++i) call_in_vain();
  ASSERT_EQ(log().size(), 2u);
  EXPECT_EQ(store->recall().calls.size(), 2u);
  const auto newest = log()[0].at("entry_id");
  ask_and_wait(*alice_, "call.log_delete", {{"entry_ids", json::array{newest}}});
  EXPECT_EQ(log().size(), 1u);
  EXPECT_TRUE(
      ask_and_wait(*alice_, "call.log_delete", {{"entry_ids", json::array{newest}}}).failed);
  EXPECT_EQ(ask_and_wait(*alice_, "call.log_clear", {{"kind", "missed"}}).value.at("entries"), 0);
  EXPECT_TRUE(store->recall().calls.empty());
  EXPECT_EQ(events("call.logged").size(), 3u);
}

TEST_F(Memory, APhoneThatRingsOutOrDoesNotDisturbHasMissedTheCall) {
  adjust = [](auto& settings) { settings.features.longest_ring = std::chrono::seconds{5}; };
  open_two();
  ask(*bob_, "call.dial", {{"target", "1001"}});
  ASSERT_TRUE(run([&] { return alice_->view().ringing(); }));
  run_for(8s);
  press(*alice_, "DND");
  ask_and_wait(*bob_, "call.dial", {{"target", "1001"}});
  EXPECT_EQ(log({{"kind", "missed"}}).size(), 2u);
}

TEST_F(Memory, WhatAPersonRefusesIsNotMissedWhateverTheCode) {
  adjust = [](auto& settings) { settings.features.refuse_status = 480; };
  open_two();
  ask(*bob_, "call.dial", {{"target", "1001"}});
  ASSERT_TRUE(run([&] { return alice_->view().ringing(); }));
  press(*alice_, "CANCEL");
  run_for(1s);
  ASSERT_EQ(log().size(), 1u);
  EXPECT_EQ(log()[0].at("kind"), "received");
}

TEST_F(Memory, ContactsNameBlockAndOutliveTheirPhone) {
  open_two();
  const auto added =
      ask_and_wait(*alice_, "contacts.add", {{"name", "Robert"}, {"numbers", json::array{"1002"}}});
  ASSERT_FALSE(added.failed);
  restart();
  ask(*bob_, "call.dial", {{"target", "1001"}, {"call_id", "named"}});
  ASSERT_TRUE(run([&] { return alice_->view().ringing(); }));
  EXPECT_TRUE(run([&] { return line(*alice_, 1) == "Robert 1002"; }, 1s));
  ask(*bob_, "call.hangup", {{"call_id", "named"}});
  run_for(1s);
  ask_and_wait(*alice_, "call.log_seen");

  const json::object blocked{{"contact_id", added.value.at("contact_id")}, {"blocked", true}};
  EXPECT_FALSE(ask_and_wait(*alice_, "contacts.update", blocked).failed);
  const auto refused = ask_and_wait(*bob_, "call.dial", {{"target", "1001"}});
  EXPECT_TRUE(refused.failed);
  run_for(1s);
  EXPECT_EQ(alice_->view().led("power"), "off");
  EXPECT_EQ(log()[0].at("kind"), "received");
  ask_and_wait(*alice_, "contacts.remove", {{"contact_id", added.value.at("contact_id")}});
  EXPECT_TRUE(store->recall().contacts.empty());
}

TEST_F(Memory, RingToneAndHiddenCallsAreAsTheyWere) {
  open_two();
  for (const auto* key : {"MENU", "5", "3", "MENU"}) press(*alice_, key);
  ask_and_wait(*alice_, "feature.set_privacy", {{"anonymous", true}, {"reject_anonymous", true}});
  restart();
  const auto features = ask_and_wait(*alice_, "feature.get", {{"account_id", "1"}}).value;
  EXPECT_TRUE(features.at("anonymous").as_bool());
  EXPECT_TRUE(features.at("reject_anonymous").as_bool());
  press(*alice_, "MENU");
  press(*alice_, "5");
  EXPECT_EQ(line(*alice_, 3), "  Ring 3 *");
  press(*alice_, "MENU");
  ask(*alice_, "call.dial", {{"target", "1002"}});
  const auto says_so = [&] { return line(*bob_, 1).find("anonymous") != std::string::npos; };
  EXPECT_TRUE(run(says_so)) << line(*bob_, 1);
}

TEST_F(Memory, ARestartGivesNoMoreTriesAtThePin) {
  adjust = [](auto& settings) { settings.lock.keys = settings.desk.lock = phone::LockedKeys::all; };
  open_two();
  for (const auto* key : {"MENU", "UP", "OK"}) press(*alice_, key);
  ASSERT_EQ(line(*alice_, 1), "Locked");
  press(*alice_, "F1");
  for (int i = 0; i < 5; ++i) {
    press(*alice_, "9");
    press(*alice_, "OK");
  }
  EXPECT_EQ(line(*alice_, 0), "Wrong PIN: wait 30 s");
  run_for(20s);
  restart();
  press(*alice_, "F1");
  EXPECT_EQ(line(*alice_, 0), "Wrong PIN: wait 30 s") << "a restart cuts nothing short";
  dial(*alice_, "123");
  press(*alice_, "OK");
  run_for(31s);
  EXPECT_EQ(line(*alice_, 0), "Wrong PIN") << "and 123 was not looked at";
  dial(*alice_, "123");
  press(*alice_, "OK");
  EXPECT_NE(line(*alice_, 1), "Locked");
}

}  // namespace
}  // namespace offhook::phone_flows
