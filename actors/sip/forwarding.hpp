// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actors/base/status.hpp"
#include "actors/sip/headers.hpp"
#include "actors/sip/message.hpp"

namespace offhook::sip {

/// One value of Diversion (RFC 5806): who sent the call on, and why. The latest is on top.
struct Diversion {
  NameAddr address;    ///< without the parameters below
  std::string reason;  ///< "no-answer", "user-busy", "unconditional", …; unquoted; may be empty
  std::optional<std::uint32_t> counter;  ///< how many diversions it stands for; 1 if absent
  bool is_private = false;               ///< not to be shown: privacy says anything but "off"
};
[[nodiscard]] absl::StatusOr<Diversion> parse_diversion(std::string_view text);
[[nodiscard]] std::string to_string(const Diversion& diversion);

/// One value of History-Info (RFC 7044 §5): a target that the request was sent to. The first is the
/// oldest.
struct HistoryEntry {
  /// How the target was found (§5, hi-target-param): `rc` it is a registered contact of the one
  /// before, `mp` another user, `np` the same user.
  enum class Change : std::uint8_t { unknown, rc, mp, np };

  std::string display_name;
  Uri target;                        ///< without the headers that the entry hides in it
  std::vector<std::uint32_t> index;  ///< 1.2.1 as {1, 2, 1}; never empty
  Change change = Change::unknown;   ///< why `target` took the place of the entry `changed_from`
  std::vector<std::uint32_t> changed_from;  ///< an index; empty if `change` is unknown
  std::optional<Reason> reason;             ///< what the target answered, if it was a refusal
  bool is_private = false;                  ///< Privacy: history (§10.1)
};
[[nodiscard]] absl::StatusOr<HistoryEntry> parse_history_entry(std::string_view text);
[[nodiscard]] std::string to_string(const HistoryEntry& entry);

/// Who sent this call on to us, by the top Diversion or else by History-Info: what a display shows
/// as "forwarded by". Nullopt if nobody did, or if that is not to be shown.
[[nodiscard]] std::optional<NameAddr> forwarded_by(const Message& invite);

}  // namespace offhook::sip
