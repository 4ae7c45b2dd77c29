// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "actors/device/led_policy.hpp"

namespace offhook::phone {

/// What a key with a number does while somebody talks here.
enum class KeyInCall : std::uint8_t {
  new_call,  ///< holds the call and places another
  attended,  ///< the same, and Transfer connects the two
  blind,     ///< sends the peer there
};

/// What the key of a watched party does while that one talks.
enum class KeyAtBusy : std::uint8_t { call, intercom, barge };

/// How a call in hand is parked: sent to the orbit (REFER), or a code is dialled beside it.
enum class ParkMode : std::uint8_t { transfer, code };

/// What belongs to one account; what is empty holds as for the whole phone.
struct AccountServices {
  std::string voice_mail{};  ///< number of the mailbox
  std::string pickup_code{}, group_pickup_code{};
  std::string blf_list{};          ///< URI of a list of parties to watch (RFC 4662)
  bool mwi_at_voice_mail = false;  ///< asks the mailbox and not the account
  std::chrono::seconds mwi_expires{3600};
};

/// What the phone does about others. The values are those of a phone as delivered.
struct WatchRules {
  device::WatchMode lamps = device::WatchMode::idle_green;
  std::chrono::seconds expires{1800};
  bool unsolicited = false;  ///< believes servers that tell of dialogs without being asked
  bool fills_keys = true;    ///< members of a list take programmable keys that have no type
  KeyInCall in_call = KeyInCall::blind;
  KeyAtBusy at_busy = KeyAtBusy::call;
  std::string barge_code{};
  std::string intercom_code{};  ///< "": the INVITE asks for it
  std::string pickup_code{}, group_pickup_code{};
  bool replaces = true;  ///< takes calls over by Replaces (RFC 3891) where there is no code
  bool alert_shows = false, alert_sounds = false;  ///< somebody watched is called
  ParkMode park_mode = ParkMode::transfer;
  std::string park_code{}, retrieve_code{};
  bool completion = false;  ///< offers to call back who was busy or did not answer
  std::map<std::string, AccountServices, std::less<>> accounts{};  ///< by account_id

  /// The account's own, or that of the phone.
  [[nodiscard]] const std::string& pickup_code_of(std::string_view account_id) const;
  [[nodiscard]] const std::string& group_pickup_code_of(std::string_view account_id) const;
  /// "" where the file names none.
  [[nodiscard]] std::string voice_mail_of(std::string_view account_id) const;

 private:
  [[nodiscard]] const std::string& own_or(std::string AccountServices::*own,
                                          std::string_view account_id,
                                          const std::string& otherwise) const;
};

}  // namespace offhook::phone
