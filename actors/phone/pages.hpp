// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "actors/device/led_policy.hpp"
#include "actors/phone/desk.hpp"
#include "actors/phone/info.hpp"
#include "actors/phone/words.hpp"

namespace offhook::phone {

/// Who called while nobody answered, and when.
struct MissedCall {
  std::string name;
  std::string time;
};

/// What display and lamps need to know beside the desk.
struct PageContext {
  std::string label{};  ///< own name and number, for the idle page
  bool registered = false;
  bool registers_at_all = true;  ///< a phone for direct calls has no service to lose
  bool do_not_disturb = false;
  std::string forwarded_to{};  ///< where all calls go, or ""
  bool forwards_some = false;  ///< when busy or unanswered
  std::size_t missed_calls = 0;
  bool messages = false;  ///< in a mailbox
  bool call_waiting_tone = true;
  EarlyMedia early_media = EarlyMedia::theirs;
  bool second_dial_tone = false;  ///< behind the digits entered so far
  device::VolumeStep page_volume = device::nominal_volume;
  std::map<device::LedId, device::LedPattern> key_lamps{};  ///< of what can be on or off
  /// Keys about others, and what they show.
  std::map<device::LedId, device::LedPattern> watch_lamps{};
  std::size_t new_messages = 0;  ///< in all mailboxes, where the servers count
  std::map<std::string, std::string>
      names{};               ///< of peers by call_id, where the phone knows better
  std::string suggestion{};  ///< whom the digits entered may be for
  std::optional<MissedCall> missed_to_tell{};  ///< the newest, while the idle page tells of it
  device::PowerLedSettings power_led{};
  HiddenDigits hidden{};
  const Dictionary* words = &english();
  SoftKeyLayout layout = usual_soft_keys();
};

/// The page for this state: four rows and the soft-key labels. Pure; texts in one table, UTF-8.
[[nodiscard]] DisplayInfo page_of(const DeskState& state, const PageContext& context);

/// "Alice 1001", "1001" or the URI: how a person names the far end, whose name is `name` or "".
[[nodiscard]] std::string name_of_peer(const call::CallSnapshot& call, std::string_view name,
                                       const HiddenDigits& hidden = {});

}  // namespace offhook::phone
