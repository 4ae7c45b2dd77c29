// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/words.hpp"

namespace offhook::phone {
namespace {

struct Row {
  Word word;
  std::string_view text;
};

using enum Word;

// clang-format off
constexpr auto english_rows = std::to_array<Row>({
    {nothing,             ""},
    {no_service,          "No service"},
    {enter_number,        "Enter number"},
    {calling,             "Calling"},
    {connecting,          "Connecting"},
    {ringing,             "Ringing"},
    {incoming_call,       "Incoming call"},
    {connected,           "Connected"},
    {on_hold,             "On hold"},
    {on_hold_with,        "On hold: {}"},
    {held_by_peer,        "Held by the other side"},
    {held_by_both,        "Held by both sides"},
    {muted,               "Muted"},
    {conference,          "Conference"},
    {transferring,        "Transferring"},
    {transfer_to,         "Transfer to"},
    {add_to_conference,   "Add to conference"},
    {forward_to,          "Forward to"},
    {forwarded_by,        "via {}"},
    {do_not_disturb,      "Do not disturb"},
    {forwarding,          "Forwarding"},
    {forwarding_all,      "Forwarding to {}"},
    {missed_call,         "1 missed call"},
    {missed_calls,        "{} missed calls"},
    {waiting_call,        "+ {}"},
    {paging,              "Paging"},
    {page,                "Page"},
    {group_listening,     "Group listening"},
    {remove_whom,         "Remove whom?"},
    {new_message,         "1 new message"},
    {new_messages,        "{} new messages"},
    {uncounted_messages,  "New messages"},
    {call_for,            "Call for {}"},
    {called_by,           "from {}"},
    {call_back_when_free, "Call back when free?"},
    {waiting_for,         "Waiting for {}"},
    {is_free,             "Free now"},
    {call_ended,          "Call ended"},
    {busy,                "Busy"},
    {call_failed,         "Call failed"},
    {number_blocked,      "Number blocked"},
    {no_number,           "Not a number"},
    {no_such_account,     "No such account"},
    {no_free_line,        "No free line"},
    {no_pick_up,          "Cannot be picked up"},
    {nothing_to_pick_up,  "Nothing to pick up"},
    {no_group_code,       "No code for the group"},
    {no_retrieve_code,    "No code to retrieve calls"},
    {no_orbit,            "No orbit to park at"},
    {no_mailbox_number,   "No mailbox number"},
    {could_not_hold,      "Could not hold"},
    {line_in_use,         "Line in use"},
    {line_not_granted,    "Line not granted: {}"},
    {transfer_failed,     "Transfer failed"},
    {transfer_failed_why, "Transfer failed: {}"},
    {key_send,            "Send"},
    {key_delete,          "Delete"},
    {key_cancel,          "Cancel"},
    {key_answer,          "Answer"},
    {key_reject,          "Reject"},
    {key_forward,         "Forward"},
    {key_hold,            "Hold"},
    {key_resume,          "Resume"},
    {key_swap,            "Swap"},
    {key_transfer,        "Transfer"},
    {key_blind_transfer,  "B Transfer"},
    {key_conference,      "Conf"},
    {key_split,           "Split"},
    {key_new_call,        "New Call"},
    {key_end,             "End"},
    {key_dnd,             "DND"},
    {key_remove_member,   "Remove"},
    {key_pick_up,         "Pick up"},
    {key_wait,            "Call back"},
    {key_history,         "History"},
    {key_directory,       "Dir"},
    {key_menu,            "Menu"},
    {key_back,            "Back"},
    {key_select,          "Select"},
    {key_call,            "Call"},
    {key_on_off,          "On/Off"},
    {key_save,            "Save"},
    {key_clear,           "Clear"},
    {key_exit,            "Exit"},
    {key_view,            "View"},
    {menu,                "Menu"},
    {history,             "History"},
    {all_calls,           "All calls"},
    {missed_list,         "Missed calls"},
    {received_list,       "Received calls"},
    {placed_list,         "Placed calls"},
    {forwarded_list,      "Forwarded calls"},
    {clear_missed,        "Clear missed calls"},
    {directory,           "Directory"},
    {features,            "Features"},
    {ring_volume,         "Ring volume"},
    {ring_tone,           "Ring tone"},
    {ring_number,         "Ring {}"},
    {ring_silent,         "Silent"},
    {ring_splash,         "Splash"},
    {ring_own,            "Own sound"},
    {forward_always,      "Forward all"},
    {forward_busy,        "Forward busy"},
    {forward_no_answer,   "Forward no answer"},
    {anonymous_calls,     "Hide my number"},
    {anonymous_refused,   "Refuse hidden"},
    {status,              "Status"},
    {registered,          "registered"},
    {not_registered,      "not registered"},
    {address,             "Address"},
    {version,             "Version"},
    {empty_list,          "Empty"},
    {on,                  "on"},
    {off,                 "off"},
    {target,              "Forward to"},
    {lower_case,          "abc"},
    {upper_case,          "ABC"},
    {digits_only,         "123"},
    {key_unlock,          "Unlock"},
    {lock_keys,           "Lock the keys"},
    {locked,              "Locked"},
    {enter_pin,           "Enter PIN"},
    {wrong_pin,           "Wrong PIN"},
    {wait_for_pin,        "Wrong PIN: wait {} s"},
    {emergency_only,      "Emergency calls only"},
});
// clang-format on

constexpr Dictionary table_of(const decltype(english_rows)& rows) {
  Dictionary words{};
  for (std::size_t i = 0; i < rows.size(); ++i) words[i] = rows[i].text;
  return words;
}
constexpr bool in_order_of_the_enum() {
  for (std::size_t i = 0; i < english_rows.size(); ++i)
    if (static_cast<std::size_t>(english_rows[i].word) != i) return false;
  return english_rows.size() == word_count;
}
static_assert(in_order_of_the_enum());

constexpr Dictionary english_words = table_of(english_rows);

}  // namespace

const Dictionary& english() { return english_words; }

const Dictionary* dictionary_of(std::string_view language) {
  return language == "en" ? &english_words : nullptr;
}

std::string text_of(const Dictionary& words, Word word, std::string_view filling) {
  std::string text(text_of(words, word));
  if (const auto at = text.find("{}"); at != std::string::npos) text.replace(at, 2, filling);
  return text;
}

}  // namespace offhook::phone
