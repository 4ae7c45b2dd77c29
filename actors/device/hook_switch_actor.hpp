// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "actors/device/device_actor.hpp"

namespace offhook::device {

/// Debounces the cradle switch and tells the listener where it settled. Begins on hook: a handset
/// that was lifted before the phone started is told of like any other.
class HookSwitchActor final
    : public DeviceActor<act::join<HookSwitch, act::ref<act::result<void>(HookSettled)>>> {
 public:
  HookSwitchActor(caf::actor_config& config, std::shared_ptr<hal::Board> board,
                  DeviceListener listener, std::chrono::milliseconds settle = hook_settle_time);

  const char* name() const override { return "hook switch"; }
  behavior_type make_behavior() override;
  void on_exit() override;

 private:
  void move(const RawHook& raw);
  void settle();

  HookDebounce debounce_;
  Instant settled_at_;
  Timer settling_;
};

}  // namespace offhook::device
