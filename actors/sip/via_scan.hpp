// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "actors/sip/grammar.hpp"
#include "actors/sip/via.hpp"

namespace offhook::sip {

/// "token LWS / LWS": one part of "SIP / 2.0 / UDP".
template <class Text>
bool take_before_slash(Text& rest) {
  const std::size_t length = grammar::run(rest, grammar::token);
  rest = grammar::trim_left(rest.substr(length));
  if (length == 0 || rest.empty() || rest.front() != '/') return false;
  rest = grammar::trim_left(rest.substr(1));
  return true;
}

inline std::string_view without_brackets(std::string_view host) {
  return host.size() > 2 && host.front() == '[' ? host.substr(1, host.size() - 2) : host;
}

inline bool store_param(Via& via, const grammar::Param& param) {
  if (grammar::is_word(param.name, "branch")) {
    via.branch = param.value;
  } else if (grammar::is_word(param.name, "received")) {
    // RFC 5118 §4.5: some put IPv6 in brackets here, which the grammar does not.
    via.received = without_brackets(param.value);
  } else if (grammar::is_word(param.name, "maddr")) {
    via.maddr = param.value;
  } else if (grammar::is_word(param.name, "rport")) {
    std::uint16_t port = 0;
    if (!param.value.empty() && !grammar::to_port(param.value, port)) return false;
    via.rport = port;
  } else if (grammar::is_word(param.name, "ttl")) {
    std::uint32_t ttl = 0;
    if (!grammar::to_number(param.value, ttl) || ttl > 255) return false;
    via.ttl = static_cast<std::uint8_t>(ttl);
  }
  return true;
}

/// True, or `rest` stands at the offending octet.
template <class Text>
bool scan_via_in(Text& rest, Via& via) {
  // As all write it; else with white space, or another protocol.
  if (rest.starts_with("SIP/2.0/"))
    rest = grammar::trim_left(rest.substr(8));
  else if (!take_before_slash(rest) || !take_before_slash(rest))
    return false;
  const std::size_t length = grammar::run(rest, grammar::token);
  via.transport = rest.substr(0, length);
  const Text behind = rest.substr(length);
  rest = grammar::trim_left(behind);
  if (length == 0 || rest.size() == behind.size()) return false;  // white space must follow
  grammar::HostPort sent_by;
  if (!grammar::take_host_port(rest, sent_by)) return false;
  via.host = sent_by.host;
  if (sent_by.has_port) via.port = sent_by.port;
  via.params = grammar::trim(rest);
  grammar::Param param;
  while (true) {
    const grammar::Step step = grammar::next_param(rest, param);
    if (step == grammar::Step::none) return true;
    if (step == grammar::Step::bad || !store_param(via, param)) return false;
  }
}

}  // namespace offhook::sip
