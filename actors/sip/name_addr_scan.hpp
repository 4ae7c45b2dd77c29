// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "actors/sip/grammar.hpp"
#include "actors/sip/name_addr_parts.hpp"
#include "actors/sip/uri_scan.hpp"

namespace offhook::sip {

/// Where `inner`, a part of `text`, begins.
inline std::size_t offset_in(std::string_view text, std::string_view inner) {
  return static_cast<std::size_t>(inner.data() - text.data());
}

/// Display name off the front of `rest`, which then begins with '<'. False leaves `rest` where it
/// failed.
template <class Text>
bool take_display_name(Text& rest, std::size_t bracket, NameAddrParts& parts) {
  if (rest.front() == '"') {
    const std::size_t length = grammar::quoted_length(rest);
    if (length == grammar::npos) return false;
    parts.display_name = rest.substr(0, length);
    rest.remove_prefix(length);
    rest = grammar::trim_left(rest);
    return !rest.empty() && rest.front() == '<';
  }
  // RFC 4475 §3.1.2.15: an unquoted "Bell, Alexander" reads as two values.
  parts.display_name = grammar::trim(rest.substr(0, bracket));
  for (std::size_t i = 0; i < parts.display_name.size(); ++i) {
    if (grammar::is(parts.display_name[i], grammar::display)) continue;
    rest.remove_prefix(i);
    return false;
  }
  rest.remove_prefix(bracket);
  return true;
}

/// Display name and angle brackets off the front of `rest`.
template <class Text>
bool take_bracketed(Text& rest, std::size_t bracket, NameAddrParts& parts) {
  if (bracket != 0 && !take_display_name(rest, bracket, parts)) return false;
  const auto close = grammar::find_any(rest, 1, '>');
  if (close == grammar::npos) return false;
  parts.uri = rest.substr(1, close - 1);
  rest.remove_prefix(close + 1);
  return true;
}

/// Without brackets, ';' begins the header's own parameters; '?' and ',' would need brackets.
template <class Text>
bool take_bare(Text& rest, NameAddrParts& parts) {
  const auto end = rest.find_first_of(" \t\r\n;,?");
  parts.uri = rest.substr(0, end);
  rest.remove_prefix(parts.uri.size());
  return rest.empty() || (rest.front() != ',' && rest.front() != '?');
}

template <class Text>
bool take_params(Text& rest, NameAddrParts& parts) {
  parts.params = grammar::trim(rest);
  grammar::Param param;
  while (true) {
    const grammar::Step step = grammar::next_param(rest, param);
    if (step == grammar::Step::none) return true;
    if (step == grammar::Step::bad) return false;
    if (parts.tag.empty() && grammar::is_word(param.name, "tag")) parts.tag = param.value;
  }
}

template <class Text>
std::size_t scan_name_addr_in(Text text, NameAddrParts& parts) {
  Text rest = grammar::trim(text);
  if (rest.empty()) return 0;
  const std::size_t bracket = grammar::find_any(rest, 0, '<');
  const bool bracketed = rest.front() == '"' || bracket != grammar::npos;
  if (!(bracketed ? take_bracketed(rest, bracket, parts) : take_bare(rest, parts)))
    return offset_in(text, rest);
  const Text uri(parts.uri);
  if (const std::size_t bad = UriScanner(uri, parts.uri_parts).scan(); bad != grammar::npos)
    return offset_in(text, parts.uri) + bad;
  return take_params(rest, parts) ? grammar::npos : offset_in(text, rest);
}

}  // namespace offhook::sip
