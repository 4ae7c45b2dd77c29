// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/sip/account.hpp"

#include "actors/sip/digest.hpp"
#include "actors/sip/uri.hpp"

namespace offhook::sip {

std::vector<RegistrarServer> servers_of(const Account& account) {
  if (!account.servers.empty()) return account.servers;
  if (account.registrar.empty()) return {};
  RegistrarServer only;
  only.uri = account.registrar;
  only.outbound_proxy = account.outbound_proxy;
  only.expires = account.expires;
  return {only};
}

std::vector<std::string> preloaded_routes(const Account& account) {
  std::vector<std::string> routes;
  if (!account.outbound_proxy.empty()) routes.push_back("<" + account.outbound_proxy + ">");
  for (const auto& uri : account.service_route) {
    if (routes.size() == 1 && uri == account.service_route.front() &&
        !account.outbound_proxy.empty()) {
      const auto first = parse_uri(uri), proxy = parse_uri(account.outbound_proxy);
      if (first.ok() && proxy.ok() && equivalent(*first, *proxy)) continue;
    }
    routes.push_back("<" + uri + ">");
  }
  return routes;
}

std::string instance_urn(std::string_view device) {
  std::string hex = hash_hex(DigestAlgorithm::sha256, device).substr(0, 32);
  hex[12] = '8';  // RFC 9562 §5.8: made in a way of our own
  hex[16] = "89ab"[static_cast<unsigned>(hex[16]) % 4];
  for (const std::size_t at : {20u, 16u, 12u, 8u}) hex.insert(at, 1, '-');
  return "urn:uuid:" + hex;
}

}  // namespace offhook::sip
