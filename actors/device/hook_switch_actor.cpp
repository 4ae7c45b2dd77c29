// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/device/hook_switch_actor.hpp"

#include <algorithm>

namespace offhook::device {

namespace {

/// What is left for us to debounce after the board has done its part.
std::chrono::milliseconds rest_of(std::chrono::milliseconds settle, const hal::Hook& hook) {
  return std::max(settle - hook.debounced(hal::HookId::cradle), std::chrono::milliseconds{0});
}

}  // namespace

HookSwitchActor::HookSwitchActor(caf::actor_config& config, std::shared_ptr<hal::Board> board,
                                 DeviceListener listener, std::chrono::milliseconds settle)
    : DeviceActor(config, std::move(board), std::move(listener), "hook"),
      debounce_(HookPosition::on_hook, rest_of(settle, this->board().hook())),
      settled_at_(now()) {}

HookSwitchActor::behavior_type HookSwitchActor::make_behavior() {
  return {
      [this](const RawHook& raw) { move(raw); },
      [this](const QueryHook&) {
        return HookChanged{debounce_.position(), settled_at_};
      },
      [this](const HookSettled&) { settle(); },
  };
}

void HookSwitchActor::move(const RawHook& raw) {
  const auto due = debounce_.edge(raw.position, raw.at);
  settling_ = Timer{};
  if (!due) return;
  if (*due <= now())
    settle();
  else
    settling_ = after(*due - now(), HookSettled{});
}

void HookSwitchActor::settle() {
  const auto position = debounce_.settle(now());
  if (!position) return;
  settled_at_ = now();
  tell(listener(), HookChanged{*position, settled_at_});
}

void HookSwitchActor::on_exit() {
  settling_ = Timer{};
  DeviceActor::on_exit();
}

}  // namespace offhook::device
