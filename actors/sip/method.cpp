// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/sip/method.hpp"

#include <array>
#include <cstddef>

namespace offhook::sip {
namespace {

// In the order of the enumeration.
constexpr std::array<std::string_view, 14> names = {
    "INVITE", "ACK",  "BYE",   "CANCEL",    "OPTIONS", "REGISTER", "PRACK",
    "UPDATE", "INFO", "REFER", "SUBSCRIBE", "NOTIFY",  "MESSAGE",  "PUBLISH"};
static_assert(names.size() == static_cast<std::size_t>(Method::other));

}  // namespace

Method parse_method(std::string_view text) {
  for (std::size_t i = 0; i < names.size(); ++i)
    if (names[i] == text) return static_cast<Method>(i);
  return Method::other;
}

std::string_view to_string(Method method) {
  const auto index = static_cast<std::size_t>(method);
  return index < names.size() ? names[index] : std::string_view{};
}

}  // namespace offhook::sip
