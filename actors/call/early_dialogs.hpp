// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <list>
#include <optional>
#include <string>
#include <string_view>

#include "actors/call/negotiation.hpp"
#include "actors/dialog/dialog.hpp"
#include "actors/dialog/reliable_provisional.hpp"

namespace offhook::call {

/// One far phone that rings for an INVITE of ours (RFC 3261 §12.1.2): its dialog, and its own
/// answer to the offer that all of them got.
struct EarlyDialog {
  dialog::Dialog dialog;
  Negotiation negotiation;
  dialog::ReliableReceiver reliable;
  std::string preview;         ///< the answer of an unreliable 18x, which binds nobody yet
  bool allows_update = false;  ///< its Allow lists UPDATE
  int open_pracks = 0;         ///< of ours, without a final response
  bool is_over = false;        ///< ended by us
};

/// The early dialogs of one INVITE, each known by the tag of the far phone.
class EarlyDialogs {
 public:
  /// Forks beyond these ring unseen; the 2xx of one of them still makes a dialog.
  static constexpr std::size_t limit = 16;

  /// That of a 101-199 response, made if it is the first of its phone; `negotiation` holds our
  /// offer. Null without a To tag or beyond the limit.
  EarlyDialog* open(const sip::Message& invite, const sip::Message& response,
                    const Negotiation& negotiation);
  [[nodiscard]] EarlyDialog* find(std::string_view remote_tag);
  /// That of the one phone that rings; null if none or several do.
  [[nodiscard]] EarlyDialog* only();
  /// The INVITE was refused or is sent anew: their phones are free.
  void clear() { dialogs_.clear(); }
  [[nodiscard]] std::size_t size() const { return dialogs_.size(); }

 private:
  std::list<EarlyDialog> dialogs_;  // addresses stay
};

}  // namespace offhook::call
