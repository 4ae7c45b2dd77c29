// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actors/control/scopes.hpp"

namespace offhook::control {

/// What somebody who showed a good token may do.
struct Grant {
  std::string token_name;
  Scopes scopes;
};

/// The tokens this engine takes. There is none to begin with. Only salted hashes are kept.
class Access {
 public:
  /// A token's form for a file: "hmac-sha256:<salt>:<digest>". `salt` is hexadecimal, 16 octets or
  /// more, and new for every token.
  static std::string hash(std::string_view token, std::string_view salt);

  /// Takes a token by its hash. False, and nothing added, if `hashed` is not of the form above.
  bool add(std::string name, std::string_view hashed, Scopes scopes);
  /// Forgets a token; connections that showed it stay.
  void revoke(std::string_view name);

  /// Takes as long for a bad token as for a good one.
  [[nodiscard]] std::optional<Grant> check(std::string_view token) const;

 private:
  struct Entry {
    Grant grant;
    std::string salt, hashed;
  };
  std::vector<Entry> entries_;
};

}  // namespace offhook::control
