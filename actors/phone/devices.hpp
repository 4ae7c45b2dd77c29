// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "actors/device/messages.hpp"
#include "actors/phone/info.hpp"
#include "hal/board.hpp"
#include "media/messages.hpp"

namespace offhook::phone {

/// The actors that speak for a board.
struct Devices {
  device::HookSwitch hook;
  device::Keypad keypad;
  device::LedPanel leds;
  device::Ringer ringer;
  device::Display display;
  device::Handset handset;
  device::AudioRoute audio;
  device::Dsp dsp;
  device::BoardLink board;

  /// Ends them all and lets go of them.
  void stop();
};

/// Where the board's sound goes.
struct DeviceSound {
  media::Media media;
  bool board_has_sound = true;  ///< false: something else is the person's mouth and ear
};

/// Starts the board and one actor for each of its parts, which tell `listener`. Its endpoints
/// become those of `sound.media`, which also rings for a board without a ringer.
Devices spawn_devices(caf::actor_system& system, const std::shared_ptr<hal::Board>& board,
                      const device::DeviceListener& listener, std::string_view country,
                      const DeviceSound& sound);

/// What the board offers, for programs: one entry for each capability it has.
[[nodiscard]] std::vector<DeviceInfo> describe_devices(const hal::Board& board);

}  // namespace offhook::phone
