// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/subscription/message_waiting.hpp"

#include <algorithm>
#include <optional>

#include "actors/sip/grammar.hpp"
#include "actors/sip/headers.hpp"

namespace offhook::subscription {
namespace {

using sip::grammar::equal_ignoring_case;
using sip::grammar::trim;

/// "2/8 (0/2)": new and old, the urgent ones in brackets. What cannot be read stays 0.
void read_counts(std::string_view text, MessageSummary& summary) {
  const auto number_before = [&](char end) -> std::uint32_t {
    const auto length = std::min(text.find(end), text.size());
    const auto number = sip::parse_number(trim(text.substr(0, length)));
    text.remove_prefix(std::min(length + 1, text.size()));
    return number.value_or(0);
  };
  summary.new_messages = number_before('/');
  const bool urgent = text.find('(') != std::string_view::npos;
  summary.old_messages = number_before('(');
  if (!urgent) return;
  summary.new_urgent = number_before('/');
  summary.old_urgent = number_before(')');
}

}  // namespace

absl::StatusOr<MessageSummary> parse_message_summary(std::string_view body) {
  MessageSummary summary;
  std::optional<bool> waiting;
  while (!body.empty()) {
    const auto end = std::min(body.find_first_of("\r\n"), body.size());
    const auto line = body.substr(0, end);
    body.remove_prefix(std::min(end + 1, body.size()));
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    const auto name = trim(line.substr(0, colon));
    const auto value = trim(line.substr(colon + 1));
    if (equal_ignoring_case(name, "Messages-Waiting"))
      waiting = equal_ignoring_case(value, "yes");
    else if (equal_ignoring_case(name, "Message-Account"))
      summary.account = value;
    else if (equal_ignoring_case(name, "Voice-Message"))
      read_counts(value, summary);
  }
  if (!waiting) return invalid_argument("a message summary without Messages-Waiting");
  summary.waiting = *waiting;
  return summary;
}

}  // namespace offhook::subscription
