// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/watched_keys.hpp"

#include <algorithm>
#include <array>

namespace offhook::phone {
namespace {

using device::WatchedState;
using subscription::DialogState;
using subscription::PartyState;
using subscription::WatchedDialog;

bool watches(KeyType type) {
  return type == KeyType::blf || type == KeyType::blf_list || type == KeyType::pickup ||
         type == KeyType::park || type == KeyType::retrieve_park;
}

bool rings(const WatchedDialog& dialog) {
  return dialog.state != DialogState::confirmed && dialog.state != DialogState::terminated &&
         !dialog.is_initiator.value_or(dialog.state != DialogState::early);
}

WatchMove at_busy(const WatchRules& rules) {
  if (rules.at_busy == KeyAtBusy::intercom) return WatchMove::intercom;
  if (rules.at_busy == KeyAtBusy::barge && !rules.barge_code.empty()) return WatchMove::barge;
  return WatchMove::call;
}

WatchMove in_call(const WatchRules& rules) {
  constexpr auto moves =
      std::to_array<WatchMove>({WatchMove::call, WatchMove::attended, WatchMove::blind});
  return moves.at(static_cast<std::size_t>(rules.in_call));
}

}  // namespace

std::string watch_id(const KeyFunction& key) {
  if (!watches(key.type) || key.value.empty()) return {};
  return key.account_id + "/" + key.value;
}

WatchedState lamp_state(KeyType type, PartyState state) {
  const bool orbit = type == KeyType::park || type == KeyType::retrieve_park;
  switch (state) {
    case PartyState::unknown:
      return WatchedState::unknown;
    case PartyState::idle:
      return WatchedState::idle;
    case PartyState::ringing:
      return WatchedState::ringing;
    case PartyState::dialling:
      return WatchedState::dialling;
    case PartyState::talking:
      return orbit ? WatchedState::parked : WatchedState::talking;
    case PartyState::holding:
      return orbit ? WatchedState::parked : WatchedState::holding;
  }
  return WatchedState::unknown;
}

WatchMove watch_move(KeyStage stage, WatchedState state, const WatchRules& rules) {
  if (stage == KeyStage::asked)
    return rules.in_call == KeyInCall::blind ? WatchMove::blind : WatchMove::attended;
  if (state == WatchedState::ringing) return WatchMove::pick_up;
  if (state == WatchedState::parked) return WatchMove::retrieve;
  if (stage == KeyStage::in_call) return in_call(rules);
  switch (state) {
    case WatchedState::dialling:
    case WatchedState::talking:
    case WatchedState::holding:
      return at_busy(rules);
    default:
      return WatchMove::call;
  }
}

std::optional<Takeover> takeover_of(const WatchedDialog& dialog) {
  const auto& target = dialog.remote_target.empty() ? dialog.remote_uri : dialog.remote_target;
  if (dialog.call_id.empty() || dialog.local_tag.empty() || dialog.remote_tag.empty() ||
      target.empty())
    return std::nullopt;
  // At the peer its own tag is the to-tag, and that is the remote one of whom we watch.
  const bool early = dialog.state != DialogState::confirmed;
  return Takeover{target, {dialog.call_id, dialog.remote_tag, dialog.local_tag, early}};
}

const WatchedDialog* ringing_at(const WatchedParty& party) {
  const auto found = std::find_if(party.dialogs.begin(), party.dialogs.end(), rings);
  return found == party.dialogs.end() ? nullptr : &*found;
}

const WatchedDialog* standing_at(const WatchedParty& party) {
  const auto found = std::find_if(party.dialogs.begin(), party.dialogs.end(), [](const auto& each) {
    return each.state == DialogState::confirmed;
  });
  return found == party.dialogs.end() ? nullptr : &*found;
}

}  // namespace offhook::phone
