// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace offhook::phone {

/// How the desk holds conferences. The values are those of a phone as delivered.
struct ConferenceSettings {
  bool connect_others = false;  ///< when we leave, the other two go on with each other
  /// The Conference key joins a held call that is there already, instead of asking for a number.
  bool join_held = true;
  /// Where a server makes conferences (RFC 4579 §5.4): digits, user or SIP URI; "" mixes here.
  std::string factory{};
};

/// How far the person has come with a conference.
enum class ConferenceStage : std::uint8_t {
  none,      ///< one call
  one_held,  ///< one call in hand, another on hold
  asked,     ///< the key was pressed, the number is being entered
  calling,   ///< the third has been called and has not answered
  talking,   ///< with the third alone
  joined,
  joined_one_held,  ///< beside another call on hold
};

enum class ConferenceInput : std::uint8_t { conference_key, hold_key, split_key, hang_up };

enum class ConferenceMove : std::uint8_t {
  none,        ///< the input has its usual meaning
  ask_number,  ///< hold the peers, collect digits
  join,        ///< the call in hand and the one on hold, or those that are joined already
  hold_all,    ///< or resume all
  split,       ///< two calls again, both on hold
  end_all,
  connect_others,  ///< one of them is sent into the place of the other; our calls end then
};

[[nodiscard]] ConferenceMove conference_move(ConferenceStage stage, ConferenceInput input,
                                             const ConferenceSettings& settings);

/// Calls that the phone mixes: with us that makes six parties.
inline constexpr std::size_t most_conference_calls = 5;

}  // namespace offhook::phone
