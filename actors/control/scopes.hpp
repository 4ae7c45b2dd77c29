// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe/enum.hpp>

namespace offhook::control {

/// What a token allows. `trace` shows SIP content; `sim` is the simulator's.
enum class Scope : std::uint8_t { read, call, device, config, trace, sim, admin };
BOOST_DESCRIBE_ENUM(Scope, read, call, device, config, trace, sim, admin)

/// A set of scopes.
class Scopes {
 public:
  constexpr Scopes() = default;
  constexpr Scopes(std::initializer_list<Scope> scopes) {
    for (auto scope : scopes) bits_ |= bit(scope);
  }
  /// What the person at the phone may do by hand, and read: the usual token.
  static constexpr Scopes everyday() { return {Scope::read, Scope::call, Scope::device}; }
  static constexpr Scopes all() {
    return {Scope::read,  Scope::call, Scope::device, Scope::config,
            Scope::trace, Scope::sim,  Scope::admin};
  }

  [[nodiscard]] constexpr bool empty() const { return bits_ == 0; }
  [[nodiscard]] constexpr bool has(Scope scope) const { return (bits_ & bit(scope)) != 0; }
  [[nodiscard]] constexpr bool has_any_of(Scopes wanted) const {
    return (bits_ & wanted.bits_) != 0;
  }
  [[nodiscard]] std::vector<Scope> list() const {
    std::vector<Scope> scopes;
    for (auto scope : {Scope::read, Scope::call, Scope::device, Scope::config, Scope::trace,
                       Scope::sim, Scope::admin})
      if (has(scope)) scopes.push_back(scope);
    return scopes;
  }
  friend constexpr bool operator==(Scopes, Scopes) = default;

 private:
  static constexpr std::uint8_t bit(Scope scope) {
    return static_cast<std::uint8_t>(1u << static_cast<unsigned>(scope));
  }
  std::uint8_t bits_ = 0;
};

}  // namespace offhook::control
