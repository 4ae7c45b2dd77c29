// SPDX-License-Identifier: GPL-3.0-or-later
#include "hal/event.hpp"

#include <cerrno>

#include "actors/base/status.hpp"

namespace offhook::hal {

namespace {

bool source_exists(const offhook_event& raw) {
  switch (raw.kind) {
    case OFFHOOK_EVENT_HOOK:
      return raw.source < OFFHOOK_HOOK_COUNT;
    case OFFHOOK_EVENT_DEVICE:
      return raw.source <= OFFHOOK_DEVICE_EXPANSION;
    case OFFHOOK_EVENT_FAULT:
      return raw.source <= OFFHOOK_PART_AUDIO;
    default:
      return true;  // any key code: the keypad layout knows which have a meaning
  }
}

}  // namespace

int check(const offhook_event& raw) noexcept {
  if (raw.struct_size < sizeof(offhook_event)) return -EINVAL;
  if (raw.kind < OFFHOOK_EVENT_HOOK || raw.kind > OFFHOOK_EVENT_FAULT) return -ENOTSUP;
  return source_exists(raw) ? 0 : -EINVAL;
}

Event to_event(const offhook_event& raw) {
  OFFHOOK_CHECK(check(raw) == 0);
  const Instant at{static_cast<Instant::rep>(raw.at_ns)};
  switch (raw.kind) {
    case OFFHOOK_EVENT_HOOK:
      return HookMoved{HookId{raw.source},
                       raw.value != 0 ? HookPosition::off_hook : HookPosition::on_hook, at};
    case OFFHOOK_EVENT_KEY:
      return KeyMoved{KeyCode{raw.source}, raw.value != 0, at};
    case OFFHOOK_EVENT_DEVICE:
      return DevicePlugged{Device{raw.source}, raw.value != 0, at};
    default:
      return PartFailed{Part{raw.source}, -raw.value, at};
  }
}

}  // namespace offhook::hal
