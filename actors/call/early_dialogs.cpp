// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/call/early_dialogs.hpp"

namespace offhook::call {

EarlyDialog* EarlyDialogs::open(const sip::Message& invite, const sip::Message& response,
                                const Negotiation& negotiation) {
  if (response.to_tag().empty()) return nullptr;
  if (auto* known = find(response.to_tag())) return known;
  if (dialogs_.size() >= limit) return nullptr;
  return &dialogs_.emplace_back(
      EarlyDialog{dialog::Dialog::of_client(invite, response), negotiation, {}, {}});
}

EarlyDialog* EarlyDialogs::find(std::string_view remote_tag) {
  for (auto& early : dialogs_)
    if (early.dialog.id().remote_tag == remote_tag) return &early;
  return nullptr;
}

EarlyDialog* EarlyDialogs::only() {
  EarlyDialog* found = nullptr;
  for (auto& early : dialogs_) {
    if (early.is_over) continue;
    if (found != nullptr) return nullptr;
    found = &early;
  }
  return found;
}

}  // namespace offhook::call
