// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/soft_keys.hpp"

#include <algorithm>

namespace offhook::phone {
namespace {

struct Row {
  DeskMode mode;
  SoftKeys keys;
};

struct Label {
  SoftKey key;
  std::string_view text;
};

constexpr auto _ = SoftKey::none;
using enum SoftKey;

// clang-format off
constexpr auto rows = std::to_array<Row>({
    {DeskMode::idle,               {_,        _,       do_not_disturb, _}},
    {DeskMode::dial_tone,          {_,        _,       _,              cancel}},
    {DeskMode::dialling,           {send,     remove,  _,              cancel}},
    {DeskMode::dialling_transfer,  {send,     remove,  blind,          cancel}},
    {DeskMode::placing,            {_,        _,       _,              cancel}},
    {DeskMode::calling,            {_,        _,       _,              cancel}},
    {DeskMode::calling_transfer,   {transfer, _,       _,              cancel}},
    {DeskMode::transferring,       {_,        _,       _,              end}},
    {DeskMode::talking,            {transfer, hold,    conference,     end}},
    {DeskMode::on_hold,            {transfer, resume,  new_call,       end}},
    {DeskMode::two_calls,          {transfer, swap,    conference,     end}},
    {DeskMode::waiting,            {answer,   forward, reject,         end}},
    {DeskMode::conference,         {conference, hold,  split,          end}},
    {DeskMode::conference_on_hold, {conference, resume, split,         end}},
    {DeskMode::failed,             {new_call, _,       _,              cancel}},
    {DeskMode::failed_beside_held, {new_call, resume,  _,              cancel}},
    {DeskMode::recalling,          {_,        resume,  _,              end}},
    {DeskMode::ringing,            {answer,   forward, _,              reject}},
    {DeskMode::held_alone,         {_,        resume,  new_call,       end}},
    {DeskMode::managing,           {drop,     _,       _,              cancel}},
    {DeskMode::paging,             {_,        _,       _,              end}},
    {DeskMode::page_heard,         {_,        _,       _,              end}},
    {DeskMode::failed_offering,    {new_call, wait,    _,              cancel}},
    {DeskMode::offering,           {_,        wait,    _,              cancel}},
    {DeskMode::calling_back,       {call_back, _,      _,              cancel}},
    {DeskMode::alerting,           {pick_up,  _,       _,              cancel}},
});

constexpr auto labels = std::to_array<Label>({
    {none, ""},             {send, "Send"},     {remove, "Delete"},         {cancel, "Cancel"},
    {answer, "Answer"},     {reject, "Reject"}, {forward, "Forward"},       {hold, "Hold"},
    {resume, "Resume"},     {swap, "Swap"},     {transfer, "Transfer"},     {blind, "B Transfer"},
    {conference, "Conf"},   {split, "Split"},   {new_call, "New Call"},     {end, "End"},
    {do_not_disturb, "DND"},{drop, "Remove"},   {pick_up, "Pick up"},
    {wait, "Call back"},    {call_back, "Call"},
});
// clang-format on

constexpr bool in_order_of_the_enum() {
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (static_cast<std::size_t>(rows[i].mode) != i) return false;
  for (std::size_t i = 0; i < labels.size(); ++i)
    if (static_cast<std::size_t>(labels[i].key) != i) return false;
  return rows.size() == static_cast<std::size_t>(DeskMode::alerting) + 1;
}
static_assert(in_order_of_the_enum());

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

SoftKeys soft_keys(DeskMode mode) { return rows.at(static_cast<std::size_t>(mode)).keys; }
SoftKeys soft_keys(const DeskState& state) { return soft_keys(mode_of(state)); }

std::string_view label_of(SoftKey key) { return labels.at(static_cast<std::size_t>(key)).text; }

std::vector<std::string> soft_key_labels(const DeskState& state) {
  std::vector<std::string> texts;
  for (const auto key : soft_keys(state)) texts.emplace_back(label_of(key));
  return texts;
}

}  // namespace offhook::phone
