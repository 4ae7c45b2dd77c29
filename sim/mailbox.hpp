// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace offhook::sim {

/// What waits for a user of a server.
struct Mailbox {
  std::uint32_t new_messages = 0, old_messages = 0;
  friend bool operator==(const Mailbox&, const Mailbox&) = default;
};

/// The body of a NOTIFY (RFC 3842 §5.2). `account` is a URI.
[[nodiscard]] std::string write_message_summary(const std::string& account, const Mailbox& box);

}  // namespace offhook::sim
