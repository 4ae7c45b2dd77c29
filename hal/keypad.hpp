// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "hal/capability.hpp"
#include "hal/types.hpp"

namespace offhook::hal {

/// Which keys there are; presses arrive as events.
class Keypad : public Capability<offhook_keypad> {
 public:
  using Capability::Capability;

  [[nodiscard]] bool has(KeyCode key) const;
  /// Held down now; nullopt if the board cannot say.
  [[nodiscard]] std::optional<bool> is_down(KeyCode key) const;
  /// How many of the numbered keys there are: line_key, soft_key or dss_key.
  [[nodiscard]] unsigned count(KeyCode (*numbered)(unsigned)) const;
};

}  // namespace offhook::hal
