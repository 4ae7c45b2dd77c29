// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/scenario/ear.hpp"

#include <algorithm>
#include <cstdlib>

#include "media/clips.hpp"
#include "media/sound_match.hpp"

namespace offhook::sim::scenario {
namespace {

constexpr Instant listening_step = 250ms, silence_step = 20ms;
/// Louder is no silence: a hundredth of full scale is the noise of companding.
constexpr int quiet = 300;

}  // namespace

bool Ears::hears(const SimPhone& phone, const std::string& clip, double match, Instant within) {
  const auto said = media::clip(clip);
  const auto length = std::chrono::milliseconds(said.size() * 1000 / media::narrowband.hz);
  const Instant end = world_.now() + length + within;
  std::size_t& from = listened_[phone.options().name];
  best_ = 0;
  while (true) {
    const auto& all = phone.heard();
    if (all.size() > from + said.size() / 2) {
      const auto heard = std::span(all).subspan(from);
      best_ = std::max(best_, media::match_sound(said, heard).score);
    }
    if (best_ >= match) {
      from = all.size();
      return true;
    }
    if (world_.now() >= end) return false;
    world_.run_for(listening_step);
  }
}

bool Ears::hears_silence(const SimPhone& phone, Instant span, Instant within) {
  const Instant end = world_.now() + within + span;
  Instant quiet_since = world_.now();
  std::size_t seen = phone.heard().size();
  while (world_.now() - quiet_since < span) {
    if (world_.now() >= end) return false;
    world_.run_for(silence_step);
    const auto fresh = std::span(phone.heard()).subspan(seen);
    seen = phone.heard().size();
    if (std::any_of(fresh.begin(), fresh.end(), [](int s) { return std::abs(s) > quiet; }))
      quiet_since = world_.now();
  }
  listened_[phone.options().name] = seen;
  return true;
}

}  // namespace offhook::sim::scenario
