// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/device/audio_path.hpp"

#include <gtest/gtest.h>

namespace offhook::device {

void PrintTo(PathStep step, std::ostream* out) {
  *out << name_of(path_of(step.next)) << (is_lifted(step.next) ? " (lifted)" : "") << ", effect "
       << int(step.effect);
}

namespace {

using enum PathPhase;
using enum PathInput;
using S = PathState;
using E = PathEffect;

TEST(AudioPath, LiftingTheHandsetOpensTheHandset) {
  EXPECT_EQ(next_path(idle, S::none, lift), (PathStep{S::handset, E::seize_line}));
  EXPECT_EQ(next_path(ringing, S::none, lift), (PathStep{S::handset, E::answer}));
}

TEST(AudioPath, SpeakerAndHeadsetKeysOpenTheirPath) {
  EXPECT_EQ(next_path(idle, S::none, speaker_key), (PathStep{S::speaker, E::seize_line}));
  EXPECT_EQ(next_path(idle, S::none, headset_key), (PathStep{S::headset, E::seize_line}));
  EXPECT_EQ(next_path(ringing, S::none, speaker_key), (PathStep{S::speaker, E::answer}));
  EXPECT_EQ(next_path(ringing, S::none, headset_key), (PathStep{S::headset, E::answer}));
}

TEST(AudioPath, ReplacingTheHandsetEndsTheCallOnTheHandset) {
  EXPECT_EQ(next_path(in_use, S::handset, replace), (PathStep{S::none, E::end_call}));
}

TEST(AudioPath, ReplacingTheHandsetLeavesAnotherPathAlone) {
  const auto loud = next_path(in_use, S::handset, speaker_key);

  EXPECT_EQ(loud, (PathStep{S::speaker_lifted, E::none}));
  EXPECT_EQ(next_path(in_use, loud.next, replace), (PathStep{S::speaker, E::none}));
  EXPECT_EQ(next_path(in_use, S::headset_lifted, replace), (PathStep{S::headset, E::none}));
}

TEST(AudioPath, TheSpeakerKeyAgainReturnsToALiftedHandsetOrEndsTheCall) {
  EXPECT_EQ(next_path(in_use, S::speaker_lifted, speaker_key), (PathStep{S::handset, E::none}));
  EXPECT_EQ(next_path(in_use, S::speaker, speaker_key), (PathStep{S::none, E::end_call}));
}

TEST(AudioPath, TheHeadsetKeyAgainReturnsToALiftedHandsetOrEndsTheCall) {
  EXPECT_EQ(next_path(in_use, S::headset_lifted, headset_key), (PathStep{S::handset, E::none}));
  EXPECT_EQ(next_path(in_use, S::headset, headset_key), (PathStep{S::none, E::end_call}));
}

TEST(AudioPath, LiftingTheHandsetTakesTheCallFromSpeakerAndHeadset) {
  EXPECT_EQ(next_path(in_use, S::speaker, lift), (PathStep{S::handset, E::none}));
  EXPECT_EQ(next_path(in_use, S::headset, lift), (PathStep{S::handset, E::none}));
}

TEST(AudioPath, APreferredHeadsetTakesTheCallBack) {
  EXPECT_EQ(replace_input({.preferred = true, .mode = true}), replace_to_headset);
  EXPECT_EQ(replace_input({.preferred = true, .mode = false}), replace);
  EXPECT_EQ(next_path(in_use, S::handset, replace_to_headset), (PathStep{S::headset, E::none}));
}

TEST(AudioPath, APreferredHeadsetsKeyOnlyChoosesWhileIdle) {
  EXPECT_EQ(headset_key_input({.preferred = true}, idle), headset_mode_key);
  EXPECT_EQ(headset_key_input({.preferred = true}, ringing), headset_key);
  EXPECT_EQ(headset_key_input({}, idle), headset_key);
  EXPECT_EQ(next_path(idle, S::none, headset_mode_key),
            (PathStep{S::none, E::toggle_headset_mode}));
}

TEST(AudioPath, ClosesWhenTheCallIsOverUnlessTheHandsetIsLifted) {
  EXPECT_EQ(next_path(in_use, S::speaker, call_over), (PathStep{S::none, E::none}));
  EXPECT_EQ(next_path(in_use, S::headset, call_over), (PathStep{S::none, E::none}));
  EXPECT_EQ(next_path(in_use, S::handset, call_over), (PathStep{S::handset, E::none}));
  EXPECT_EQ(next_path(in_use, S::speaker_lifted, call_over), (PathStep{S::handset, E::none}));
  EXPECT_EQ(next_path(idle, S::handset, replace), (PathStep{S::none, E::none}));
}

// Whatever else happens, the state says truly whether the handset lies in its cradle.
TEST(AudioPath, AlwaysKnowsWhereTheHandsetLies) {
  for (const auto phase : {idle, ringing, in_use})
    for (const auto state :
         {S::none, S::handset, S::headset, S::headset_lifted, S::speaker, S::speaker_lifted}) {
      EXPECT_TRUE(is_lifted(next_path(phase, state, lift).next));
      EXPECT_FALSE(is_lifted(next_path(phase, state, replace).next));
      EXPECT_FALSE(is_lifted(next_path(phase, state, replace_to_headset).next));
      for (const auto input :
           {speaker_key, headset_key, headset_mode_key, go_hands_free, go_headset, call_over})
        EXPECT_EQ(is_lifted(next_path(phase, state, input).next), is_lifted(state));
    }
}

TEST(AudioPath, NamesPathsAndEndpoints) {
  EXPECT_EQ(name_of(AudioPath::speaker), "speaker");
  EXPECT_EQ(name_of(AudioPath::none), "none");
  EXPECT_EQ(endpoint_of(AudioPath::headset), hal::AudioEndpoint::headset);
  EXPECT_EQ(endpoint_of(AudioPath::none), std::nullopt);
}

}  // namespace
}  // namespace offhook::device
