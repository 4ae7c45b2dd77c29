// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/control/describe_json.hpp"

#include <algorithm>

namespace offhook::control {

std::string pointer_to(std::string_view parent, std::string_view name) {
  constexpr std::size_t longest_repeated = 64;
  std::string pointer(parent);
  pointer += '/';
  if (name.size() > longest_repeated) return pointer += "(long name)";
  for (const char c : name) {
    if (c == '~')
      pointer += "~0";
    else if (c == '/')
      pointer += "~1";
    else
      pointer += c;
  }
  return pointer;
}

namespace {

/// Length of the well-formed UTF-8 sequence that `text` begins with (RFC 3629 §4); 0 if none.
std::size_t sequence_length(std::string_view text) {
  const auto octet = [&](std::size_t i) -> unsigned {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  const auto tail = [&](std::size_t i) { return (octet(i) & 0xC0) == 0x80; };
  const unsigned first = octet(0), second = octet(1);
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return tail(1) ? 2 : 0;
  if ((first & 0xF0) == 0xE0) {
    const bool overlong = first == 0xE0 && second < 0xA0;
    const bool surrogate = first == 0xED && second > 0x9F;
    return tail(1) && tail(2) && !overlong && !surrogate ? 3 : 0;
  }
  if (first < 0xF0 || first > 0xF4) return 0;
  const bool overlong = first == 0xF0 && second < 0x90;
  const bool beyond = first == 0xF4 && second > 0x8F;
  return tail(1) && tail(2) && tail(3) && !overlong && !beyond ? 4 : 0;
}

}  // namespace

std::string valid_utf8(std::string_view text) {
  std::string valid;
  valid.reserve(text.size());
  while (!text.empty()) {
    const auto length = sequence_length(text);
    if (length == 0)
      valid += "\xEF\xBF\xBD";
    else
      valid += text.substr(0, length);
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return valid;
}

namespace detail {

Misfit wrong_type(std::string_view pointer, std::string_view expected) {
  return {Misfit::Reason::wrong_type, std::string(pointer), "must be " + std::string(expected)};
}

Misfit out_of_range(std::string_view pointer) {
  return {Misfit::Reason::out_of_range, std::string(pointer), "number out of range"};
}

}  // namespace detail

}  // namespace offhook::control
