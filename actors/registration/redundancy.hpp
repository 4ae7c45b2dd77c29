// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>

#include "actors/registration/messages.hpp"

namespace offhook::registration {

/// Which of an account's registrars is used, of those that it is registered with at once: the first
/// that has us; else the first that is still asked; else the first. `states` in the order of
/// preference, at least one.
[[nodiscard]] constexpr std::size_t best_of(std::span<const RegistrationState> states) {
  for (const auto wanted : {RegistrationState::registered, RegistrationState::registering})
    for (std::size_t i = 0; i < states.size(); ++i)
      if (states[i] == wanted) return i;
  return 0;
}

}  // namespace offhook::registration
