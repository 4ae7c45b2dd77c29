// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/volume_keys.hpp"

namespace offhook::phone {
namespace {

using device::AudioPath;

bool is_speech(const DeskState& state) {
  const auto* call = state.focused();
  return state.paging || !state.page_heard.empty() ||
         (call != nullptr && (call::is_established(call->state) || call->early_media));
}

device::PathVolume* path_volume(device::Volumes& volumes, AudioPath path) {
  switch (path) {
    case AudioPath::handset:
      return &volumes.handset;
    case AudioPath::headset:
      return &volumes.headset;
    case AudioPath::speaker:
      return &volumes.speaker;
    case AudioPath::none:
      break;
  }
  return nullptr;
}

device::VolumeStep& volume_in_use(DeskState& state) {
  auto* path = path_volume(state.volumes, state.audio_path());
  if (path == nullptr) return state.volumes.ring;
  return is_speech(state) ? path->speech : path->tone;
}

}  // namespace

bool turn_volume(DeskState& state, bool louder) {
  auto& step = volume_in_use(state);
  if (louder ? step >= device::most_volume : step == 0) return false;
  step = static_cast<device::VolumeStep>(louder ? step + 1 : step - 1);
  return true;
}

VolumeShown volume_shown(const DeskState& state) {
  DeskState copy = state;
  const auto path = state.audio_path();
  VolumeShown shown;
  shown.level = volume_in_use(copy);
  shown.kind = path == AudioPath::none ? "ring" : std::string(device::name_of(path));
  if (path != AudioPath::none && !is_speech(state)) shown.kind += "_tone";
  return shown;
}

}  // namespace offhook::phone
