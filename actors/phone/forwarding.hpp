// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace offhook::phone {

/// When calls are sent on to somebody else.
enum class ForwardKind : std::uint8_t { always, busy, no_answer };

/// "always", "busy", "no_answer".
constexpr std::string_view to_string(ForwardKind kind) {
  constexpr std::array<std::string_view, 3> names{"always", "busy", "no_answer"};
  return names[static_cast<std::size_t>(kind)];
}
inline constexpr std::array every_forward_kind{ForwardKind::always, ForwardKind::busy,
                                               ForwardKind::no_answer};
constexpr std::optional<ForwardKind> forward_kind_named(std::string_view name) {
  for (const auto kind : every_forward_kind)
    if (to_string(kind) == name) return kind;
  return std::nullopt;
}

struct Forward {
  bool enabled = false;
  std::string target;  ///< digits, user, or SIP URI; nothing is forwarded without one
  friend bool operator==(const Forward&, const Forward&) = default;
  [[nodiscard]] bool works() const { return enabled && !target.empty(); }
};

/// The forwards of a phone or of one of its accounts.
struct Forwards {
  std::array<Forward, 3> rules{};
  /// How long it rings before no_answer: two cycles of six seconds.
  std::chrono::seconds ring{12};
  friend bool operator==(const Forwards&, const Forwards&) = default;

  [[nodiscard]] Forward& of(ForwardKind kind) { return rules[static_cast<std::size_t>(kind)]; }
  [[nodiscard]] const Forward& of(ForwardKind kind) const {
    return rules[static_cast<std::size_t>(kind)];
  }
};
inline constexpr std::chrono::seconds longest_forward_ring{120};

}  // namespace offhook::phone
