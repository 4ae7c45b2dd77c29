// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/subscription/watched_dialogs.hpp"

#include <algorithm>
#include <array>

namespace offhook::subscription {
namespace {

constexpr auto names = std::to_array<std::string_view>(
    {"unknown", "idle", "ringing", "dialling", "talking", "holding"});

PartyState state_of(const WatchedDialog& dialog) {
  if (dialog.state == DialogState::confirmed)
    return dialog.renders ? PartyState::talking : PartyState::holding;
  if (!dialog.is_initiator.value_or(dialog.state != DialogState::early)) return PartyState::ringing;
  return PartyState::dialling;
}

int rank(PartyState state) {
  switch (state) {
    case PartyState::ringing:
      return 4;
    case PartyState::talking:
      return 3;
    case PartyState::holding:
      return 2;
    case PartyState::dialling:
      return 1;
    default:
      return 0;
  }
}

}  // namespace

std::string_view to_string(PartyState state) { return names.at(static_cast<std::size_t>(state)); }

PartyState state_of(const std::vector<WatchedDialog>& dialogs) {
  auto state = PartyState::idle;
  for (const auto& dialog : dialogs) {
    if (dialog.state == DialogState::terminated) continue;
    if (const auto its = state_of(dialog); rank(its) > rank(state)) state = its;
  }
  return state;
}

WatchedDialogs::Outcome WatchedDialogs::apply(const DialogInfo& info) {
  const auto before = version_;
  // §4.3: an older document is left out. One of the same version tells nothing new, but there are
  // notifiers that never count and always tell everything.
  if (before && (info.version < *before || (info.version == *before && !info.is_full)))
    return Outcome::stale;
  version_ = info.version;
  if (info.is_full) dialogs_.clear();
  for (const auto& dialog : info.dialogs) put(dialog);
  const bool missed = !info.is_full && (!before || info.version > *before + 1);
  known_ = known_ || info.is_full;
  return missed ? Outcome::gap : Outcome::applied;
}

void WatchedDialogs::lose() {
  known_ = false;
  version_.reset();
  dialogs_.clear();
}

/// §4.3: a dialog of a known id replaces it, a terminated one goes.
void WatchedDialogs::put(const WatchedDialog& dialog) {
  const auto known = std::find_if(dialogs_.begin(), dialogs_.end(),
                                  [&](const auto& each) { return each.id == dialog.id; });
  if (dialog.state == DialogState::terminated) {
    if (known != dialogs_.end()) dialogs_.erase(known);
  } else if (known != dialogs_.end()) {
    *known = dialog;
  } else if (dialogs_.size() < most_watched_dialogs) {
    dialogs_.push_back(dialog);
  }
}

}  // namespace offhook::subscription
