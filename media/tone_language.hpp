// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>
#include <vector>

#include "actors/base/status.hpp"
#include "media/tones.hpp"

namespace offhook::media {

/// Elements in one tone of one's own.
inline constexpr std::size_t most_tone_elements = 8;

/// Reads a tone as phones write them: `[!]f1[+f2[+f3[+f4]]]/ms`, separated by commas. `!` plays the
/// element once, before the others, which repeat; 0 Hz is silence, and a duration of 0 lasts until
/// the tone is stopped. "0" alone is a tone that says nothing. Frequencies are 200 to 4000 Hz,
/// durations at most 30000 ms. InvalidArgument says which element is wrong and how one looks.
[[nodiscard]] absl::StatusOr<std::vector<ToneSegment>> parse_tone(std::string_view text);

}  // namespace offhook::media
