// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/transport/web_socket_handshake.hpp"

#include <algorithm>

#include "actors/sip/grammar.hpp"

namespace offhook::transport {

bool offers_sip(std::string_view protocols) {
  while (!protocols.empty()) {
    const auto comma = protocols.find(',');
    if (sip::grammar::trim(protocols.substr(0, comma)) == sip_subprotocol) return true;
    if (comma == std::string_view::npos) return false;
    protocols.remove_prefix(comma + 1);
  }
  return false;
}

UpgradeAnswer judge_upgrade(const UpgradeRequest& request,
                            const std::vector<std::string>& origins) {
  if (!request.is_upgrade) return {426, "SIP over WebSocket is spoken here"};
  // RFC 6455 §10.2: a page of anybody could make its reader's browser call.
  const bool is_known = origins.empty() || request.origin.empty() ||
                        std::find(origins.begin(), origins.end(), request.origin) != origins.end();
  if (!is_known) return {403, "the origin is not allowed"};
  if (!offers_sip(request.protocols)) return {400, "the subprotocol must be sip"};
  return {};
}

}  // namespace offhook::transport
