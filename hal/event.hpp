// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <variant>

#include "actors/base/clock.hpp"
#include "hal/types.hpp"

namespace offhook::hal {

/// A hook switch made or broke contact; not debounced yet.
struct HookMoved {
  HookId hook;
  HookPosition position;
  Instant at;
  bool latched = false;  ///< moves before this one were lost in a full queue
};

struct KeyMoved {
  KeyCode key;
  bool down;
  Instant at;
};

struct DevicePlugged {
  Device device;
  bool present;
  Instant at;
};

/// `error` is a positive errno, or 0: the part works again.
struct PartFailed {
  Part part;
  int error;
  Instant at;
};

using Event = std::variant<HookMoved, KeyMoved, DevicePlugged, PartFailed>;

/// 0 if `raw` is an event this host understands, else what post() answers: -EINVAL or -ENOTSUP.
int check(const offhook_event& raw) noexcept;

/// The typed event. `raw` has passed check().
Event to_event(const offhook_event& raw);

}  // namespace offhook::hal
