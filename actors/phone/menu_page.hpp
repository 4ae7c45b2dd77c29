// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "actors/phone/info.hpp"
#include "actors/phone/menu.hpp"

namespace offhook::phone {

/// The page of an open menu on a display of `lines` rows: a title, and below it as many rows as
/// there is room for, with the chosen one among them.
[[nodiscard]] DisplayInfo page_of(const Menu& menu, const MenuContent& content,
                                  const Dictionary& words, std::size_t lines);

}  // namespace offhook::phone
