// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/control/describe_json.hpp"

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

namespace detail {

Misfit wrong_type(std::string_view pointer, std::string_view expected) {
  return {Misfit::Reason::wrong_type, std::string(pointer), "must be " + std::string(expected)};
}

Misfit out_of_range(std::string_view pointer) {
  return {Misfit::Reason::out_of_range, std::string(pointer), "number out of range"};
}

}  // namespace detail

}  // namespace offhook::control
