// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace offhook::control {

/// Why we close, RFC 6455 §7.4.1 and the registry there.
enum class CloseCode : std::uint16_t {
  going_away = 1001,
  unacceptable_data = 1003,
  policy_violation = 1008,
  internal_error = 1011,
  try_again_later = 1013,
};

/// Where a session's texts go: a WebSocket, or a list in a test. Used on the loop's thread only.
class Outlet {
 public:
  virtual ~Outlet() = default;
  /// Takes one message and calls `written` once there is room for the next; until then no other
  /// send is made. Not called: `written`, if the client is gone.
  virtual void send(std::string text, std::function<void()> written) = 0;
  /// The last call to this object.
  virtual void close(CloseCode code, std::string_view reason) = 0;
};

}  // namespace offhook::control
