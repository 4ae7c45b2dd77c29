// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/control/upgrade.hpp"

#include <algorithm>

#include <absl/strings/ascii.h>
#include <absl/strings/escaping.h>
#include <absl/strings/match.h>
#include <absl/strings/str_split.h>

#include "actors/base/status.hpp"

namespace offhook::control {
namespace {

constexpr std::string_view bearer_scheme = "Bearer ";
constexpr std::string_view bearer_subprotocol = "bearer.";

bool is_own_host(std::string_view host, std::uint16_t port) {
  const std::string suffix = ":" + std::to_string(port);
  constexpr std::string_view own[] = {"localhost", "127.0.0.1", "[::1]"};
  return std::ranges::any_of(own, [&](std::string_view name) {
    return absl::EqualsIgnoreCase(to_absl(host), to_absl(std::string(name) + suffix));
  });
}

std::optional<std::string> token_of_authorization(std::string_view value) {
  const auto scheme = value.substr(0, bearer_scheme.size());
  if (!absl::EqualsIgnoreCase(to_absl(scheme), to_absl(bearer_scheme))) return std::nullopt;
  return std::string(absl::StripAsciiWhitespace(to_absl(value.substr(bearer_scheme.size()))));
}

}  // namespace

std::optional<UpgradeRefusal> check_host_and_origin(const UpgradeRequest& request,
                                                    const UpgradePolicy& policy) {
  if (!request.host) return UpgradeRefusal{400, "no Host header"};
  if (!is_own_host(*request.host, policy.port)) return UpgradeRefusal{403, "not a name of ours"};
  if (request.origin &&
      std::ranges::find(policy.allowed_origins, *request.origin) == policy.allowed_origins.end())
    return UpgradeRefusal{403, "origin not allowed"};
  return std::nullopt;
}

std::variant<UpgradeAccepted, UpgradeRefusal> check_upgrade(const UpgradeRequest& request,
                                                            const UpgradePolicy& policy) {
  if (auto refusal = check_host_and_origin(request, policy)) return *refusal;
  UpgradeAccepted accepted;
  bool offered = false;
  const auto list = request.subprotocols.value_or("");
  for (const auto part : absl::StrSplit(to_absl(list), ',')) {
    const auto name = to_std(absl::StripAsciiWhitespace(part));
    offered = offered || name == subprotocol;
    if (!name.starts_with(bearer_subprotocol)) continue;
    if (std::string token;
        absl::WebSafeBase64Unescape(to_absl(name.substr(bearer_subprotocol.size())), &token))
      accepted.token = std::move(token);
    else
      return UpgradeRefusal{400, "the bearer subprotocol is not base64url"};
  }
  if (!offered) return UpgradeRefusal{400, "subprotocol offhook.jsonrpc.v1 required"};
  if (request.authorization) {
    accepted.token = token_of_authorization(*request.authorization);
    if (!accepted.token) return UpgradeRefusal{401, "Authorization must be a bearer token"};
  }
  return accepted;
}

}  // namespace offhook::control
