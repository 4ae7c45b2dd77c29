// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/device/audio_path.hpp"

#include <array>

namespace offhook::device {

namespace {

using enum PathPhase;
using enum PathInput;
// Not `using enum` for the other two: several names stand in both.
using S = PathState;
using E = PathEffect;

struct Row {
  PathPhase phase;
  PathState from;
  PathInput input;
  PathStep step;
};

// clang-format off
constexpr auto table = std::to_array<Row>({
    // Nothing is going on: a path opens a line, except where a program opens it.
    {idle,    S::none,           lift,               {S::handset,        E::seize_line}},
    {idle,    S::none,           speaker_key,        {S::speaker,        E::seize_line}},
    {idle,    S::none,           headset_key,        {S::headset,        E::seize_line}},
    {idle,    S::none,           headset_mode_key,   {S::none,           E::toggle_headset_mode}},
    {idle,    S::none,           go_hands_free,      {S::speaker,        E::none}},
    {idle,    S::none,           go_headset,         {S::headset,        E::none}},
    // A handset left beside the cradle after a call.
    {idle,    S::handset,        replace,            {S::none,           E::none}},
    {idle,    S::handset,        replace_to_headset, {S::none,           E::none}},
    {idle,    S::handset,        speaker_key,        {S::speaker_lifted, E::seize_line}},
    {idle,    S::handset,        headset_key,        {S::headset_lifted, E::seize_line}},
    {idle,    S::handset,        headset_mode_key,   {S::handset,        E::toggle_headset_mode}},

    // A call comes in: every path answers.
    {ringing, S::none,           lift,               {S::handset,        E::answer}},
    {ringing, S::none,           speaker_key,        {S::speaker,        E::answer}},
    {ringing, S::none,           headset_key,        {S::headset,        E::answer}},
    {ringing, S::none,           go_hands_free,      {S::speaker,        E::none}},
    {ringing, S::none,           go_headset,         {S::headset,        E::none}},
    {ringing, S::handset,        replace,            {S::none,           E::none}},
    {ringing, S::handset,        replace_to_headset, {S::none,           E::none}},
    {ringing, S::handset,        speaker_key,        {S::speaker_lifted, E::answer}},
    {ringing, S::handset,        headset_key,        {S::headset_lifted, E::answer}},

    // On the handset.
    {in_use,  S::handset,        speaker_key,        {S::speaker_lifted, E::none}},
    {in_use,  S::handset,        headset_key,        {S::headset_lifted, E::none}},
    {in_use,  S::handset,        replace,            {S::none,           E::end_call}},
    {in_use,  S::handset,        replace_to_headset, {S::headset,        E::none}},
    {in_use,  S::handset,        call_over,          {S::handset,        E::none}},
    // On the loudspeaker.
    {in_use,  S::speaker,        lift,               {S::handset,        E::none}},
    {in_use,  S::speaker,        speaker_key,        {S::none,           E::end_call}},
    {in_use,  S::speaker,        headset_key,        {S::headset,        E::none}},
    {in_use,  S::speaker,        call_over,          {S::none,           E::none}},
    {in_use,  S::speaker_lifted, replace,            {S::speaker,        E::none}},
    {in_use,  S::speaker_lifted, replace_to_headset, {S::speaker,        E::none}},
    {in_use,  S::speaker_lifted, speaker_key,        {S::handset,        E::none}},
    {in_use,  S::speaker_lifted, headset_key,        {S::headset_lifted, E::none}},
    {in_use,  S::speaker_lifted, call_over,          {S::handset,        E::none}},
    // On the headset.
    {in_use,  S::headset,        lift,               {S::handset,        E::none}},
    {in_use,  S::headset,        speaker_key,        {S::speaker,        E::none}},
    {in_use,  S::headset,        headset_key,        {S::none,           E::end_call}},
    {in_use,  S::headset,        call_over,          {S::none,           E::none}},
    {in_use,  S::headset_lifted, replace,            {S::headset,        E::none}},
    {in_use,  S::headset_lifted, replace_to_headset, {S::headset,        E::none}},
    {in_use,  S::headset_lifted, speaker_key,        {S::speaker_lifted, E::none}},
    {in_use,  S::headset_lifted, headset_key,        {S::handset,        E::none}},
    {in_use,  S::headset_lifted, call_over,          {S::handset,        E::none}},
    // A call without a path: dialled by a program, or held while the handset was replaced.
    {in_use,  S::none,           lift,               {S::handset,        E::none}},
    {in_use,  S::none,           speaker_key,        {S::speaker,        E::none}},
    {in_use,  S::none,           headset_key,        {S::headset,        E::none}},
    {in_use,  S::none,           go_hands_free,      {S::speaker,        E::none}},
    {in_use,  S::none,           go_headset,         {S::headset,        E::none}},
});
// clang-format on

constexpr bool is_deterministic() {
  for (std::size_t i = 0; i < table.size(); ++i)
    for (std::size_t j = i + 1; j < table.size(); ++j)
      if (table[i].phase == table[j].phase && table[i].from == table[j].from &&
          table[i].input == table[j].input)
        return false;
  return true;
}
static_assert(is_deterministic());

/// A handset knows where it lies whatever the phone is doing: lifting and replacing it move
/// between these even where no row speaks of it.
PathState follow_handset(PathState state, PathInput input) {
  const bool replaced = input == replace || input == replace_to_headset;
  switch (state) {
    case S::handset:
      return replaced ? S::none : state;
    case S::headset_lifted:
      return replaced ? S::headset : state;
    case S::speaker_lifted:
      return replaced ? S::speaker : state;
    case S::none:
      return input == lift ? S::handset : state;
    case S::headset:
      return input == lift ? S::headset_lifted : state;
    case S::speaker:
      return input == lift ? S::speaker_lifted : state;
  }
  return state;
}

}  // namespace

std::string_view name_of(AudioPath path) {
  switch (path) {
    case AudioPath::handset:
      return "handset";
    case AudioPath::headset:
      return "headset";
    case AudioPath::speaker:
      return "speaker";
    case AudioPath::none:
      break;
  }
  return "none";
}

std::optional<hal::AudioEndpoint> endpoint_of(AudioPath path) {
  switch (path) {
    case AudioPath::handset:
      return hal::AudioEndpoint::handset;
    case AudioPath::headset:
      return hal::AudioEndpoint::headset;
    case AudioPath::speaker:
      return hal::AudioEndpoint::speaker;
    case AudioPath::none:
      break;
  }
  return std::nullopt;
}

AudioPath path_of(PathState state) {
  switch (state) {
    case S::handset:
      return AudioPath::handset;
    case S::headset:
    case S::headset_lifted:
      return AudioPath::headset;
    case S::speaker:
    case S::speaker_lifted:
      return AudioPath::speaker;
    case S::none:
      break;
  }
  return AudioPath::none;
}

bool is_lifted(PathState state) {
  return state == S::handset || state == S::headset_lifted || state == S::speaker_lifted;
}

PathStep next_path(PathPhase phase, PathState state, PathInput input) {
  for (const auto& row : table)
    if (row.phase == phase && row.from == state && row.input == input) return row.step;
  return {follow_handset(state, input), E::none};
}

PathInput replace_input(const HeadsetSettings& settings) {
  return settings.preferred && settings.mode ? replace_to_headset : replace;
}

PathInput headset_key_input(const HeadsetSettings& settings, PathPhase phase) {
  return settings.preferred && phase == idle ? headset_mode_key : headset_key;
}

}  // namespace offhook::device
