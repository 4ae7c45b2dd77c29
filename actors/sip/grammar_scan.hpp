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
/// Whether the text is one value, or a list whose values end at a comma.
enum class Extent : std::uint8_t { value, list };

/// Takes one parameter off at `at`; `bad` leaves it at the offending octet.
template <class Text, Extent extent = Extent::value>
[[gnu::always_inline]] inline Step take_param(const char*& at, const char* end, Param& param) {
  const auto is_over = [&] { return at == end || (extent == Extent::list && *at == ','); };
  skip_space(at, end);
  if (is_over()) return Step::none;
  if (*at != ';') return Step::bad;
  ++at;
  skip_space(at, end);
  const char* const name = at;
  at = run_end<Text>(at, end, token);
  if (at == name) return Step::bad;
  param = {between(name, at), {}};
  skip_space(at, end);
  if (at == end || *at != '=') return Step::param;
  ++at;
  skip_space(at, end);
  const char* const begin = at;
  if (at != end && *at == '"') {
    const std::size_t length = quoted_length(between(at, end));
    if (length == npos) return Step::bad;
    at += length;
  } else {
    at = run_end<Text>(at, end, value);
  }
  param.value = between(begin, at);
  skip_space(at, end);
  return is_over() || *at == ';' ? Step::param : Step::bad;
}
/// The same off `rest`.
template <class Text>
Step next_param(Text& rest, Param& param) {
  const char* at = rest.data();
  const char* const end = at + rest.size();
  const Step step = take_param<Text>(at, end, param);
  rest = Text(between(at, end));
  return step;
}

/// A host, or IPv6 in brackets, off at `at`; false leaves it where it was.
template <class Text>
[[gnu::always_inline]] inline bool take_host(const char*& at, const char* end) {
  const char* const begin = at;
  if (at == end || *at != '[') {
    at = run_end<Text>(at, end, host);
    return at != begin;
  }
  const std::size_t close = between(at, end).find(']');
  if (close == npos) return false;
  const auto address = IpAddress::parse(between(at, at + close + 1));
  if (!address || !address->is_v6()) return false;
  at += close + 1;
  return true;
}

/// A port off at `at`; false leaves it where it was.
[[gnu::always_inline]] inline bool take_port(const char*& at, const char* end,
                                             std::uint16_t& port) {
  const char* digit = at;
  std::uint32_t number = 0;
  for (; digit != end && is_digit(*digit); ++digit)
    if (number <= UINT16_MAX) number = number * 10 + static_cast<std::uint32_t>(*digit - '0');
  if (digit == at || number > UINT16_MAX) return false;
  port = static_cast<std::uint16_t>(number);
  at = digit;
  return true;
}

}  // namespace offhook::sip::grammar
