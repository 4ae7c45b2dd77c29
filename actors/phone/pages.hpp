// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "actors/phone/desk.hpp"
#include "actors/phone/info.hpp"

namespace offhook::phone {

/// What the display needs to know beside the desk.
struct PageContext {
  std::string label;  ///< own name and number, for the idle page
  bool registered = false;
  bool registers_at_all = true;  ///< a phone for direct calls has no service to lose
};

/// The page for this state: four rows and the soft-key labels. Pure; texts in one table, UTF-8.
[[nodiscard]] DisplayInfo page_of(const DeskState& state, const PageContext& context);

/// "Alice 1001", "1001" or the URI: how a person names the far end.
[[nodiscard]] std::string name_of_peer(const call::CallSnapshot& call);

}  // namespace offhook::phone
