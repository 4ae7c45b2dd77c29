// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/sip/via.hpp"

#include "actors/sip/grammar.hpp"
#include "actors/sip/via_scan.hpp"

namespace offhook::sip {
namespace {

using grammar::equal_ignoring_case;

bool is_typed(std::string_view name) {
  for (std::string_view known : {"branch", "received", "maddr", "rport", "ttl"})
    if (equal_ignoring_case(name, known)) return true;
  return false;
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
  return scan_via_in(rest, via) ? grammar::npos : text.size() - rest.size();
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
