// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/audio_device.hpp"

#include <algorithm>

namespace offhook::media {

void NullAudio::transfer(std::span<Sample> mic, std::span<const Sample>) noexcept {
  std::ranges::fill(mic, Sample{0});
}

void EchoAudio::transfer(std::span<Sample> mic, std::span<const Sample> speaker) noexcept {
  std::ranges::copy(heard_, mic.begin());
  std::ranges::copy(speaker, heard_.begin());
}

Recording::Recording(std::chrono::milliseconds longest, SampleRate rate)
    : samples_(rate.frames_in(longest)) {}

void Recording::append(std::span<const Sample> samples) noexcept {
  const auto fits = samples.first(std::min(samples.size(), samples_.size() - length_));
  std::ranges::copy(fits, samples_.begin() + static_cast<std::ptrdiff_t>(length_));
  length_ += fits.size();
}

void ClipPlayer::next(std::span<Sample> out) noexcept {
  for (Sample& sample : out) {
    if (repeat_ == Repeat::forever && at_ == clip_.size()) at_ = 0;
    sample = at_ < clip_.size() ? clip_[at_++] : Sample{0};
  }
}

WavAudio::WavAudio(std::span<const Sample> clip, ClipPlayer::Repeat repeat,
                   std::chrono::milliseconds longest)
    : player_(clip, repeat), recording_(longest) {}

void WavAudio::transfer(std::span<Sample> mic, std::span<const Sample> speaker) noexcept {
  player_.next(mic);
  recording_.append(speaker);
}

}  // namespace offhook::media
