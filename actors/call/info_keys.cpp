// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/call/info_keys.hpp"

#include <algorithm>

#include "actors/sip/grammar.hpp"

namespace offhook::call {
namespace {

constexpr std::chrono::milliseconds usual_duration{160};
constexpr std::uint32_t longest_ms = 10'000;

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

std::optional<char> key_of(std::string_view text) {
  if (text == "10") return '*';  // the event numbers of RFC 4733, which some gateways write
  if (text == "11") return '#';
  if (text.size() != 1) return std::nullopt;
  const char c = text[0] >= 'a' && text[0] <= 'd' ? static_cast<char>(text[0] - 32) : text[0];
  return std::string_view("0123456789*#ABCD").find(c) == std::string_view::npos ? std::nullopt
                                                                                : std::optional(c);
}

/// The value of "Name=value" or "Name: value" among the lines.
std::string_view value_of(std::string_view body, std::string_view name) {
  while (!body.empty()) {
    const auto end = std::min(body.find('\n'), body.size());
    const auto line = body.substr(0, end);
    body.remove_prefix(std::min(end + 1, body.size()));
    const auto mark = line.find_first_of("=:");
    if (mark != std::string_view::npos &&
        sip::grammar::equal_ignoring_case(trimmed(line.substr(0, mark)), name))
      return trimmed(line.substr(mark + 1));
  }
  return {};
}

}  // namespace

std::optional<InfoKey> key_of_info(const sip::Message& info) {
  const bool relay = info.has_body_of(dtmf_relay_type);
  if (!relay && !info.has_body_of("application/dtmf")) return std::nullopt;
  const auto written = relay ? value_of(info.body(), "signal") : std::string_view{};
  const auto key = key_of(written.empty() ? trimmed(info.body()) : written);
  if (!key) return std::nullopt;
  InfoKey result{*key, usual_duration};
  if (const auto ms = sip::parse_number(value_of(info.body(), "duration")))
    result.duration = std::chrono::milliseconds(std::min(*ms, longest_ms));
  return result;
}

std::string dtmf_relay(InfoKey key) {
  std::string body = "Signal=";
  body.append(1, key.digit).append("\r\nDuration=");
  body.append(std::to_string(key.duration.count())).append("\r\n");
  return body;
}

}  // namespace offhook::call
