// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>

#include "actors/base/clock.hpp"
#include "hal/types.hpp"

namespace offhook::device {

using hal::HookPosition;

/// How long a contact must rest before its position counts: 30 to 50 ms for a cradle.
inline constexpr std::chrono::milliseconds hook_settle_time = 40ms;

/// Turns the edges of a bouncing contact into settled positions. A position counts once no edge has
/// come for the settle time; a contact that bounces back to where it was changes nothing. A short
/// on-hook is an on-hook: a desk phone knows no hook flash.
class HookDebounce {
 public:
  explicit HookDebounce(HookPosition settled, std::chrono::milliseconds settle = hook_settle_time)
      : settle_(settle), settled_(settled), seen_(settled) {}

  /// An edge. The time to call settle() at, replacing the one before; nullopt if the contact is
  /// back at its settled position and there is nothing to wait for.
  std::optional<Instant> edge(HookPosition position, Instant at) {
    seen_ = position;
    due_ = at + settle_;
    return seen_ == settled_ ? std::nullopt : std::optional(due_);
  }

  /// The new position, if the contact has rested at another one until `now`.
  std::optional<HookPosition> settle(Instant now) {
    if (seen_ == settled_ || now < due_) return std::nullopt;
    settled_ = seen_;
    return settled_;
  }

  /// The settled position.
  [[nodiscard]] HookPosition position() const { return settled_; }

 private:
  std::chrono::milliseconds settle_;
  HookPosition settled_;
  HookPosition seen_;
  Instant due_{};
};

}  // namespace offhook::device
