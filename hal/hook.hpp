// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>

#include "hal/capability.hpp"
#include "hal/types.hpp"

namespace offhook::hal {

/// Hook switches and plugs, asked once at the start; later they tell by events.
class Hook : public Capability<offhook_hook> {
 public:
  using Capability::Capability;

  /// Where the switch is now; nullopt if the board has no such switch or cannot say.
  [[nodiscard]] std::optional<HookPosition> position(HookId hook) const;
  /// Without an answer from the board handset and headset count as present, an expansion as absent.
  [[nodiscard]] bool plugged(Device device) const;
  /// For how long the board itself has debounced before it reports; zero = raw contact.
  [[nodiscard]] std::chrono::milliseconds debounced(HookId hook) const;
};

}  // namespace offhook::hal
