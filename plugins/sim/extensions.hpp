// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "offhook/board.h"

namespace offhook::plugins::sim {

/// get_extension() of the board: the C function tables of extensions.cpp and person.cpp.
const void* find_extension(offhook_board* board, const char* id) noexcept;

/// The table behind OFFHOOK_SIM.
const void* person_extension();

}  // namespace offhook::plugins::sim
