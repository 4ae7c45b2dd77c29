// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>

namespace offhook::phone {

/// [memory]: what outlives the phone.
struct MemorySettings {
  std::string file{};                ///< "" remembers until the phone ends
  std::size_t calls_per_list = 100;  ///< of each of the four lists; 0 keeps no log
};
inline constexpr std::size_t most_calls_per_list = 10'000;

}  // namespace offhook::phone
