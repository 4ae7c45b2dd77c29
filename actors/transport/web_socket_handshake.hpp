// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace offhook::transport {

/// What both sides must name in the WebSocket handshake (RFC 7118 §4.1).
inline constexpr std::string_view sip_subprotocol = "sip";

/// Whether a Sec-WebSocket-Protocol value, "sip, other", offers it. Names of subprotocols have a
/// case (RFC 6455 §11.5).
[[nodiscard]] bool offers_sip(std::string_view protocols);

/// The HTTP status that refuses an upgrade request, and why; 0 accepts it.
struct UpgradeAnswer {
  int status = 0;
  std::string why{};
};
struct UpgradeRequest {
  bool is_upgrade = false;     ///< it is one to WebSocket at all
  std::string_view protocols;  ///< all Sec-WebSocket-Protocol values, joined by commas
  std::string_view origin;     ///< "" if there is none: no browser
};
/// `origins` as in WebSocketSettings.
[[nodiscard]] UpgradeAnswer judge_upgrade(const UpgradeRequest& request,
                                          const std::vector<std::string>& origins);

}  // namespace offhook::transport
