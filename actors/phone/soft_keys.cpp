// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/soft_keys.hpp"

#include <algorithm>

#include "actors/phone/desk_state.hpp"

namespace offhook::phone {
namespace {

struct Row {
  DeskMode mode;
  std::string_view name;
  SoftKeys keys;
};

struct Label {
  SoftKey key;
  std::string_view name;
  Word word;
};

constexpr auto _ = SoftKey::none;
using enum SoftKey;

// clang-format off
constexpr auto rows = std::to_array<Row>({
    {DeskMode::idle,               "idle",               {history,  directory, do_not_disturb, menu}},
    {DeskMode::dial_tone,          "dial_tone",          {_,        _,       _,              cancel}},
    {DeskMode::dialling,           "dialling",           {send,     remove,  _,              cancel}},
    {DeskMode::dialling_transfer,  "dialling_transfer",  {send,     remove,  blind,          cancel}},
    {DeskMode::placing,            "placing",            {_,        _,       _,              cancel}},
    {DeskMode::calling,            "calling",            {_,        _,       _,              cancel}},
    {DeskMode::calling_transfer,   "calling_transfer",   {transfer, _,       _,              cancel}},
    {DeskMode::transferring,       "transferring",       {_,        _,       _,              end}},
    {DeskMode::talking,            "talking",            {transfer, hold,    conference,     end}},
    {DeskMode::on_hold,            "on_hold",            {transfer, resume,  new_call,       end}},
    {DeskMode::two_calls,          "two_calls",          {transfer, swap,    conference,     end}},
    {DeskMode::waiting,            "waiting",            {answer,   forward, reject,         end}},
    {DeskMode::conference,         "conference",         {conference, hold,  split,          end}},
    {DeskMode::conference_on_hold, "conference_on_hold", {conference, resume, split,         end}},
    {DeskMode::failed,             "failed",             {new_call, _,       _,              cancel}},
    {DeskMode::failed_beside_held, "failed_beside_held", {new_call, resume,  _,              cancel}},
    {DeskMode::recalling,          "recalling",          {_,        resume,  _,              end}},
    {DeskMode::ringing,            "ringing",            {answer,   forward, _,              reject}},
    {DeskMode::held_alone,         "held_alone",         {_,        resume,  new_call,       end}},
    {DeskMode::managing,           "managing",           {drop,     _,       _,              cancel}},
    {DeskMode::paging,             "paging",             {_,        _,       _,              end}},
    {DeskMode::page_heard,         "page_heard",         {_,        _,       _,              end}},
    {DeskMode::failed_offering,    "failed_offering",    {new_call, wait,    _,              cancel}},
    {DeskMode::offering,           "offering",           {_,        wait,    _,              cancel}},
    {DeskMode::calling_back,       "calling_back",       {call_back, _,      _,              cancel}},
    {DeskMode::alerting,           "alerting",           {pick_up,  _,       _,              cancel}},
});

constexpr auto labels = std::to_array<Label>({
    {none,           "none",           Word::nothing},
    {send,           "send",           Word::key_send},
    {remove,         "delete",         Word::key_delete},
    {cancel,         "cancel",         Word::key_cancel},
    {answer,         "answer",         Word::key_answer},
    {reject,         "reject",         Word::key_reject},
    {forward,        "forward",        Word::key_forward},
    {hold,           "hold",           Word::key_hold},
    {resume,         "resume",         Word::key_resume},
    {swap,           "swap",           Word::key_swap},
    {transfer,       "transfer",       Word::key_transfer},
    {blind,          "blind_transfer", Word::key_blind_transfer},
    {conference,     "conference",     Word::key_conference},
    {split,          "split",          Word::key_split},
    {new_call,       "new_call",       Word::key_new_call},
    {end,            "end",            Word::key_end},
    {do_not_disturb, "dnd",            Word::key_dnd},
    {drop,           "remove_member",  Word::key_remove_member},
    {pick_up,        "pick_up",        Word::key_pick_up},
    {wait,           "call_back_when_free", Word::key_wait},
    {call_back,      "call_back",      Word::key_call},
    {history,        "history",        Word::key_history},
    {directory,      "directory",      Word::key_directory},
    {menu,           "menu",           Word::key_menu},
});
// clang-format on

constexpr bool in_order_of_the_enum() {
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (static_cast<std::size_t>(rows[i].mode) != i) return false;
  for (std::size_t i = 0; i < labels.size(); ++i)
    if (static_cast<std::size_t>(labels[i].key) != i) return false;
  return rows.size() == mode_count && labels.size() == static_cast<std::size_t>(menu) + 1;
}
static_assert(in_order_of_the_enum());

constexpr SoftKeyLayout layout_of() {
  SoftKeyLayout layout{};
  for (const auto& row : rows) layout[static_cast<std::size_t>(row.mode)] = row.keys;
  return layout;
}
constexpr SoftKeyLayout usual = layout_of();

DeskMode mode_in_hand(const DeskState& state, const call::CallSnapshot& call) {
  const auto stage = transfer_stage(state);
  if (stage == TransferStage::sent) return DeskMode::transferring;
  if (!call::is_established(call.state))
    return stage == TransferStage::calling ? DeskMode::calling_transfer : DeskMode::calling;
  if (state.ringing() != nullptr) return DeskMode::waiting;
  if (!state.conference.empty() && !state.consultation)
    return holds_here(call.state) ? DeskMode::conference_on_hold : DeskMode::conference;
  if (holds_here(call.state)) return DeskMode::on_hold;
  return state.on_hold() != nullptr ? DeskMode::two_calls : DeskMode::talking;
}

}  // namespace

DeskMode mode_of(const DeskState& state) {
  if (state.selected) return DeskMode::managing;
  if (!state.page_heard.empty()) return DeskMode::page_heard;
  if (state.dialled) {
    if (state.dialled->empty()) return DeskMode::dial_tone;
    return state.purpose == DialPurpose::transfer ? DeskMode::dialling_transfer
                                                  : DeskMode::dialling;
  }
  if (state.paging) return DeskMode::paging;
  if (state.placing) return DeskMode::placing;
  if (const auto* call = state.focused()) return mode_in_hand(state, *call);
  const bool held = state.on_hold() != nullptr || !state.conference.empty();
  const bool offered = state.completion && state.completion->stage == Completion::Stage::offered;
  if (state.failure) {
    if (held) return DeskMode::failed_beside_held;
    return offered ? DeskMode::failed_offering : DeskMode::failed;
  }
  if (state.ringing() != nullptr) return DeskMode::ringing;
  if (!state.recall.empty()) return DeskMode::recalling;
  if (state.rings_back()) return DeskMode::calling_back;
  if (held) return DeskMode::held_alone;
  if (state.alert && state.alert->shows) return DeskMode::alerting;
  return offered ? DeskMode::offering : DeskMode::idle;
}

const SoftKeyLayout& usual_soft_keys() { return usual; }

SoftKeys soft_keys(const DeskState& state, const SoftKeyLayout& layout) {
  return layout.at(static_cast<std::size_t>(mode_of(state)));
}

Word label_of(SoftKey key) { return labels.at(static_cast<std::size_t>(key)).word; }

std::vector<std::string> soft_key_labels(const DeskState& state, const SoftKeyLayout& layout,
                                         const Dictionary& words) {
  std::vector<std::string> texts;
  for (const auto key : soft_keys(state, layout)) texts.emplace_back(text_of(words, label_of(key)));
  return texts;
}

std::size_t soft_key_number(std::string_view key) {
  return key.size() == 2 && key[0] == 'F' && key[1] >= '1' && key[1] <= '4'
             ? static_cast<std::size_t>(key[1] - '0')
             : 0;
}

std::string_view name_of(DeskMode mode) { return rows.at(static_cast<std::size_t>(mode)).name; }

std::optional<DeskMode> mode_named(std::string_view name) {
  const auto found =
      std::find_if(rows.begin(), rows.end(), [&](auto& row) { return row.name == name; });
  return found == rows.end() ? std::nullopt : std::optional(found->mode);
}

std::string_view name_of(SoftKey key) { return labels.at(static_cast<std::size_t>(key)).name; }

std::optional<SoftKey> soft_key_named(std::string_view name) {
  const auto found =
      std::find_if(labels.begin(), labels.end(), [&](auto& label) { return label.name == name; });
  return found == labels.end() ? std::nullopt : std::optional(found->key);
}

}  // namespace offhook::phone
