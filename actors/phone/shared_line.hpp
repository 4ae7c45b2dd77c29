// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <vector>

#include "actors/device/led_policy.hpp"
#include "actors/sip/appearance.hpp"

namespace offhook::phone {

/// How one account shares its line with other phones: by `call-info` and `line-seize`, as servers
/// of BroadSoft's kind and Kamailio's module sca have it.
struct SharedLineRules {
  std::chrono::seconds expires{3600};      ///< of the subscription to what the others do
  std::chrono::seconds seize_expires{15};  ///< how long an appearance is ours to dial at
};

/// The account of keys and calls that name none.
inline constexpr const char* first_account = "1";

/// What pressing the key of an appearance means where no call of ours is.
enum class AppearanceUse : std::uint8_t {
  dial,      ///< free
  retrieve,  ///< another phone holds a call there, for any of us to take
  none,      ///< another phone is at it
};

/// What a server tells of a line that several phones share.
class SharedLine {
 public:
  /// The whole state: what is not named in it is as the `*` among them says, or idle.
  void told(const std::vector<sip::Appearance>& appearances);
  /// Nobody tells any more: a lamp that may lie stays dark.
  void lost() { told({}); }
  /// Our own call there is over, which the server will say in a moment.
  void released(std::uint32_t appearance);

  [[nodiscard]] sip::AppearanceState at(std::uint32_t appearance) const;
  [[nodiscard]] bool is_idle(std::uint32_t appearance) const {
    return at(appearance) == sip::AppearanceState::idle;
  }
  [[nodiscard]] AppearanceUse use_of(std::uint32_t appearance) const;
  /// The lamp of an appearance at which no call of ours is.
  [[nodiscard]] device::LedPattern lamp(std::uint32_t appearance) const;

  friend bool operator==(const SharedLine&, const SharedLine&) = default;

 private:
  std::map<std::uint32_t, sip::AppearanceState> states_;
  sip::AppearanceState others_ = sip::AppearanceState::idle;
};

}  // namespace offhook::phone
