// SPDX-License-Identifier: GPL-3.0-or-later
// Three parties by the Conference key.
#include "tests/phone_flows/desk_office.hpp"

namespace offhook::phone_flows {
namespace {

using States = std::vector<std::string>;

class ConferenceByKeys : public DeskOffice {
 protected:
  void join() {
    talk("1002", *bob_);
    press(*alice_, "F3");  // Conf
    ASSERT_TRUE(run([&] { return bob_->view().call_state() == "held_remote"; }));
    dial(*alice_, "1003#");
    ASSERT_TRUE(run([&] { return carol_->view().ringing(); }));
    carol_->lift();
    run_for(1s);
    press(*alice_, "CONFERENCE");
    ASSERT_TRUE(run([&] { return bob_->view().call_state() == "connected"; }));
    run_for(500ms);
    ASSERT_EQ(states_of(*alice_), (States{"connected", "connected"}));
    ASSERT_EQ(line(*alice_, 0), "Conference");
  }
};

TEST_F(ConferenceByKeys, ThreeTalk) {
  open({}, true);
  join();
  ASSERT_EQ(events("conference.changed").size(), 1u);
  EXPECT_EQ(events("conference.changed")[0].at("call_ids").as_array().size(), 2u);

  alice_->replace();  // ends both

  EXPECT_TRUE(run([&] {
    return bob_->view().call_state() == "ended" && carol_->view().call_state() == "ended";
  }));
  EXPECT_TRUE(states_of(*alice_).empty());
}

TEST_F(ConferenceByKeys, HoldSplitAndOneByOne) {
  open({}, true);
  join();
  press(*alice_, "HOLD");
  ASSERT_TRUE(run([&] {
    return bob_->view().call_state() == "held_remote" &&
           carol_->view().call_state() == "held_remote";
  }));
  press(*alice_, "HOLD");
  ASSERT_TRUE(run([&] {
    return bob_->view().call_state() == "connected" && carol_->view().call_state() == "connected";
  }));
  press(*alice_, "F3");  // Split
  ASSERT_TRUE(reaches(*alice_, States{"held_local", "held_local"}));
  press(*alice_, "L1");
  EXPECT_TRUE(run([&] { return bob_->view().call_state() == "connected"; }));
  EXPECT_EQ(carol_->view().call_state(), "held_remote");
}

TEST_F(ConferenceByKeys, WhoLeavesLeavesTheOthersTalking) {
  open({}, true);
  join();
  carol_->replace();
  ASSERT_TRUE(reaches(*alice_, States{"connected"}));
  EXPECT_EQ(bob_->view().call_state(), "connected");
  EXPECT_EQ(line(*alice_, 0), "Connected");
  EXPECT_EQ(alice_->view().tone(), "none");
}

TEST_F(ConferenceByKeys, LeavingMayConnectTheOthers) {
  open([](auto& settings) { settings.desk.conference.connect_others = true; }, true);
  join();
  alice_->replace();
  ASSERT_TRUE(reaches(*alice_, {}));
  run_for(1s);
  EXPECT_EQ(states_of(*bob_), States{"connected"});
  EXPECT_EQ(states_of(*carol_), States{"connected"});
}

TEST_F(ConferenceByKeys, ByTheApi) {
  open({}, true);
  talk("1002", *bob_);
  ask(*alice_, "call.dial", {{"target", "1003"}, {"call_id", "second"}});
  ASSERT_TRUE(run([&] { return carol_->view().ringing(); }));
  carol_->lift();
  run_for(1s);
  std::string first;
  const auto list = ask_and_wait(*alice_, "call.list");
  for (const auto& call : list.value.at("calls").as_array())
    if (call.at("call_id").as_string() != "second") first = call.at("call_id").as_string();
  const auto joined = ask_and_wait(*alice_, "conference.create",
                                   {{"call_ids", boost::json::array{first, "second"}}});
  EXPECT_FALSE(joined.failed) << boost::json::serialize(joined.value);
  ASSERT_TRUE(run([&] { return bob_->view().call_state() == "connected"; }));
  EXPECT_FALSE(ask_and_wait(*alice_, "conference.end").failed);
  EXPECT_TRUE(reaches(*alice_, {}));
}

}  // namespace
}  // namespace offhook::phone_flows
