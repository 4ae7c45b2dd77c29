// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "actors/device/messages.hpp"
#include "actors/phone/sound_settings.hpp"

namespace offhook::phone {

/// A call that rings, as far as the ring depends on it.
struct RingingCall {
  std::string_view account_id;
  std::string_view caller;         ///< user part
  std::string_view alert_info;     ///< value of Alert-Info, or ""
  std::uint32_t contact_ring = 0;  ///< that the contact has; 0 for none
};

/// "Ring1" to "Ring8", "Silent" or "Splash" as a number of StartRinging; 0 for anything else.
[[nodiscard]] std::uint32_t ring_named(std::string_view name);

/// How it rings. In this order: what Alert-Info asks for (RFC 3261 §20.4), the ring of the caller
/// in the settings, that of the contact, that of the account, the usual one. Sounds at a URL are
/// not fetched: the ring that stands beside it counts, or the next of these.
[[nodiscard]] device::StartRinging ring_of(const RingingCall& call, const RingSettings& settings,
                                           device::VolumeStep volume);

}  // namespace offhook::phone
