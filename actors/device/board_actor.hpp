// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "actors/device/device_actor.hpp"

namespace offhook::device {

/// Starts the board, hands its events to the devices and stops it at the end. The headset's own
/// hook counts as a press of the headset key: both open the headset path and both close it.
class BoardActor final : public DeviceActor<BoardLink> {
 public:
  BoardActor(caf::actor_config& config, std::shared_ptr<hal::Board> board, DeviceListener listener,
             HookSwitch hook, Keypad keypad);

  const char* name() const override { return "board"; }
  behavior_type make_behavior() override;
  void on_exit() override;

 private:
  void start();
  void drain();
  void pass_on(const hal::HookMoved& moved);
  void pass_on(const hal::KeyMoved& moved);
  void pass_on(const hal::DevicePlugged& plugged);
  void pass_on(const hal::PartFailed& failed);

  HookSwitch hook_;
  Keypad keypad_;
};

}  // namespace offhook::device
