// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "actors/base/status.hpp"
#include "actors/sip/params.hpp"

namespace offhook::sip {

enum class Scheme : std::uint8_t { sip, sips, tel, other };

/// A SIP, SIPS or tel URI (RFC 3261 §19.1, RFC 3966), or one of another scheme kept opaque.
/// Every part is as written: %-escapes stay (see `unescape`), so that `to_string` gives it back.
struct Uri {
  Scheme scheme = Scheme::sip;
  std::string user;      ///< empty if there is none; the number of a tel URI
  std::string password;  ///< deprecated by RFC 3261, still parsed
  std::string host;      ///< "example.com", "192.0.2.1", "[2001:db8::1]"; empty for tel and other
  std::optional<std::uint16_t> port;
  Params params;
  Params headers;      ///< after '?'
  std::string opaque;  ///< scheme `other` alone: the whole text, scheme included

  /// Value of a parameter, empty for a flag. Not of a temporary: the view would dangle.
  [[nodiscard]] std::optional<std::string_view> param(std::string_view name) const&;
  std::optional<std::string_view> param(std::string_view name) const&& = delete;

  /// The port, or the default of its scheme and transport: 5060, 5061 for sips or transport=tls.
  [[nodiscard]] std::uint16_t effective_port() const;
  /// transport parameter in lower case; "" if absent.
  [[nodiscard]] std::string transport() const;
  /// `lr` (RFC 3261 §16.12.1.1).
  [[nodiscard]] bool is_loose_router() const;

  /// Octet for octet the same. For the comparison of the RFC see `equivalent`.
  friend bool operator==(const Uri&, const Uri&) = default;
};

/// Parses a URI (RFC 3261 §19.1.1). InvalidArgument names the offending byte offset. A scheme other
/// than sip, sips and tel is no error; its `opaque` text is then all that is known.
[[nodiscard]] absl::StatusOr<Uri> parse_uri(std::string_view text);

[[nodiscard]] std::string to_string(const Uri& uri);

/// The comparison of RFC 3261 §19.1.4: host and scheme without case, escapes resolved, parameter
/// order ignored; user, ttl, method, maddr and transport must match even if one lacks them.
[[nodiscard]] bool equivalent(const Uri& a, const Uri& b);

/// "%41b" to "Ab". What is no valid escape stays. The result may hold any octet, NUL included.
[[nodiscard]] std::string unescape(std::string_view text);
/// Escapes what the user part of a SIP URI may not hold: "a b" to "a%20b", "#31#" to "%2331%23".
[[nodiscard]] std::string escape_user(std::string_view text);
/// Escapes what a header value inside a URI may not hold, as in Refer-To's ?Replaces=.
[[nodiscard]] std::string escape_header(std::string_view text);

}  // namespace offhook::sip
