// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/desk_state.hpp"

#include <algorithm>

namespace offhook::phone {

using call::CallState;

bool holds_here(CallState state) {
  return state == CallState::held_local || state == CallState::held_both;
}

const call::CallSnapshot* DeskState::find(std::string_view call_id) const {
  return calls.find(call_id);
}

const call::CallSnapshot* DeskState::ringing() const {
  return calls.first_ringing([this](const auto& call) { return call.call_id != focus; });
}

const call::CallSnapshot* DeskState::on_hold() const {
  return calls.first_held(
      [this](const auto& call) { return call.call_id != focus && !is_member(call.call_id); });
}

bool DeskState::has_messages() const {
  return std::any_of(mailboxes.begin(), mailboxes.end(),
                     [](const auto& each) { return each.second.waiting; });
}

bool DeskState::is_member(std::string_view call_id) const {
  return std::find(conference.begin(), conference.end(), call_id) != conference.end();
}

const SharedLine* DeskState::shared_at(const Line& key) const {
  const auto found = shared.find(key.shared_account);
  return found == shared.end() ? nullptr : &found->second;
}

bool DeskState::is_free(const Line& key) const {
  if (!key.call_id.empty()) return false;
  const auto* others = shared_at(key);
  return others == nullptr || others->is_idle(key.appearance) ||
         seized == SharedAppearance{key.shared_account, key.appearance};
}

const Line* DeskState::free_appearance(std::string_view account) const {
  const auto fits = [&](const Line& key) {
    return key.shared_account == account && key.appearance != 0 && is_free(key);
  };
  if (line && *line < lines.size() && fits(lines[*line])) return &lines[*line];
  for (const auto& key : lines)
    if (fits(key) && seized == SharedAppearance{key.shared_account, key.appearance}) return &key;
  const auto first = std::find_if(lines.begin(), lines.end(), fits);
  return first == lines.end() ? nullptr : &*first;
}

std::vector<const call::CallSnapshot*> DeskState::calls_at_lines() const {
  std::vector<const call::CallSnapshot*> at(lines.size());
  std::transform(lines.begin(), lines.end(), at.begin(),
                 [this](const Line& key) { return find(key.call_id); });
  for (const auto& call : calls) {
    const auto free = std::find(at.begin(), at.end(), nullptr);
    if (free == at.end()) break;
    if (std::find(at.begin(), at.end(), &call) == at.end()) *free = &call;
  }
  return at;
}

TransferStage transfer_stage(const DeskState& state) {
  using enum TransferStage;
  const auto& asking = state.consultation;
  if (!asking) return none;
  if (asking->sent) return sent;
  if (asking->waiting) return waiting;
  if (const auto* consult = state.find(asking->consult))
    return call::is_established(consult->state) ? talking : calling;
  return state.dialled && !state.dialled->empty() ? entering : asked;
}

ConferenceStage conference_stage(const DeskState& state) {
  using enum ConferenceStage;
  if (!state.conference.empty() && !state.consultation)
    return state.on_hold() != nullptr ? joined_one_held : joined;
  switch (transfer_stage(state)) {
    case TransferStage::none:
      return state.on_hold() != nullptr ? one_held : none;
    case TransferStage::calling:
      return calling;
    case TransferStage::talking:
      return talking;
    default:
      return asked;
  }
}

}  // namespace offhook::phone
