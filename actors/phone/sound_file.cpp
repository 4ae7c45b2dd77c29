// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/sound_file.hpp"

#include "media/clips.hpp"
#include "media/wav.hpp"

namespace offhook::phone {

absl::StatusOr<SoundFile> load_sound(const std::string& name) {
  constexpr std::string_view built_in = "clip:";
  if (name.starts_with(built_in)) {
    const auto clip = media::clip(std::string_view(name).substr(built_in.size()));
    if (clip.empty())
      return invalid_argument("no sound '" + name + "'; there are clip:alice and clip:bob");
    return std::make_shared<const media::Sound>(clip.begin(), clip.end());
  }
  auto samples = media::load_wav(name);
  if (!samples.ok()) return samples.status();
  if (samples->empty()) return invalid_argument(name + " has no sound in it");
  return std::make_shared<const media::Sound>(*std::move(samples));
}

}  // namespace offhook::phone
