// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "actors/base/status.hpp"

namespace offhook::sip {

/// Who sends the next session refresh (RFC 4028 §4).
enum class Refresher : std::uint8_t { uac, uas };
[[nodiscard]] std::string_view to_string(Refresher refresher);

/// Session-Expires (RFC 4028 §4): the session ends unless refreshed within `interval`.
struct SessionExpires {
  std::chrono::seconds interval{};
  std::optional<Refresher> refresher;  ///< absent: the UAS of the request chooses

  friend bool operator==(const SessionExpires&, const SessionExpires&) = default;
};

/// RFC 4028 §4 and §5: no interval may be shorter, and Min-SE is this where it is not said.
inline constexpr std::chrono::seconds shortest_session{90};
/// RFC 4028 §4: what to ask for.
inline constexpr std::chrono::seconds usual_session{1800};

/// An interval that is too short is no error: the answer is 422, and the caller's.
[[nodiscard]] absl::StatusOr<SessionExpires> parse_session_expires(std::string_view text);
[[nodiscard]] std::string to_string(const SessionExpires& session_expires);

/// Min-SE (RFC 4028 §5): never below `shortest_session`.
[[nodiscard]] absl::StatusOr<std::chrono::seconds> parse_min_se(std::string_view text);

}  // namespace offhook::sip
