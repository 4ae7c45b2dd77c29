// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "actors/base/status.hpp"

namespace offhook::subscription {

inline constexpr std::string_view message_summary_event = "message-summary";
inline constexpr std::string_view message_summary_type = "application/simple-message-summary";

/// What waits in a mailbox (RFC 3842 §5.2): voice messages, the urgent ones among them.
struct MessageSummary {
  bool waiting = false;
  std::string account;  ///< Message-Account, a URI; empty if the server does not say
  std::uint32_t new_messages = 0, old_messages = 0;
  std::uint32_t new_urgent = 0, old_urgent = 0;

  friend bool operator==(const MessageSummary&, const MessageSummary&) = default;
};

/// Reads the body of a NOTIFY. Lines we do not know are left out, as are other kinds of message;
/// line ends and blanks are taken as they come. InvalidArgument without a Messages-Waiting line.
[[nodiscard]] absl::StatusOr<MessageSummary> parse_message_summary(std::string_view body);

}  // namespace offhook::subscription
