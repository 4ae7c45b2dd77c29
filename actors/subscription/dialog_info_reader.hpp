// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actors/base/status.hpp"

namespace offhook::subscription {

/// The states of RFC 4235 §3.7.1.
enum class DialogState : std::uint8_t { trying, proceeding, early, confirmed, terminated };
[[nodiscard]] std::string_view to_string(DialogState state);

/// One dialog of somebody we watch, RFC 4235 §4.1.1. What the notifier leaves out is empty.
struct WatchedDialog {
  std::string id;  ///< names it in later documents
  std::string call_id, local_tag, remote_tag;
  std::optional<bool> is_initiator;  ///< the watched party placed the call
  DialogState state = DialogState::trying;
  bool renders = true;        ///< false: on hold (§4.1.6.2, +sip.rendering)
  bool is_exclusive = false;  ///< nobody else may take it up (<exclusive> of shared lines)
  std::optional<std::uint32_t> appearance;  ///< of a shared line (RFC 7463 §5.2)
  std::string local_uri;
  std::string remote_uri, remote_display;
  std::string remote_target;  ///< where the peer is reached

  friend bool operator==(const WatchedDialog&, const WatchedDialog&) = default;
};

/// A whole document, RFC 4235 §4.1.
struct DialogInfo {
  std::uint32_t version = 0;
  bool is_full = false;  ///< else only what is another now (§4.3)
  std::string entity;    ///< whose dialogs: a URI
  std::vector<WatchedDialog> dialogs;
};

/// More dialogs of one party than this are left out.
inline constexpr std::size_t most_watched_dialogs = 64;

/// InvalidArgument for what is no dialog-info document; a dialog without id or state is left out.
/// Unknown elements are skipped (§4.1), namespace prefixes do not count.
[[nodiscard]] absl::StatusOr<DialogInfo> parse_dialog_info(std::string_view body);

}  // namespace offhook::subscription
