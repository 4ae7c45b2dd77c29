// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace offhook::phone {

/// Everything that a person reads on the display, but names, numbers and what peers say. A language
/// is a table of these (words.cpp); "{}" stands for a name, a number or a count.
enum class Word : std::uint8_t {
  nothing,
  // pages
  no_service,
  enter_number,
  calling,
  connecting,
  ringing,
  incoming_call,
  connected,
  on_hold,
  on_hold_with,
  held_by_peer,
  held_by_both,
  muted,
  conference,
  transferring,
  transfer_to,
  add_to_conference,
  forward_to,
  forwarded_by,
  do_not_disturb,
  forwarding,
  forwarding_all,
  missed_call,
  missed_calls,
  waiting_call,
  paging,
  page,
  group_listening,
  remove_whom,
  new_message,
  new_messages,
  uncounted_messages,
  call_for,
  called_by,
  call_back_when_free,
  waiting_for,
  is_free,
  // notices
  call_ended,
  busy,
  call_failed,
  number_blocked,
  no_number,
  no_such_account,
  no_free_line,
  no_pick_up,
  nothing_to_pick_up,
  no_group_code,
  no_retrieve_code,
  no_orbit,
  no_mailbox_number,
  could_not_hold,
  line_in_use,
  line_not_granted,
  transfer_failed,
  transfer_failed_why,
  // soft keys
  key_send,
  key_delete,
  key_cancel,
  key_answer,
  key_reject,
  key_forward,
  key_hold,
  key_resume,
  key_swap,
  key_transfer,
  key_blind_transfer,
  key_conference,
  key_split,
  key_new_call,
  key_end,
  key_dnd,
  key_remove_member,
  key_pick_up,
  key_wait,
  key_history,
  key_directory,
  key_menu,
  key_back,
  key_select,
  key_call,
  key_on_off,
  key_save,
  key_clear,
  key_exit,
  key_view,
  // menu
  menu,
  history,
  all_calls,
  missed_list,
  received_list,
  placed_list,
  forwarded_list,
  clear_missed,
  directory,
  features,
  ring_volume,
  ring_tone,
  ring_number,
  ring_silent,
  ring_splash,
  ring_own,
  forward_always,
  forward_busy,
  forward_no_answer,
  anonymous_calls,
  anonymous_refused,
  status,
  registered,
  not_registered,
  address,
  version,
  empty_list,
  on,
  off,
  target,
  lower_case,
  upper_case,
  digits_only,
  // the lock
  key_unlock,
  lock_keys,
  locked,
  enter_pin,
  wrong_pin,
  wait_for_pin,
  emergency_only,
  last_of_them,
};
inline constexpr std::size_t word_count = static_cast<std::size_t>(Word::last_of_them);

using Dictionary = std::array<std::string_view, word_count>;

/// What the phone is delivered with.
[[nodiscard]] const Dictionary& english();
/// "en"; null for a language that there is none of.
[[nodiscard]] const Dictionary* dictionary_of(std::string_view language);

[[nodiscard]] inline std::string_view text_of(const Dictionary& words, Word word) {
  return words[static_cast<std::size_t>(word)];
}
/// With what stands for its "{}".
[[nodiscard]] std::string text_of(const Dictionary& words, Word word, std::string_view filling);

}  // namespace offhook::phone
