// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/digit_set.hpp"

namespace offhook::phone {
namespace {

void add(DigitSet& set, char from, char to) {
  for (int c = static_cast<unsigned char>(from); c <= static_cast<unsigned char>(to); ++c)
    if (c < static_cast<int>(set.members.size())) set.members[static_cast<std::size_t>(c)] = true;
}

}  // namespace

std::optional<DigitSet> digit_set_at(std::string_view pattern, std::size_t at) {
  DigitSet set;
  const char c = pattern[at];
  if (c == 'x' || c == 'X') {
    add(set, '0', '9');
    return set;
  }
  if (c != '[') {
    add(set, c, c);
    return set;
  }
  const auto end = pattern.find(']', at);
  if (end == std::string_view::npos || end == at + 1) return std::nullopt;
  set.length = end - at + 1;
  for (std::size_t i = at + 1; i < end; ++i) {
    if (pattern[i] == ',') continue;  // [1,3-5] as people write it
    const bool range = i + 2 < end && pattern[i + 1] == '-';
    add(set, pattern[i], range ? pattern[i + 2] : pattern[i]);
    if (range) i += 2;
  }
  return set;
}

}  // namespace offhook::phone
