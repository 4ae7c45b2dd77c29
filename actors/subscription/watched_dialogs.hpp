// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "actors/subscription/dialog_info_reader.hpp"

namespace offhook::subscription {

/// What somebody does whom we watch. With several dialogs the first of these that applies:
/// ringing, talking, holding, dialling.
enum class PartyState : std::uint8_t {
  unknown,  ///< nobody tells us
  idle,
  ringing,
  dialling,
  talking,
  holding,
};
/// "unknown", "idle", "ringing", …: as in the control API.
[[nodiscard]] std::string_view to_string(PartyState state);

/// Of dialogs that are known. A call that comes in rings from `trying` on. Where the notifier does
/// not say who called, an `early` one comes in.
[[nodiscard]] PartyState state_of(const std::vector<WatchedDialog>& dialogs);

/// The dialogs of one watched party, put together of full and partial documents: RFC 4235 §4.3.
class WatchedDialogs {
 public:
  enum class Outcome : std::uint8_t {
    applied,
    stale,  ///< older than what is known: left out
    gap,    ///< applied, but a document before it was lost: ask for the whole state
  };
  Outcome apply(const DialogInfo& info);
  /// Another subscription begins: its versions begin anew.
  void begin() { version_.reset(); }
  /// Nobody tells us any more.
  void lose();

  [[nodiscard]] PartyState state() const {
    return known_ ? state_of(dialogs_) : PartyState::unknown;
  }
  /// Those that are not over, in the order in which they became known.
  [[nodiscard]] const std::vector<WatchedDialog>& dialogs() const { return dialogs_; }

 private:
  void put(const WatchedDialog& dialog);

  bool known_ = false;
  std::optional<std::uint32_t> version_;
  std::vector<WatchedDialog> dialogs_;
};

}  // namespace offhook::subscription
