// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "actors/base/clock.hpp"
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

/// Who guesses the PIN has to wait: half a minute after the fifth wrong one, and twice as long
/// after each one more.
class WrongPins {
 public:
  static constexpr std::size_t before_pause = 5;
  static constexpr std::chrono::seconds first_pause{30}, longest_pause{900};

  void add(Instant now);
  void forget() { *this = {}; }
  /// Those of before a restart, which cuts no pause short: it begins again.
  void recall(std::size_t count, Instant now);
  [[nodiscard]] std::size_t count() const { return count_; }
  /// Whole seconds until the next one may be tried; 0 now.
  [[nodiscard]] std::chrono::seconds pause(Instant now) const;

 private:
  void wait_from(Instant now);
  std::size_t count_ = 0;
  Instant until_{};
};

/// Whether a locked phone takes no notice of `key`, whose soft key is `soft` if it is one of them.
/// Calls that come in are answered, refused and ended as ever. Which numbers may be called is
/// decided when they are sent: Desk::call_number.
[[nodiscard]] bool held_back(LockedKeys keys, std::string_view key, SoftKey soft);

}  // namespace offhook::phone
