// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/feature_memory.hpp"

#include <gtest/gtest.h>

namespace offhook::phone {
namespace {

using Values = std::map<std::string, std::string>;

/// As the settings file says.
Features in_settings() {
  Features features;
  features.phone.forwards.of(ForwardKind::busy) = {true, "1009"};
  return features;
}

/// As somebody left it.
Values left_behind(const Features& settings) {
  Features changed = settings;
  changed.phone.do_not_disturb = true;
  changed.accounts["2"].forwards.of(ForwardKind::always) = {true, "sip:a\tb\"@x"};
  changed.accounts["2"].forwards.ring = std::chrono::seconds{30};
  return {{std::string(memory::switches), switches_text(changed)},
          {std::string(memory::switches_in_settings), switches_text(settings)}};
}

TEST(FeatureMemory, SwitchesAreAsSomebodyLeftThem) {
  auto features = in_settings();
  recall_switches(features, left_behind(in_settings()));
  EXPECT_TRUE(features.phone.do_not_disturb);
  EXPECT_TRUE(features.phone.forwards.of(ForwardKind::busy).works());
  EXPECT_EQ(features.accounts["2"].forwards.of(ForwardKind::always).target, "sip:a\tb\"@x");
  EXPECT_EQ(features.accounts["2"].forwards.ring, std::chrono::seconds{30});
}

TEST(FeatureMemory, AFileThatHasBeenChangedSinceCounts) {
  auto features = in_settings();
  features.phone.forwards.of(ForwardKind::busy) = {true, "1010"};
  recall_switches(features, left_behind(in_settings()));
  EXPECT_FALSE(features.phone.do_not_disturb);
  EXPECT_EQ(features.phone.forwards.of(ForwardKind::busy).target, "1010");
}

TEST(FeatureMemory, WhatCannotBeReadCountsNothing) {
  const auto known = left_behind(in_settings());
  for (const std::string text :
       {"", "{", "[]", "{\"phone\":1}", "{\"phone\":{},\"accounts\":{}}"}) {
    auto features = in_settings();
    auto values = known;
    values[std::string(memory::switches)] = text;
    recall_switches(features, values);
    EXPECT_EQ(switches_text(features), switches_text(in_settings())) << text;
  }
}

TEST(FeatureMemory, VolumesAreAsSomebodyLeftThem) {
  device::Volumes settings;
  device::Volumes changed;
  changed.ring = 3;
  changed.speaker.tone = 15;
  Values values{{std::string(memory::volumes), volumes_text(changed)},
                {std::string(memory::volumes_in_settings), volumes_text(settings)}};
  auto volumes = settings;
  volumes.side_tone_centibel = -1800;
  recall_volumes(volumes, values);
  EXPECT_EQ(volumes.ring, 3);
  EXPECT_EQ(volumes.speaker.tone, 15);
  EXPECT_EQ(volumes.side_tone_centibel, -1800);
  for (const std::string text : {"", "1 2 3", "1 2 3 4 5 6 99", "a b"}) {
    values[std::string(memory::volumes)] = text;
    volumes = settings;
    recall_volumes(volumes, values);
    EXPECT_EQ(volumes, settings) << text;
  }
  settings.ring = 1;  // the file has been changed since
  volumes = settings;
  values[std::string(memory::volumes)] = volumes_text(changed);
  recall_volumes(volumes, values);
  EXPECT_EQ(volumes.ring, 1);
}

Values ring_left(std::string_view number, const RingSound& settings) {
  return {{std::string(memory::ring), std::string(number)},
          {std::string(memory::ring_in_settings), ring_text(settings)}};
}

TEST(FeatureMemory, TheRingIsTheOneThatWasChosen) {
  RingSound ring{2, {}};
  recall_ring(ring, ring_left("5", {2, {}}));
  EXPECT_EQ(ring.number, 5u);
  RingSound changed{3, {}};
  recall_ring(changed, ring_left("5", {2, {}}));
  EXPECT_EQ(changed.number, 3u) << "the settings file was changed since";
  for (const auto* text : {"", "0", "11", "five", "5 "}) {
    RingSound as_it_is{2, {}};
    recall_ring(as_it_is, ring_left(text, {2, {}}));
    EXPECT_EQ(as_it_is.number, 2u) << text;
  }
}

TEST(FeatureMemory, WhoHidesIsKeptForTheAccountsThereAre) {
  Features settings;
  settings.privacy["1"] = {};
  auto left = settings;
  left.privacy["1"] = {true, true};
  const Values values{{std::string(memory::privacy), privacy_text(left)},
                      {std::string(memory::privacy_in_settings), privacy_text(settings)}};
  auto features = settings;
  recall_privacy(features, values);
  EXPECT_EQ(features.privacy_of("1"), (PrivacySwitches{true, true}));
  features = settings;
  features.privacy["1"].anonymous = true;
  recall_privacy(features, values);
  EXPECT_EQ(features.privacy_of("1"), (PrivacySwitches{true, false}));
  features = settings;
  recall_privacy(features, {{std::string(memory::privacy), "{\"1\":7}"},
                            {std::string(memory::privacy_in_settings), privacy_text(settings)}});
  EXPECT_EQ(features.privacy_of("1"), PrivacySwitches{});
}

}  // namespace
}  // namespace offhook::phone
