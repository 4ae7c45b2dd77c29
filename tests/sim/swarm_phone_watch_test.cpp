// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/swarm/phone_watch.hpp"

namespace offhook::sim::swarm {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
namespace json = boost::json;

class SwarmPhoneWatch : public ::testing::Test {
 protected:
  void hears(json::object event) { watch_.happened(event, now_ += 10ms); }
  void call(const char* type, const char* state) {
    hears({{"type", type}, {"call_id", "c1"}, {"sip_call_id", "s1"}, {"state", state}});
  }
  void lamp(const char* led, const char* color, const char* pattern) {
    hears({{"type", "led.changed"}, {"led_id", led}, {"color", color}, {"pattern", pattern}});
  }
  void has_a_call() {
    hears({{"type", "hook.changed"}, {"off_hook", true}});
    hears({{"type", "audio.route_changed"}, {"route", "handset"}});
    lamp("line1", "green", "steady");
    call("call.connected", "connected");
  }
  std::vector<std::string> rules() {
    std::vector<std::string> all;
    for (const auto& breach : breaches_) all.push_back(breach.rule);
    return all;
  }
  json::object state() {
    return {{"tone", "none"},
            {"ringing", false},
            {"audio_path", "handset"},
            {"calls", json::array{json::object{{"call_id", "c1"}, {"state", "connected"}}}},
            {"accounts", json::array{}},
            {"leds", json::array{json::object{
                         {"led_id", "line1"}, {"color", "green"}, {"pattern", "steady"}}}},
            {"display", json::object{{"lines", json::array{}}, {"soft_keys", json::array{}}}}};
  }

  Breaches breaches_;
  PhoneWatch watch_{"alice", breaches_};
  Instant now_ = 10s;
};

TEST_F(SwarmPhoneWatch, HasNothingToSayOfACallThatIsRight) {
  has_a_call();
  watch_.check(now_);
  watch_.compare(state(), now_);

  EXPECT_THAT(rules(), IsEmpty());
  EXPECT_EQ(watch_.calls().size(), 1u);
}

TEST_F(SwarmPhoneWatch, MissesTheLampOfACall) {
  call("call.incoming", "ringing_in");
  watch_.check(now_);

  EXPECT_THAT(rules(), ElementsAre("a call has no line lamp", "a call rings and no lamp says so"));
}

TEST_F(SwarmPhoneWatch, SeesALampWithoutACall) {
  lamp("line2", "green", "fast_flash");
  watch_.check(now_);

  EXPECT_THAT(rules(), ElementsAre("a line lamp is lit without a call",
                                   "a line lamp flashes without a call that rings"));
}

TEST_F(SwarmPhoneWatch, HearsAToneThatSticks) {
  hears({{"type", "audio.route_changed"}, {"route", "speaker"}});
  hears({{"type", "tone.changed"}, {"tone", "busy"}});
  watch_.check(now_ + 4s);
  EXPECT_THAT(rules(), IsEmpty());
  watch_.check(now_ + 6s);
  EXPECT_THAT(rules(), ElementsAre("a tone sticks"));
}

TEST_F(SwarmPhoneWatch, HearsThatACallEndsTwiceOrLivesOn) {
  call("call.ended", "ended");
  call("call.ended", "ended");
  call("call.updated", "connected");

  EXPECT_THAT(rules(), ElementsAre("a call has ended twice", "an ended call is told of"));
}

TEST_F(SwarmPhoneWatch, AddsTheEventsUpToTheState) {
  has_a_call();
  call("call.held", "held_local");
  lamp("line1", "off", "off");
  watch_.compare(state(), now_);

  EXPECT_THAT(rules(), ElementsAre("the events do not add up to the state: calls",
                                   "the events do not add up to the state: lamps"));
}

TEST_F(SwarmPhoneWatch, KnowsSinceWhenNoCallMayHaveSound) {
  has_a_call();
  EXPECT_EQ(watch_.silent_since(), Instant::max());
  call("call.ended", "ended");
  EXPECT_EQ(watch_.silent_since(), now_);
  EXPECT_TRUE(watch_.calls().empty());
}

TEST_F(SwarmPhoneWatch, AfterRestNothingMayBeLeft) {
  hears({{"type", "account.registration_changed"}, {"account_id", "1"}, {"state", "failed"}});
  has_a_call();
  watch_.check_idle(now_);

  EXPECT_THAT(rules(), ElementsAre("it does not come to rest", "a line lamp stays lit",
                                   "it does not register again"));
}

}  // namespace
}  // namespace offhook::sim::swarm
