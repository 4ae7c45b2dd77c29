// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string_view>

#include "actors/sip/message.hpp"

namespace offhook::call {

/// What the body of a message is to a call (RFC 3261 §8.2.3, RFC 5621 §3).
struct SessionBody {
  /// The session description, alone or inside a multipart; "" for none. Borrows from the message.
  std::string_view session;
  /// Something in the body cannot be understood, and nothing says that it need not be: 415.
  bool is_unreadable = false;
  /// It is encoded in a way that we cannot undo: 415 with Accept-Encoding.
  bool is_encoded = false;
};

[[nodiscard]] SessionBody session_body_of(const sip::Message& message);

/// The session alone, for a response: what else it carries cannot be refused.
[[nodiscard]] std::string_view session_of(const sip::Message& message);

}  // namespace offhook::call
