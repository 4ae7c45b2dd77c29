// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/device/keypad_actor.hpp"

#include "actors/device/keypad_layout.hpp"

namespace offhook::device {

KeypadActor::behavior_type KeypadActor::make_behavior() {
  return {[this](const RawKey& raw) { move(raw); }};
}

void KeypadActor::move(const RawKey& raw) {
  release_lost_keys(raw.at);
  if (raw.down)
    press({raw.code}, raw.at);
  else
    release({raw.code}, raw.at);
}

void KeypadActor::press(hal::KeyCode key, Instant at) {
  const auto name = key_name(key);
  if (!name) return log::debug("keypad: key " + std::to_string(key.value) + " has no meaning");
  if (down_.emplace(key, at).second) tell(listener(), KeyPressed{*name, at});
}

void KeypadActor::release(hal::KeyCode key, Instant at) {
  const auto pressed = down_.find(key);
  if (pressed == down_.end()) return;
  const auto held = std::chrono::duration_cast<std::chrono::milliseconds>(at - pressed->second);
  down_.erase(pressed);
  tell(listener(), KeyReleased{*key_name(key), held});
}

void KeypadActor::release_lost_keys(Instant at) {
  if (board().lost_events() == lost_) return;
  lost_ = board().lost_events();
  // A release may be among what was lost: ask the keys themselves, or they stay down for ever.
  const auto believed = down_;
  for (const auto& [key, since] : believed)
    if (board().keypad().is_down(key) == false) release(key, at);
}

}  // namespace offhook::device
