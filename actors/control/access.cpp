// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/control/access.hpp"

#include <array>
#include <cstdint>

#include <absl/strings/escaping.h>
#include <bctoolbox/crypto.h>

namespace offhook::control {
namespace {

constexpr std::string_view scheme = "hmac-sha256:";
constexpr std::size_t digest_octets = 32;

const std::uint8_t* octets_of(std::string_view text) {
  return reinterpret_cast<const std::uint8_t*>(text.data());
}

/// No early way out, so that the time says nothing about where two texts differ.
bool equal_in_constant_time(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) difference |= static_cast<unsigned char>(a[i] ^ b[i]);
  return difference == 0;
}

}  // namespace

std::string Access::hash(std::string_view token, std::string_view salt) {
  std::array<std::uint8_t, digest_octets> digest{};
  bctbx_hmacSha256(octets_of(salt), salt.size(), octets_of(token), token.size(),
                   static_cast<std::uint8_t>(digest.size()), digest.data());
  const absl::string_view raw(reinterpret_cast<const char*>(digest.data()), digest.size());
  return std::string(scheme) + std::string(salt) + ":" + absl::BytesToHexString(raw);
}

bool Access::add(std::string name, std::string_view hashed, Scopes scopes) {
  if (!hashed.starts_with(scheme)) return false;
  const auto colon = hashed.find(':', scheme.size());
  if (colon == std::string_view::npos || hashed.size() - colon - 1 != 2 * digest_octets)
    return false;
  const auto salt = hashed.substr(scheme.size(), colon - scheme.size());
  if (salt.size() < 32) return false;
  entries_.push_back({{std::move(name), scopes}, std::string(salt), std::string(hashed)});
  return true;
}

void Access::revoke(std::string_view name) {
  std::erase_if(entries_, [&](const Entry& entry) { return entry.grant.token_name == name; });
}

std::optional<Grant> Access::check(std::string_view token) const {
  std::optional<Grant> found;
  for (const auto& entry : entries_)
    if (equal_in_constant_time(hash(token, entry.salt), entry.hashed)) found = entry.grant;
  return found;
}

}  // namespace offhook::control
