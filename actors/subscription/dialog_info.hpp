// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace offhook::subscription {

inline constexpr std::string_view dialog_event = "dialog";
inline constexpr std::string_view dialog_info_type = "application/dialog-info+xml";

/// One call in a dialog-info document (RFC 4235 §4.1).
struct DialogEntry {
  std::string id;  ///< ours, unique in the document
  std::string call_id, local_tag, remote_tag;
  bool is_initiator = false;
  std::string state;  ///< trying, proceeding, early, confirmed, terminated
  std::string local_uri, remote_uri;
  std::string remote_display{};
  std::string remote_target{};  ///< the peer's Contact
  bool renders = true;          ///< false: we hold the call (§4.1.6.2)
};

/// The whole state of `entity`, a URI. `version` grows by one with each document for the same
/// subscriber, from 0. What peers chose is escaped; octets that no XML may hold are left out.
[[nodiscard]] std::string write_dialog_info(std::string_view entity, std::uint32_t version,
                                            const std::vector<DialogEntry>& calls);

}  // namespace offhook::subscription
