// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "actors/sip/grammar.hpp"
#include "actors/sip/via.hpp"

namespace offhook::sip {

/// "token LWS / LWS": one part of "SIP / 2.0 / UDP".
template <class Text>
bool take_before_slash(const char*& at, const char* end) {
  const char* const begin = at;
  at = grammar::run_end<Text>(at, end, grammar::token);
  const bool empty = at == begin;
  grammar::skip_space(at, end);
  if (empty || at == end || *at != '/') return false;
  ++at;
  grammar::skip_space(at, end);
  return true;
}

inline std::string_view without_brackets(std::string_view host) {
  return host.size() > 2 && host.front() == '[' ? host.substr(1, host.size() - 2) : host;
}

inline bool store_param(Via& via, const grammar::Param& param) {
  const auto is = [&](const auto& name) { return grammar::is_word(param.name, name); };
  switch (param.name.size()) {
    case 3:
      if (is("ttl")) {
        std::uint32_t ttl = 0;
        if (!grammar::to_number(param.value, ttl) || ttl > 255) return false;
        via.ttl = static_cast<std::uint8_t>(ttl);
      }
      return true;
    case 5:
      if (is("rport")) {
        std::uint16_t port = 0;
        if (!param.value.empty() && !grammar::to_port(param.value, port)) return false;
        via.rport = port;
      } else if (is("maddr")) {
        via.maddr = param.value;
      }
      return true;
    case 6:
      if (is("branch")) via.branch = param.value;
      return true;
    case 8:
      // RFC 5118 §4.5: some put IPv6 in brackets here, which the grammar does not.
      if (is("received")) via.received = without_brackets(param.value);
      return true;
    default:
      return true;
  }
}

/// Host and optional port, "host : port" with white space or without.
template <class Text>
bool take_sent_by(const char*& at, const char* end, Via& via) {
  const char* const begin = at;
  if (!grammar::take_host<Text>(at, end)) return false;
  via.host = grammar::between(begin, at);
  const char* behind = at;
  grammar::skip_space(behind, end);
  if (behind == end || *behind != ':') return true;
  at = behind + 1;
  grammar::skip_space(at, end);
  std::uint16_t port = 0;
  if (!grammar::take_port(at, end, port)) return false;
  via.port = port;
  return true;
}

/// False leaves `at` at the offending octet. In a list a comma ends the value.
template <class Text, grammar::Extent extent>
bool take_via(const char*& at, const char* end, Via& via) {
  // As all write it; else with white space, or another protocol.
  if (grammar::between(at, end).starts_with("SIP/2.0/")) {
    at += 8;
    grammar::skip_space(at, end);
  } else if (!take_before_slash<Text>(at, end) || !take_before_slash<Text>(at, end)) {
    return false;
  }
  const char* const transport = at;
  at = grammar::run_end<Text>(at, end, grammar::token);
  via.transport = grammar::between(transport, at);
  const char* const behind = at;
  grammar::skip_space(at, end);
  if (behind == transport || at == behind) return false;  // white space must follow
  if (!take_sent_by<Text>(at, end, via)) return false;
  const char* const params = at;
  grammar::Param param;
  while (true) {
    const grammar::Step step = grammar::take_param<Text, extent>(at, end, param);
    if (step == grammar::Step::none) break;
    if (step == grammar::Step::bad || !store_param(via, param)) return false;
  }
  via.params = grammar::trim(grammar::between(params, at));
  return true;
}

/// True, or `rest` stands at the offending octet.
template <class Text>
bool scan_via_in(Text& rest, Via& via) {
  const char* at = rest.data();
  const char* const end = at + rest.size();
  const bool good = take_via<Text, grammar::Extent::value>(at, end, via);
  rest = Text(grammar::between(at, end));
  return good;
}

}  // namespace offhook::sip
