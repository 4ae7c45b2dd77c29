// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/device/board_actor.hpp"

#include "hal/device_status.hpp"

namespace offhook::device {

namespace {

/// The device an API client knows a part of the board by.
std::string device_id_of(hal::Part part) {
  switch (part) {
    case hal::Part::hook:
      return "hook";
    case hal::Part::keypad:
      return "keypad";
    case hal::Part::leds:
      return "leds";
    case hal::Part::ringer:
      return "ringer";
    case hal::Part::display:
      return "display";
    case hal::Part::audio:
      return "audio";
    case hal::Part::board:
      break;
  }
  return "board";
}

}  // namespace

BoardActor::BoardActor(caf::actor_config& config, std::shared_ptr<hal::Board> board,
                       DeviceListener listener, HookSwitch hook, Keypad keypad)
    : DeviceActor(config, std::move(board), std::move(listener), "board"),
      hook_(std::move(hook)),
      keypad_(std::move(keypad)) {}

BoardActor::behavior_type BoardActor::make_behavior() {
  start();
  return {[this](const BoardWoke&) { drain(); }};
}

void BoardActor::start() {
  // The handle makes a circle with the board, which on_exit() opens.
  board().set_wake([self = me()] { act::tell_anon(self, BoardWoke{}); });
  const auto started = board().start();
  if (!started.ok()) return tell(listener(), DeviceFailed{"board", message_of(started)});
  // Edges come from here on; where the switch was before, only the board can say.
  if (const auto position = board().hook().position(hal::HookId::cradle))
    tell(hook_, RawHook{*position, now()});
}

void BoardActor::drain() {
  const bool more = board().drain([this](const hal::Event& event) {
    std::visit([this](const auto& what) { pass_on(what); }, event);
  });
  if (more) tell(me(), BoardWoke{});
}

void BoardActor::pass_on(const hal::HookMoved& moved) {
  if (moved.hook == hal::HookId::cradle) return tell(hook_, RawHook{moved.position, moved.at});
  tell(keypad_, RawKey{OFFHOOK_KEY_HEADSET, true, moved.at});
  tell(keypad_, RawKey{OFFHOOK_KEY_HEADSET, false, moved.at});
}

void BoardActor::pass_on(const hal::KeyMoved& moved) {
  tell(keypad_, RawKey{moved.key.value, moved.down, moved.at});
}

void BoardActor::pass_on(const hal::DevicePlugged& plugged) {
  log::info("board: device " + std::to_string(static_cast<std::uint32_t>(plugged.device)) +
            (plugged.present ? " plugged in" : " pulled out"));
}

void BoardActor::pass_on(const hal::PartFailed& failed) {
  const auto id = device_id_of(failed.part);
  if (failed.error == 0) return log::info("board: " + id + " works again");
  tell(listener(), DeviceFailed{id, message_of(hal::device_status(-failed.error, id))});
}

void BoardActor::on_exit() {
  const auto stopped = board().stop();
  if (!stopped.ok()) log::warning(message_of(stopped));
  board().set_wake(nullptr);
  hook_ = nullptr;
  keypad_ = nullptr;
  DeviceActor::on_exit();
}

}  // namespace offhook::device
