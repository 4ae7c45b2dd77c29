// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/sip/grammar.hpp"

#include "actors/base/endpoint.hpp"

namespace offhook::sip::grammar {

std::size_t bad_escape(std::string_view text) {
  for (auto at = text.find('%'); at != npos; at = text.find('%', at + 3))
    if (at + 2 >= text.size() || hex_value(text[at + 1]) < 0 || hex_value(text[at + 2]) < 0)
      return at;
  return npos;
}

std::string one_line(std::string_view text) {
  std::string safe(trim(text));
  for (char& c : safe)
    if (c == '\r' || c == '\n' || c == '\0') c = ' ';
  return safe;
}

bool to_number(std::string_view text, std::uint32_t& number) {
  if (text.empty()) return false;
  std::uint64_t sum = 0;
  for (char c : text) {
    if (!is_digit(c)) return false;
    sum = sum * 10 + static_cast<std::uint64_t>(c - '0');
    if (sum > UINT32_MAX) sum = UINT32_MAX;
  }
  number = static_cast<std::uint32_t>(sum);
  return true;
}

bool to_port(std::string_view text, std::uint16_t& port) {
  std::uint32_t number = 0;
  if (!to_number(text, number) || number > UINT16_MAX) return false;
  port = static_cast<std::uint16_t>(number);
  return true;
}

bool next_element(std::string_view& rest, std::string_view& element) {
  if (rest.empty()) return false;
  bool in_brackets = false;
  std::size_t at = 0;
  for (; at < rest.size(); ++at) {
    const char c = rest[at];
    if (c == '"' && !in_brackets) {
      const std::size_t length = quoted_length(rest.substr(at));
      if (length == npos) break;
      at += length - 1;
    } else if (c == '<') {
      in_brackets = true;
    } else if (c == '>') {
      in_brackets = false;
    } else if (c == ',' && !in_brackets) {
      element = trim(rest.substr(0, at));
      rest.remove_prefix(at + 1);
      return true;
    }
  }
  element = trim(rest);  // the last, or one whose quotes never close
  rest = {};
  return true;
}

Step next_param(std::string_view& rest, Param& param) {
  rest = trim_left(rest);
  if (rest.empty()) return Step::none;
  if (rest.front() != ';') return Step::bad;
  rest = trim_left(rest.substr(1));
  const std::size_t name = run(rest, token);
  if (name == 0) return Step::bad;
  param = {rest.substr(0, name), {}};
  rest = trim_left(rest.substr(name));
  if (rest.empty() || rest.front() != '=') return Step::param;
  rest = trim_left(rest.substr(1));
  const bool quoted = !rest.empty() && rest.front() == '"';
  const std::size_t length = quoted ? quoted_length(rest) : run(rest, value);
  if (length == npos) return Step::bad;
  param.value = rest.substr(0, length);
  rest = trim_left(rest.substr(length));
  return rest.empty() || rest.front() == ';' ? Step::param : Step::bad;
}

bool take_host_port(std::string_view& rest, HostPort& result) {
  std::size_t length = 0;
  if (!rest.empty() && rest.front() == '[') {
    const auto close = rest.find(']');
    if (close == npos) return false;
    length = close + 1;
    const auto address = IpAddress::parse(rest.substr(0, length));
    if (!address || !address->is_v6()) return false;
  } else {
    length = run(rest, host);
    if (length == 0) return false;
  }
  result = {rest.substr(0, length), 0, false};
  rest.remove_prefix(length);
  const std::string_view behind = trim_left(rest);
  if (behind.empty() || behind.front() != ':') return true;
  rest = trim_left(behind.substr(1));
  std::size_t digits = 0;
  while (digits < rest.size() && is_digit(rest[digits])) ++digits;
  result.has_port = true;
  if (!to_port(rest.substr(0, digits), result.port)) return false;
  rest.remove_prefix(digits);
  return true;
}

}  // namespace offhook::sip::grammar
