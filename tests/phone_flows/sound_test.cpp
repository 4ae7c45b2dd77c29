// SPDX-License-Identifier: GPL-3.0-or-later
// What a person hears, in whole phones: what scenario files do not look at.
#include "tests/phone_flows/desk_office.hpp"

namespace offhook::phone_flows {
namespace {

class SoundOfPhones : public DeskOffice {
 protected:
  [[nodiscard]] std::vector<std::string> beeps() const {
    std::vector<std::string> tones;
    for (const auto& event : events("tone.played")) tones.push_back(text(event, "tone"));
    return tones;
  }
};

TEST_F(SoundOfPhones, AReminderComesAfterTheDelayAndThenInItsInterval) {
  open([](auto& settings) { settings.hold.ours = {true, 5s, 10s}; }, true);
  talk("1002", *bob_);
  press(*alice_, "HOLD");
  run_for(4s);
  EXPECT_TRUE(beeps().empty());
  run_for(2s);
  EXPECT_EQ(beeps().size(), 1u);
  run_for(21s);
  EXPECT_EQ(beeps(), (std::vector<std::string>{"hold", "hold", "hold"}));
  press(*alice_, "HOLD");
  run_for(30s);
  EXPECT_EQ(beeps().size(), 3u) << "nobody waits any more";
}

TEST_F(SoundOfPhones, VolumeKeysTellWhatTheyTurn) {
  open({}, true);
  press(*alice_, "VOLUME_UP");
  talk("1002", *bob_);
  press(*alice_, "VOLUME_DOWN");
  const auto turned = events("audio.volume_changed");
  ASSERT_EQ(turned.size(), 2u);
  EXPECT_EQ(text(turned[0], "kind"), "ring");
  EXPECT_EQ(turned[0].at("level").as_int64(), 9);
  EXPECT_EQ(text(turned[1], "kind"), "handset");
  EXPECT_EQ(turned[1].at("level").as_int64(), 7);
}

TEST_F(SoundOfPhones, AProgramPages) {
  open({}, true);
  EXPECT_TRUE(ask_and_wait(*alice_, "paging.start", {{"group", "nobody"}}).failed);
  const auto begun = ask_and_wait(*alice_, "paging.start", {{"group", "224.0.1.80:5004"}});
  ASSERT_FALSE(begun.failed) << boost::json::serialize(begun.value);
  EXPECT_EQ(text(begun.value, "speaking"), "224.0.1.80:5004");
  EXPECT_TRUE(run([&] { return line(*alice_, 0) == "Paging"; }));
  EXPECT_TRUE(ask_and_wait(*alice_, "paging.start", {{"group", "224.0.1.81:5004"}}).failed);
  EXPECT_FALSE(ask_and_wait(*alice_, "paging.stop").failed);
  EXPECT_TRUE(run([&] { return events("paging.changed").size() == 2u; }));
}

TEST_F(SoundOfPhones, APageIsShownWhileItLasts) {
  open(
      [](auto& settings) {
        settings.paging.listen = {{*Endpoint::parse("224.0.1.80:5004"), "Fire"}};
      },
      true);
  ask_and_wait(*bob_, "paging.start", {{"group", "224.0.1.80:5004"}});
  ASSERT_TRUE(run([&] { return line(*alice_, 0) == "Page"; }));
  EXPECT_EQ(line(*alice_, 1), "Fire");
  ask_and_wait(*bob_, "paging.stop");
  EXPECT_TRUE(run([&] { return line(*alice_, 0) != "Page"; }));
}

TEST_F(SoundOfPhones, ACallForWhichNoPortIsLeftFailsAsThatAndTheFirstIsTakenBack) {
  open(
      [](auto& settings) {
        settings.rtp_ports = {20000, 20001};
        settings.max_calls = 4;
      },
      true);
  talk("1002", *bob_);
  const auto refused = ask_and_wait(*alice_, "call.dial", {{"target", "1003"}});
  EXPECT_TRUE(refused.failed);
  run_for(200ms);
  const auto ended = events("call.ended");
  ASSERT_EQ(ended.size(), 1u);
  EXPECT_EQ(text(ended[0].at("end").as_object(), "cause"), "media_failed");
  EXPECT_EQ(bob_->view().call_state(), "held_remote");
  EXPECT_FALSE(ask_and_wait(*alice_, "call.resume", {{"call_id", call_of(*alice_)}}).failed);
  EXPECT_TRUE(run([&] { return bob_->view().call_state() == "connected"; }));
  ask_and_wait(*alice_, "call.hangup", {{"call_id", call_of(*alice_)}});
  run_for(1s);
  ask(*alice_, "call.dial", {{"target", "1003"}});
  EXPECT_TRUE(run([&] { return carol_->view().ringing(); })) << "the port was given back";
}

TEST_F(SoundOfPhones, FingersMayBeQuickerThanTones) {
  open({}, true);
  talk("1002", *bob_);
  for (const auto* key : {"4", "7", "1", "1", "#"}) {
    alice_->press(key);
    run_for(20ms);
    alice_->release(key);
    run_for(20ms);
  }
  run_for(3s);
  std::string heard;
  for (const auto& event : events("call.dtmf_received", "bob")) heard += text(event, "digits");
  EXPECT_EQ(heard, "4711#");
}

TEST_F(SoundOfPhones, DigitsThatCannotBeSentAreTold) {
  open({}, true);
  talk("1002", *bob_);
  ask(*alice_, "call.send_dtmf", {{"call_id", call_of(*alice_)}, {"digits", "12345678"}});
  run_for(100ms);
  press(*alice_, "9");
  run_for(3s);
  std::string heard;
  for (const auto& event : events("call.dtmf_received", "bob")) heard += text(event, "digits");
  EXPECT_EQ(heard, "12345678");
  const auto warnings = events("engine.warning");
  ASSERT_EQ(warnings.size(), 1u);
  EXPECT_EQ(text(warnings[0], "code"), "digits_lost");
}

}  // namespace
}  // namespace offhook::phone_flows
