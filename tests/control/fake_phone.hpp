// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "actors/base/loop.hpp"
#include "actors/phone/messages.hpp"

namespace offhook::control {

/// What a test tells the fake phone to do, and what it saw.
struct FakePhoneScript {
  phone::PhoneInfo info;
  std::vector<phone::DeviceInfo> devices;
  std::optional<phone::Error> refusal;  ///< the answer to every order
  Instant delay{};                      ///< before an order is answered
  std::vector<std::string> orders;      ///< "hold c1", "dial 1002", "hook up", …
  std::vector<phone::EventSink> sinks;
  int waiting = 0;  ///< orders without an answer yet
};

phone::Error phone_error(phone::ErrorKind kind, const std::string& message, int sip_status = 0);

/// One account, 1001, registered; one call, c1, connected.
FakePhoneScript typical_phone();

/// Answers orders from the script. The hook changes `info` and tells hook.changed; a key tells
/// key.pressed: from the phone itself, as a real one would.
phone::Phone spawn_fake_phone(act::Loop& loop, FakePhoneScript& script);

}  // namespace offhook::control
