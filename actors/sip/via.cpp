// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/sip/via.hpp"

#include "actors/sip/grammar.hpp"

namespace offhook::sip {
namespace {

using grammar::equal_ignoring_case;

/// "token LWS / LWS": one part of "SIP / 2.0 / UDP".
bool take_before_slash(std::string_view& rest) {
  const std::size_t length = grammar::run(rest, grammar::token);
  rest = grammar::trim_left(rest.substr(length));
  if (length == 0 || rest.empty() || rest.front() != '/') return false;
  rest = grammar::trim_left(rest.substr(1));
  return true;
}

std::string_view without_brackets(std::string_view host) {
  return host.size() > 2 && host.front() == '[' ? host.substr(1, host.size() - 2) : host;
}

bool store(Via& via, const grammar::Param& param) {
  if (equal_ignoring_case(param.name, "branch")) {
    via.branch = param.value;
  } else if (equal_ignoring_case(param.name, "received")) {
    // RFC 5118 §4.5: some put IPv6 in brackets here, which the grammar does not.
    via.received = without_brackets(param.value);
  } else if (equal_ignoring_case(param.name, "maddr")) {
    via.maddr = param.value;
  } else if (equal_ignoring_case(param.name, "rport")) {
    std::uint16_t port = 0;
    if (!param.value.empty() && !grammar::to_port(param.value, port)) return false;
    via.rport = port;
  } else if (equal_ignoring_case(param.name, "ttl")) {
    std::uint32_t ttl = 0;
    if (!grammar::to_number(param.value, ttl) || ttl > 255) return false;
    via.ttl = static_cast<std::uint8_t>(ttl);
  }
  return true;
}

bool is_typed(std::string_view name) {
  for (std::string_view known : {"branch", "received", "maddr", "rport", "ttl"})
    if (equal_ignoring_case(name, known)) return true;
  return false;
}

/// True, or `rest` stands at the offending octet.
bool scan(std::string_view& rest, Via& via) {
  if (!take_before_slash(rest) || !take_before_slash(rest)) return false;
  const std::size_t length = grammar::run(rest, grammar::token);
  via.transport = rest.substr(0, length);
  const std::string_view behind = rest.substr(length);
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
    if (step == grammar::Step::bad || !store(via, param)) return false;
  }
}

}  // namespace

std::uint16_t Via::effective_port() const {
  if (port) return *port;
  const bool secure =
      equal_ignoring_case(transport, "TLS") || equal_ignoring_case(transport, "WSS");
  return secure ? 5061 : 5060;
}

std::size_t scan_via(std::string_view text, Via& via) {
  std::string_view rest = text;
  return scan(rest, via) ? grammar::npos : text.size() - rest.size();
}

absl::StatusOr<Via> parse_via(std::string_view text) {
  Via via;
  const std::size_t bad = scan_via(text, via);
  if (bad == grammar::npos) return via;
  return invalid_argument("Via is malformed at offset " + std::to_string(bad));
}

std::string to_string(const Via& via) {
  std::string text = "SIP/2.0/";
  text.append(via.transport).append(1, ' ').append(via.host);
  if (via.port) text.append(1, ':').append(std::to_string(*via.port));
  const auto add = [&](std::string_view name, std::string_view value) {
    text.append(1, ';').append(name);
    if (!value.empty()) text.append(1, '=').append(value);
  };
  if (!via.branch.empty()) add("branch", via.branch);
  if (via.rport) add("rport", *via.rport == 0 ? "" : std::to_string(*via.rport));
  if (!via.received.empty()) add("received", via.received);
  if (!via.maddr.empty()) add("maddr", via.maddr);
  if (via.ttl) add("ttl", std::to_string(*via.ttl));
  std::string_view rest = via.params;
  grammar::Param param;
  while (grammar::next_param(rest, param) == grammar::Step::param)
    if (!is_typed(param.name)) add(param.name, param.value);
  return text;
}

}  // namespace offhook::sip
