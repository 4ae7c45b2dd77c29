// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "actors/base/status.hpp"
#include "actors/phone/settings.hpp"
#include "media/audio_device.hpp"

namespace offhook::cli {

/// Mouth and ear of a phone without a sound card, from the [audio] section.
class SoundSource {
 public:
  /// InvalidArgument or NotFound for a source that cannot be.
  static absl::StatusOr<std::unique_ptr<SoundSource>> open(const phone::AudioSettings& settings);

  [[nodiscard]] const std::shared_ptr<media::AudioDevice>& device() const { return device_; }

  /// Writes the recording, if one was asked for. After the media thread has ended.
  absl::Status save() const;

 private:
  explicit SoundSource(phone::AudioSettings settings) : settings_(std::move(settings)) {}

  phone::AudioSettings settings_;
  std::vector<media::Sample> file_;
  std::shared_ptr<media::AudioDevice> device_;
  std::shared_ptr<media::WavAudio> recorder_;
};

}  // namespace offhook::cli
