// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/sip/session_expires.hpp"

#include <algorithm>

#include "actors/sip/grammar.hpp"
#include "actors/sip/headers.hpp"

namespace offhook::sip {

std::string_view to_string(Refresher refresher) {
  return refresher == Refresher::uac ? "uac" : "uas";
}

absl::StatusOr<SessionExpires> parse_session_expires(std::string_view text) {
  const ValueWithParams parts = split_params(text);
  const auto interval = parse_number(parts.value);
  if (!interval) return invalid_argument("Session-Expires is no number of seconds");
  SessionExpires session_expires{std::chrono::seconds(*interval), std::nullopt};
  // Another value is as none: the choice is then the UAS's, and it says what it chose.
  const std::string_view refresher = parts.param("refresher").value_or("");
  if (grammar::equal_ignoring_case(refresher, "uac")) session_expires.refresher = Refresher::uac;
  if (grammar::equal_ignoring_case(refresher, "uas")) session_expires.refresher = Refresher::uas;
  return session_expires;
}

std::string to_string(const SessionExpires& session_expires) {
  std::string text = std::to_string(session_expires.interval.count());
  if (session_expires.refresher)
    text.append(";refresher=").append(to_string(*session_expires.refresher));
  return text;
}

absl::StatusOr<std::chrono::seconds> parse_min_se(std::string_view text) {
  const auto interval = parse_number(split_params(text).value);
  if (!interval) return invalid_argument("Min-SE is no number of seconds");
  return std::max(shortest_session, std::chrono::seconds(*interval));
}

}  // namespace offhook::sip
