// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "actors/device/volume.hpp"
#include "actors/phone/conference_keys.hpp"
#include "actors/phone/dial_plan.hpp"
#include "actors/phone/hidden_digits.hpp"
#include "actors/phone/key_lock.hpp"
#include "actors/phone/shared_line.hpp"
#include "actors/phone/soft_keys.hpp"
#include "actors/phone/sound_settings.hpp"
#include "actors/phone/transfer_keys.hpp"
#include "actors/phone/watch_rules.hpp"
#include "actors/phone/words.hpp"

namespace offhook::phone {

/// What a line key or programmable key is for.
enum class KeyType : std::uint8_t {
  none,
  line,
  speed_dial,
  forward,
  do_not_disturb,
  transfer,
  hold,
  conference,
  redial,
  call_return,
  voice_mail,
  blf,       ///< watches somebody
  blf_list,  ///< the next member of the account's list
  pickup,
  group_pickup,
  park,
  retrieve_park,
  group_listening,
  intercom,      ///< calls, and has the other phone answer by itself
  page,          ///< speaks to a multicast group
  lock,          ///< of the keypad
  private_hold,  ///< as hold, but no other phone of a shared line may take the call
};
struct KeyFunction {
  KeyType type = KeyType::none;
  /// Number of a speed dial or an orbit, whom to watch, target of a forward, group of a page.
  std::string value{};
  std::string account_id{};  ///< "" the first, or any
  std::string label{};       ///< what a person calls it; "" as `value`
};

/// Off hook without digits calls this number.
struct Hotline {
  std::string number{};  ///< "" for none
  std::chrono::milliseconds delay{4000};
};

/// By what the desk decides. Made once of the settings.
struct DeskRules {
  DialPlan plan{};
  TransferSettings transfer{};
  ConferenceSettings conference{};
  Hotline hotline{};
  /// Keys by name, "L1" or "D3". A phone without any has as many line keys as `lines`.
  std::map<std::string, KeyFunction, std::less<>> keys{};
  std::size_t lines = 2;
  bool call_waiting_tone = true;
  EarlyMedia early_media = EarlyMedia::theirs;
  bool held_end_tone = true;       ///< a call that ends while we hold it is heard to end
  bool headset_preferred = false;  ///< its key chooses the path of the next call
  bool allow_mute = true;
  bool keep_mute = false;  ///< over the end of a call, until somebody switches it off
  bool allow_group_listening = true;
  device::Volumes volumes{};                    ///< at the start
  std::vector<std::string> second_dial_tone{};  ///< digits after which there is another dial tone
  WatchRules watch{};
  SoftKeyLayout soft_keys = usual_soft_keys();
  const Dictionary* words = &english();  ///< of notices
  LockedKeys lock = LockedKeys::none;
  HiddenDigits hidden{};                                         ///< digits that nobody is to read
  std::map<std::string, SharedLineRules, std::less<>> shared{};  ///< by account_id
};
inline constexpr std::size_t most_lines = 255;
inline constexpr std::size_t most_keys = 512;

}  // namespace offhook::phone
