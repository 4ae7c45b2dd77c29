// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actors/device/led_policy.hpp"
#include "actors/phone/desk_rules.hpp"
#include "actors/sip/replaces.hpp"
#include "actors/subscription/watched_dialogs.hpp"

namespace offhook::phone {

/// What is known of somebody whom we watch.
struct WatchedParty {
  subscription::PartyState state = subscription::PartyState::unknown;
  std::vector<subscription::WatchedDialog> dialogs{};
};
/// By the name that `watch_id` gives.
using WatchedParties = std::map<std::string, WatchedParty, std::less<>>;

/// Whom a key watches, for all keys with the same account and value alike: "1/1002". "" if nobody.
[[nodiscard]] std::string watch_id(const KeyFunction& key);

/// A call that stands at an orbit is parked, whatever the orbit does with it.
[[nodiscard]] device::WatchedState lamp_state(KeyType type, subscription::PartyState state);

/// What the person is about when a key is pressed.
enum class KeyStage : std::uint8_t {
  free,     ///< nothing, or the dial tone
  in_call,  ///< an answered call is in hand
  asked,    ///< Transfer was pressed and wants a number
};
enum class WatchMove : std::uint8_t {
  call,
  pick_up,   ///< the call that rings there
  retrieve,  ///< the call that is parked there
  intercom,
  barge,  ///< into the call there, by code
  blind,
  attended,
};

/// What a key with the number of somebody does: rows 40 and 61 of docs/features.md.
[[nodiscard]] WatchMove watch_move(KeyStage stage, device::WatchedState state,
                                   const WatchRules& rules);

/// How to take the place of `dialog` at its peer (RFC 3891; RFC 5359 §2.15 for one that rings).
struct Takeover {
  std::string target;  ///< URI of the peer
  sip::Replaces replaces;
};
/// nullopt where the notifier hides what it takes.
[[nodiscard]] std::optional<Takeover> takeover_of(const subscription::WatchedDialog& dialog);

/// The call that rings there, or null; of several the oldest.
[[nodiscard]] const subscription::WatchedDialog* ringing_at(const WatchedParty& party);
/// The call that stands there, or null.
[[nodiscard]] const subscription::WatchedDialog* standing_at(const WatchedParty& party);

}  // namespace offhook::phone
