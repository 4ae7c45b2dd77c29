// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/sip/accept.hpp"

#include "actors/sip/grammar.hpp"
#include "actors/sip/headers.hpp"

namespace offhook::sip {
namespace {

std::string_view before_slash(std::string_view type) { return type.substr(0, type.find('/')); }

/// How closely `range` names `type`: 3 exactly, 2 by "application/*", 1 by "*/*", 0 not at all.
int closeness(std::string_view range, std::string_view type) {
  if (grammar::equal_ignoring_case(range, type)) return 3;
  if (range == "*/*") return 1;
  const bool any_subtype = range.size() > 2 && range.substr(range.size() - 2) == "/*";
  return any_subtype && grammar::equal_ignoring_case(before_slash(range), before_slash(type)) ? 2
                                                                                              : 0;
}

/// "0", "0.0", "0.000": not acceptable at all.
bool is_zero(std::string_view quality) {
  return !quality.empty() && quality.find_first_not_of("0.") == std::string_view::npos;
}

}  // namespace

bool accepts_body(const Message& request, std::string_view type) {
  if (!request.has(HeaderId::accept)) return grammar::equal_ignoring_case(type, "application/sdp");
  int closest = 0;
  bool accepted = false;
  for (const auto value : request.headers(HeaderId::accept)) {
    const auto range = split_params(value);
    const int close = closeness(range.value, type);
    if (close <= closest) continue;
    closest = close;
    accepted = !is_zero(range.param("q").value_or("1"));
  }
  return accepted;
}

}  // namespace offhook::sip
