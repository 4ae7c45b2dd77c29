// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/tone_set.hpp"

namespace offhook::media {

std::span<const ToneSegment> ToneSet::of(Tone tone) const {
  if (const auto found = own.find(tone); found != own.end()) return found->second;
  // Messages are told by the stuttered dial tone, whoever made that.
  if (tone == Tone::message) return of(Tone::stutter);
  return tone_of(country, tone);
}

std::optional<Tone> tone_named(std::string_view name) {
  for (std::size_t tone = 0; tone < number_of_tones; ++tone)
    if (name_of(static_cast<Tone>(tone)) == name) return static_cast<Tone>(tone);
  return std::nullopt;
}

}  // namespace offhook::media
