// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "actors/base/status.hpp"
#include "actors/sip/params.hpp"

namespace offhook::sip {

/// WWW-Authenticate or Proxy-Authenticate (RFC 3261 §20.44, RFC 7616 §3.3).
struct Challenge {
  std::string scheme = "Digest";
  Params params;  ///< as written; quoted values keep their quotes

  /// Value without quotes, escapes resolved; empty if absent. realm, nonce, opaque, algorithm, qop…
  [[nodiscard]] std::string get(std::string_view name) const;
  [[nodiscard]] bool is_stale() const;  ///< stale=true: same password, new nonce
};

/// Authorization or Proxy-Authorization (RFC 3261 §20.7, RFC 7616 §3.4).
struct Credentials {
  std::string scheme = "Digest";
  Params params;

  [[nodiscard]] std::string get(std::string_view name) const;
};

/// Both have one form: scheme, then name=value separated by commas. InvalidArgument with offset.
[[nodiscard]] absl::StatusOr<Challenge> parse_challenge(std::string_view text);
[[nodiscard]] absl::StatusOr<Credentials> parse_credentials(std::string_view text);
[[nodiscard]] std::string to_string(const Challenge& challenge);
[[nodiscard]] std::string to_string(const Credentials& credentials);

}  // namespace offhook::sip
