// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>

#include "actors/device/device_actor.hpp"

namespace offhook::device {

/// Turns key codes into named presses and releases, in pairs: a second press of a key that is down
/// and a release of one that is not are ignored.
class KeypadActor final : public DeviceActor<Keypad> {
 public:
  KeypadActor(caf::actor_config& config, std::shared_ptr<hal::Board> board, DeviceListener listener)
      : DeviceActor(config, std::move(board), std::move(listener), "keypad") {}

  const char* name() const override { return "keypad"; }
  behavior_type make_behavior() override;

 private:
  void move(const RawKey& raw);
  void press(hal::KeyCode key, Instant at);
  void release(hal::KeyCode key, Instant at);
  void release_lost_keys(Instant at);

  std::map<hal::KeyCode, Instant> down_;
  std::uint64_t lost_ = 0;
};

}  // namespace offhook::device
