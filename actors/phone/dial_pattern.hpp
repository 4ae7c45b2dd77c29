// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actors/base/status.hpp"

namespace offhook::phone {

/// The language that dial rules are written in: `x` is one digit, `[1-39*]` one of a set, `.` any
/// number of keys or none, `( )` what a replacement may name as `$1`, `$2`, …; everything else is
/// itself. A pattern speaks of the whole number, not of its beginning.
/// InvalidArgument for brackets that do not pair, an empty set, or more than is allowed below.
absl::Status check_pattern(std::string_view pattern);

inline constexpr std::size_t longest_pattern = 64;
inline constexpr std::size_t most_groups = 9;
/// Each `.` multiplies the ways to match.
inline constexpr std::size_t most_dots = 3;

/// What the groups of `pattern` stand for in `number`, in their order; nullopt if it does not
/// match. A pattern that fails check_pattern matches nothing.
[[nodiscard]] std::optional<std::vector<std::string>> match_pattern(std::string_view pattern,
                                                                    std::string_view number);

/// `replacement` with `$1` … `$9` filled in; a group that there is none of is empty.
[[nodiscard]] std::string fill_in(std::string_view replacement,
                                  const std::vector<std::string>& groups);

}  // namespace offhook::phone
