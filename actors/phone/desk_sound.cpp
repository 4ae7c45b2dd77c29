// SPDX-License-Identifier: GPL-3.0-or-later
// Keys that change what is heard and no call: paths, mute, volume, group listening, pages.
#include <algorithm>

#include "actors/phone/desk.hpp"
#include "actors/phone/volume_keys.hpp"

namespace offhook::phone {

using device::AudioPath;
using device::PathInput;
using device::PathPhase;

Acts Desk::press_speaker() {
  // Whoever silences a page does not ask for a dial tone.
  const bool lies_there = state_.audio_path() == AudioPath::none && phase() == PathPhase::idle;
  if (!state_.page_heard.empty() && lies_there) return {DismissPage{}};
  return follow(PathInput::speaker_key);
}

Acts Desk::press_headset() {
  return follow(
      device::headset_key_input({rules_.headset_preferred, state_.headset_mode}, phase()));
}

Acts Desk::press_sound(std::string_view key) {
  if (key == "VOLUME_UP" || key == "VOLUME_DOWN") turn_volume(state_, key == "VOLUME_UP");
  if (key == "GROUP_LISTEN") toggle_group_listening();
  if (key == "MUTE" && rules_.allow_mute) {
    const auto* call = state_.focused();
    const bool speaks = state_.paging || (call != nullptr && call::is_established(call->state));
    if (speaks || rules_.keep_mute) state_.muted = !state_.muted;
  }
  return {};
}

/// A call is over or another begins: mute goes with it unless it is to be kept.
void Desk::unmute() {
  if (!rules_.keep_mute) state_.muted = false;
}

/// Others in the room hear the peer too, while the person goes on speaking into the handset.
void Desk::toggle_group_listening() {
  const bool may = rules_.allow_group_listening && device::is_in_ear(state_.audio_path());
  if (may && state_.focused() != nullptr) state_.group_listening = !state_.group_listening;
}

bool Desk::has_second_dial_tone() const {
  const auto& digits = rules_.second_dial_tone;
  return state_.dialled && state_.purpose != DialPurpose::forward &&
         std::find(digits.begin(), digits.end(), *state_.dialled) != digits.end();
}

// ---- pages ----

/// The key begins a page, and ends it when it is pressed again.
Acts Desk::press_page(const std::string& group) {
  if (state_.paging)
    end_page();
  else
    begin_page(group);
  return {};
}

bool Desk::begin_page(const std::string& group) {
  const bool dial_tone = state_.dialled && state_.dialled->empty() && !state_.consultation;
  if (group.empty() || (!dial_tone && phase() != PathPhase::idle)) return false;
  stop_dialling();
  dismiss();
  open_path();
  state_.paging = group;
  return true;
}

void Desk::end_page() {
  if (!state_.paging) return;
  follow(PathInput::call_over);
  state_.paging.reset();
  unmute();
}

}  // namespace offhook::phone
