// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "actors/base/endpoint.hpp"

namespace offhook::transport {

/// Whom a certificate speaks for, as it stands there.
struct CertificateNames {
  bool has_alternative_names = false;  ///< the subjectAltName extension is there at all
  std::vector<std::string> uris{};     ///< URI entries of it: "sip:example.net"
  std::vector<std::string> hosts{};    ///< DNS entries: "sip.example.net"
  std::vector<IpAddress> addresses{};  ///< IP entries
  std::string common_name{};           ///< of the subject; only without that extension
};

/// By whose rules names are compared.
enum class NameRules : std::uint8_t {
  sip,  ///< RFC 5922 §7: SIP URIs and hosts, whole, no wildcards
  web,  ///< RFC 2818 §3.1, for WebSocket over TLS: hosts, "*" for the first label
};

/// Whether the certificate speaks for `domain`, a host name or an address, as asked for.
[[nodiscard]] bool speaks_for(const CertificateNames& names, std::string_view domain,
                              NameRules rules);

/// For people: "sip.example.net, 192.0.2.1"; "nobody" if it has no name at all.
[[nodiscard]] std::string to_string(const CertificateNames& names);

}  // namespace offhook::transport
