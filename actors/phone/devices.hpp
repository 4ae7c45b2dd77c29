// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "actors/device/messages.hpp"
#include "actors/phone/info.hpp"
#include "hal/board.hpp"

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

/// Starts the board and one actor for each of its parts, which tell `listener`. `use_sound` gets
/// the endpoint that sound goes through whenever that changes; null for none.
Devices spawn_devices(caf::actor_system& system, const std::shared_ptr<hal::Board>& board,
                      const device::DeviceListener& listener, std::string_view country,
                      std::function<void(std::shared_ptr<hal::BoardAudio>)> use_sound);

/// What the board offers, for programs: one entry for each capability it has.
[[nodiscard]] std::vector<DeviceInfo> describe_devices(const hal::Board& board);

}  // namespace offhook::phone
