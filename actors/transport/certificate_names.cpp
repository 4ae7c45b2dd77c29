// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/transport/certificate_names.hpp"

#include <algorithm>

#include "actors/sip/uri.hpp"
#include "actors/transport/domain.hpp"

namespace offhook::transport {
namespace {

/// The identity in a URI entry, "" if it is none: the scheme must be sip, since a sips URI says
/// nothing more here, and a user is not a domain (RFC 5922 §7.1).
std::string identity_of(std::string_view text) {
  const auto uri = sip::parse_uri(text);
  if (!uri.ok() || uri->scheme != sip::Scheme::sip || !uri->user.empty()) return "";
  return domain_of(uri->host);
}

/// An octet NUL inside a name is how one certificate passes for another's.
bool same_host(std::string_view name, const std::string& domain) {
  return !name.empty() && name.find('\0') == std::string_view::npos && domain_of(name) == domain;
}

bool same_host_or_wildcard(std::string_view name, const std::string& domain) {
  if (same_host(name, domain)) return true;
  const auto dot = domain.find('.');
  if (!name.starts_with("*.") || dot == std::string::npos) return false;
  const std::string behind = domain.substr(dot);
  // "*.net" would be everybody.
  return behind.find('.', 1) != std::string::npos && same_host(name.substr(1), behind);
}

}  // namespace

bool speaks_for(const CertificateNames& names, std::string_view text, NameRules rules) {
  const std::string domain = domain_of(text);
  if (domain.empty()) return false;
  const auto is_it = [&](const std::string& name) {
    return rules == NameRules::web ? same_host_or_wildcard(name, domain) : same_host(name, domain);
  };
  if (rules == NameRules::sip &&
      std::any_of(names.uris.begin(), names.uris.end(),
                  [&](const std::string& uri) { return identity_of(uri) == domain; }))
    return true;
  if (const auto address = IpAddress::parse(domain))
    return std::find(names.addresses.begin(), names.addresses.end(), *address) !=
           names.addresses.end();
  if (std::any_of(names.hosts.begin(), names.hosts.end(), is_it)) return true;
  // RFC 5922 §7.1: only if there is no subjectAltName.
  return !names.has_alternative_names && is_it(names.common_name);
}

std::string to_string(const CertificateNames& names) {
  std::string text;
  const auto add = [&](const std::string& name) {
    if (!name.empty() && text.size() < 200) text += (text.empty() ? "" : ", ") + name;
  };
  for (const auto& uri : names.uris) add(uri);
  for (const auto& host : names.hosts) add(host);
  for (const auto& address : names.addresses) add(address.to_string());
  if (!names.has_alternative_names) add(names.common_name);
  for (char& c : text)
    if (c < ' ' || c > '~') c = '?';
  return text.empty() ? "nobody" : text;
}

}  // namespace offhook::transport
