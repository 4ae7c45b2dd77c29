// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <memory>
#include <utility>

#include "hal/audio.hpp"
#include "media/audio_device.hpp"
#include "media/resampler.hpp"

namespace offhook::phone {

/// An endpoint of the board as the engine's microphone and speaker.
class BoardSound final : public media::AudioDevice {
 public:
  explicit BoardSound(std::shared_ptr<hal::BoardAudio> audio) : audio_(std::move(audio)) {}

  /// A board that is gone gives silence; the audio path's actor hears of it by its own event.
  OFFHOOK_REALTIME void transfer(std::span<media::Sample> mic,
                                 std::span<const media::Sample> speaker) noexcept override {
    audio_->transfer(mic, speaker);
  }

 private:
  std::shared_ptr<hal::BoardAudio> audio_;
};

/// The endpoint at the engine's rate, whatever rate the board runs at. Null for null.
inline std::shared_ptr<media::AudioDevice> sound_of(std::shared_ptr<hal::BoardAudio> audio) {
  if (!audio) return nullptr;
  const media::SampleRate rate{audio->format().rate_hz};
  auto sound = std::make_unique<BoardSound>(std::move(audio));
  if (rate == media::narrowband) return sound;
  return std::make_shared<media::ResampledAudio>(std::move(sound), rate);
}

}  // namespace offhook::phone
