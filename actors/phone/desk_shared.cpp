// SPDX-License-Identifier: GPL-3.0-or-later
// Keys of a line that other phones share: where to dial, and whose call may be taken.
#include "actors/phone/desk.hpp"

namespace offhook::phone {

/// No call of ours is there, but one of another phone.
Acts Desk::press_shared(const SharedLine& others, std::size_t number) {
  const auto& line = state_.lines[number];
  const bool may = others.use_of(line.appearance) == AppearanceUse::retrieve;
  if (!may || state_.placing || state_.consultation) return {};
  const RetrieveCall retrieve{line.shared_account, line.appearance};
  prepare_call();
  state_.line = number;
  return {retrieve};
}

/// Where the server knows the call to be; false for a call of this phone alone.
bool Desk::put_on_appearance(const call::CallSnapshot& call) {
  if (call.appearance == 0) return false;
  if (state_.seized == SharedAppearance{call.account_id, call.appearance}) state_.seized.reset();
  for (auto& line : state_.lines) {
    if (line.shared_account != call.account_id || line.appearance != call.appearance) continue;
    if (line.call_id.empty()) line.call_id = call.call_id;
    return line.call_id == call.call_id;
  }
  return false;
}

/// A call of ours on hold that the server calls active is another phone's by now.
void Desk::release_appearance(const call::CallSnapshot& call) {
  const auto line = state_.shared.find(call.account_id);
  if (call.appearance == 0 || line == state_.shared.end()) return;
  const bool is_held = line->second.use_of(call.appearance) == AppearanceUse::retrieve ||
                       line->second.at(call.appearance) == sip::AppearanceState::held_private;
  if (holds_here(call.state) && !is_held) return;
  line->second.released(call.appearance);
}

void Desk::shared_line_changed(const std::string& account_id,
                               const std::vector<sip::Appearance>& appearances) {
  state_.shared[account_id].told(appearances);
}

std::optional<SharedAppearance> Desk::appearance_wanted() const {
  const bool dials = state_.dialled && state_.purpose != DialPurpose::forward &&
                     state_.audio_path() != device::AudioPath::none;
  const std::string account_id = state_.account_id.empty() ? first_account : state_.account_id;
  if (!dials || !rules_.shared.contains(account_id)) return std::nullopt;
  const auto* line = state_.free_appearance(account_id);
  if (line == nullptr) return std::nullopt;
  return SharedAppearance{account_id, line->appearance};
}

std::optional<SharedAppearance> Desk::take_appearance(const std::string& account_id) {
  const auto* line = state_.free_appearance(account_id);
  if (line == nullptr) return std::nullopt;
  state_.line = static_cast<std::size_t>(line - state_.lines.data());
  return SharedAppearance{account_id, line->appearance};
}

}  // namespace offhook::phone
