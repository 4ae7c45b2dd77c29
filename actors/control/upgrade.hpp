// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace offhook::control {

inline constexpr std::string_view subprotocol = "offhook.jsonrpc.v1";

/// What an HTTP request says of who asks. Header values; nullopt where a header is absent.
struct UpgradeRequest {
  std::optional<std::string_view> host{};
  std::optional<std::string_view> origin{};
  std::optional<std::string_view> subprotocols{};
  std::optional<std::string_view> authorization{};
};

/// Whom we let in.
struct UpgradePolicy {
  std::uint16_t port = 0;  ///< ours, as it must stand in Host
  std::vector<std::string> allowed_origins{};
};

struct UpgradeRefusal {
  unsigned http_status = 400;
  std::string_view text;
};
struct UpgradeAccepted {
  std::optional<std::string> token{};  ///< nullopt: session.authenticate has to bring one
};

/// Browsers let any page open a WebSocket to this machine, and a page's name can be made to point
/// here (DNS rebinding): a Host that is not ours, or an Origin not on the list, is refused with
/// 403.
std::optional<UpgradeRefusal> check_host_and_origin(const UpgradeRequest& request,
                                                    const UpgradePolicy& policy);

/// The above, and our subprotocol must be offered. The token comes from "Authorization: Bearer",
/// or, since browsers cannot set that, from a second subprotocol "bearer.<base64url>".
std::variant<UpgradeAccepted, UpgradeRefusal> check_upgrade(const UpgradeRequest& request,
                                                            const UpgradePolicy& policy);

}  // namespace offhook::control
