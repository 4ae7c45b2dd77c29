// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "actors/phone/soft_keys.hpp"

namespace offhook::phone {

/// Which keys a locked phone holds back, each kind with those before it.
enum class LockedKeys : std::uint8_t {
  none,
  menu,
  function,  ///< what switches or calls by one key: do not disturb, redial, programmable keys
  all,       ///< every number but those of emergencies
};

struct LockSettings {
  LockedKeys keys = LockedKeys::none;
  std::string pin{"123"};
  std::chrono::seconds idle{0};  ///< locks itself after so long without a key; 0 never
};
inline constexpr std::size_t longest_pin = 16;

/// Whether a locked phone takes no notice of `key`, whose soft key is `soft` if it is one of them.
/// Calls that come in are answered, refused and ended as ever. Which numbers may be called is
/// decided when they are sent: Desk::call_number.
[[nodiscard]] bool held_back(LockedKeys keys, std::string_view key, SoftKey soft);

}  // namespace offhook::phone
