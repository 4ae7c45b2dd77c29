// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>

#include "actors/device/device_actor.hpp"

namespace offhook::device {

/// Shows patterns on the LEDs: leaves flashing to the board's blink engine, or keeps time itself.
/// Showing what an LED shows already does not restart its rhythm.
class LedPanelActor final
    : public DeviceActor<act::join<LedPanel, act::ref<act::result<void>(BlinkTurned)>>> {
 public:
  LedPanelActor(caf::actor_config& config, std::shared_ptr<hal::Board> board,
                DeviceListener listener)
      : DeviceActor(config, std::move(board), std::move(listener), "leds") {}

  const char* name() const override { return "led panel"; }
  behavior_type make_behavior() override;
  void on_exit() override;

 private:
  struct Shown {
    LedPattern pattern;
    bool lit = false;  ///< in a flash of our own
    std::uint64_t turn = 0;
    Timer next_turn{};
  };

  void show(const ShowLed& order);
  void turn(const BlinkTurned& due);
  void set_lit(LedId led, Shown& shown, bool lit);

  std::map<LedId, Shown> shown_;
};

}  // namespace offhook::device
