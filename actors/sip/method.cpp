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
  // First letter and length leave one to compare with.
  const auto is = [&](Method method) {
    return names[static_cast<std::size_t>(method)] == text ? method : Method::other;
  };
  if (text.empty()) return Method::other;
  switch (text.front()) {
    case 'I':
      return is(text.size() == 4 ? Method::info : Method::invite);
    case 'A':
      return is(Method::ack);
    case 'B':
      return is(Method::bye);
    case 'C':
      return is(Method::cancel);
    case 'O':
      return is(Method::options);
    case 'R':
      return is(text.size() == 5 ? Method::refer : Method::register_);
    case 'P':
      return is(text.size() == 5 ? Method::prack : Method::publish);
    case 'U':
      return is(Method::update);
    case 'S':
      return is(Method::subscribe);
    case 'N':
      return is(Method::notify);
    case 'M':
      return is(Method::message);
    default:
      return Method::other;
  }
}

std::string_view to_string(Method method) {
  const auto index = static_cast<std::size_t>(method);
  return index < names.size() ? names[index] : std::string_view{};
}

}  // namespace offhook::sip
