// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actors/phone/words.hpp"

namespace offhook::phone {

struct DeskState;

/// What a key below the display does.
enum class SoftKey : std::uint8_t {
  none,
  send,
  remove,  ///< the last digit
  cancel,
  answer,
  reject,
  forward,
  hold,
  resume,
  swap,  ///< the call in hand and the one on hold
  transfer,
  blind,  ///< transfer to the number entered, without asking there
  conference,
  split,
  new_call,
  end,
  do_not_disturb,
  drop,       ///< the member of the conference that is chosen
  pick_up,    ///< the call that rings at somebody whom we watch
  wait,       ///< for who was busy or did not answer
  call_back,  ///< who is free now
  history,
  directory,
  menu,
};

/// What the display is about; soft keys and pages follow from it.
enum class DeskMode : std::uint8_t {
  idle,
  dial_tone,
  dialling,
  dialling_transfer,
  placing,
  calling,           ///< a call of ours is not answered yet
  calling_transfer,  ///< the same, to a third
  transferring,      ///< REFER is under way
  talking,
  on_hold,    ///< the call in hand is held by us
  two_calls,  ///< one in hand and another on hold
  waiting,    ///< somebody calls while we talk
  conference,
  conference_on_hold,
  failed,
  failed_beside_held,  ///< a call failed and another waits on hold
  recalling,           ///< a call on hold rings back
  ringing,
  held_alone,  ///< nothing in hand, a call on hold
  managing,    ///< a member of the conference is chosen
  paging,      ///< we speak to a group
  page_heard,
  failed_offering,  ///< a call failed and may be tried again when the called one is free
  offering,         ///< the same, with nothing in hand
  calling_back,     ///< who was waited for is free
  alerting,         ///< somebody whom we watch is called
};
[[nodiscard]] DeskMode mode_of(const DeskState& state);

inline constexpr std::size_t mode_count = static_cast<std::size_t>(DeskMode::alerting) + 1;

/// The keys F1-F4.
using SoftKeys = std::array<SoftKey, 4>;
/// Those of each mode.
using SoftKeyLayout = std::array<SoftKeys, mode_count>;
[[nodiscard]] const SoftKeyLayout& usual_soft_keys();
[[nodiscard]] SoftKeys soft_keys(const DeskState& state,
                                 const SoftKeyLayout& layout = usual_soft_keys());
/// What is written over each of them; "" has no effect.
[[nodiscard]] std::vector<std::string> soft_key_labels(
    const DeskState& state, const SoftKeyLayout& layout = usual_soft_keys(),
    const Dictionary& words = english());
[[nodiscard]] Word label_of(SoftKey key);

/// 1 for "F1"; 0 if it is none of the four.
[[nodiscard]] std::size_t soft_key_number(std::string_view key);

// As the settings file writes them: "talking", "new_call".
[[nodiscard]] std::string_view name_of(DeskMode mode);
[[nodiscard]] std::optional<DeskMode> mode_named(std::string_view name);
[[nodiscard]] std::string_view name_of(SoftKey key);
[[nodiscard]] std::optional<SoftKey> soft_key_named(std::string_view name);

}  // namespace offhook::phone
