// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "actors/base/status.hpp"

namespace offhook::phone {

/// What a digit map (RFC 3435 §2.1.5) says of the digits so far.
enum class MapMatch : std::uint8_t {
  none,      ///< no alternative can match any more
  partial,   ///< more digits are needed
  when_due,  ///< an alternative with T matches: complete when nothing follows
  complete,
};

inline constexpr std::size_t longest_digit_map = 1024;

/// `map`: alternatives between `|`, perhaps in parentheses: "(0T|00T|[1-7]xxx|8xxxxxxx|*xx|x.T)".
/// Here `.` repeats what stands before it any number of times, none included. The first
/// alternative that is complete wins over all that would take more.
[[nodiscard]] MapMatch match_digit_map(std::string_view map, std::string_view digits);

/// InvalidArgument for what cannot be read as a digit map.
absl::Status check_digit_map(std::string_view map);

}  // namespace offhook::phone
