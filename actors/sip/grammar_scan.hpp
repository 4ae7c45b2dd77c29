// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "actors/base/endpoint.hpp"
#include "actors/sip/grammar.hpp"

/// The larger rules of RFC 3261 §25.1, over any text and, faster, over padded text.
namespace offhook::sip::grammar {

/// Every '%' is followed by two hexadecimal digits. Offset of the first that is not, or npos.
template <class Text>
std::size_t bad_escape(const Text& text) {
  for (auto at = find_any(text, 0, '%'); at != npos; at = find_any(text, at + 3, '%'))
    if (at + 2 >= text.size() || hex_value(text[at + 1]) < 0 || hex_value(text[at + 2]) < 0)
      return at;
  return npos;
}

/// Takes one element off a comma list, trimmed; false when nothing is left. Commas inside quotes
/// and <> do not separate. Elements may be empty.
template <class Text>
bool next_element(Text& rest, Text& element) {
  if (rest.empty()) return false;
  bool in_brackets = false;
  std::size_t at = find_any(rest, 0, ',', '"', '<', '>');
  while (at != npos) {
    const char c = rest[at++];
    if (c == '"' && !in_brackets) {
      const std::size_t length = quoted_length(rest.substr(at - 1));
      if (length == npos) break;
      at += length - 1;
    } else if (c == '<') {
      in_brackets = true;
    } else if (c == '>') {
      in_brackets = false;
    } else if (c == ',' && !in_brackets) {
      element = trim(rest.substr(0, at - 1));
      rest.remove_prefix(at);
      return true;
    }
    at = find_any(rest, at, ',', '"', '<', '>');
  }
  element = trim(rest);  // the last, or one whose quotes never close
  rest = {};
  return true;
}

/// One step over ";name=value": white space is allowed around every sign (RFC 3261 §25.1, SEMI,
/// EQUAL).
enum class Step : std::uint8_t { none, param, bad };
struct Param {
  std::string_view name;
  std::string_view value;  ///< quotes as written; empty for a flag
};
/// Takes one parameter off `rest`. `bad` leaves `rest` at the offending octet.
template <class Text>
Step next_param(Text& rest, Param& param) {
  rest = trim_left(rest);
  if (rest.empty()) return Step::none;
  if (rest.front() != ';') return Step::bad;
  rest.remove_prefix(1);
  rest = trim_left(rest);
  const std::size_t name = run(rest, token);
  if (name == 0) return Step::bad;
  param = {rest.substr(0, name), {}};
  rest.remove_prefix(name);
  rest = trim_left(rest);
  if (rest.empty() || rest.front() != '=') return Step::param;
  rest.remove_prefix(1);
  rest = trim_left(rest);
  const bool quoted = !rest.empty() && rest.front() == '"';
  const std::size_t length = quoted ? quoted_length(rest) : run(rest, value);
  if (length == npos) return Step::bad;
  param.value = rest.substr(0, length);
  rest.remove_prefix(length);
  rest = trim_left(rest);
  return rest.empty() || rest.front() == ';' ? Step::param : Step::bad;
}

/// Host and optional port, "host", "[v6]:port"; white space around ':' is allowed, as in a Via.
/// Takes them off `rest`; false leaves `rest` at the offending octet.
struct HostPort {
  std::string_view host;
  std::uint16_t port = 0;
  bool has_port = false;
};
template <class Text>
bool take_host_port(Text& rest, HostPort& result) {
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
  Text behind = trim_left(rest);
  if (behind.empty() || behind.front() != ':') return true;
  behind.remove_prefix(1);
  rest = trim_left(behind);
  std::size_t digits = 0;
  while (digits < rest.size() && is_digit(rest[digits])) ++digits;
  result.has_port = true;
  if (!to_port(rest.substr(0, digits), result.port)) return false;
  rest.remove_prefix(digits);
  return true;
}

}  // namespace offhook::sip::grammar
