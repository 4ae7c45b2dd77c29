// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/local_sound.hpp"

#include <algorithm>

namespace offhook::media {
namespace {

void mix_into(std::span<Sample> out, std::span<const Sample> in, Gain gain) noexcept {
  for (std::size_t i = 0; i < out.size(); ++i)
    out[i] = saturate(out[i] + gain.apply(std::int32_t{in[i]}));
}

}  // namespace

// ---- orders ----

void LocalSound::obey(const PlayTone& order) noexcept {
  Layer& layer = layers_[static_cast<std::size_t>(order.layer)];
  layer.generator.start(order.segments);
  layer.ticket = order.ticket;
}

void LocalSound::obey(const StopTone& order) noexcept {
  layers_[static_cast<std::size_t>(order.layer)].generator.stop();
}

void LocalSound::obey(const PlayRing& order) noexcept {
  ring_.stop();
  ring_clip_ = ClipPlayer(order.clip, ClipPlayer::Repeat::forever);
  if (order.clip.empty()) ring_.start(order.segments);
}

void LocalSound::obey(const StopRing&) noexcept {
  ring_.stop();
  ring_clip_ = {};
}

void LocalSound::obey(const SetLevels& order) noexcept {
  const Levels& levels = order.levels;
  speaker_gain_ = Gain::from_centibel(levels.speaker);
  microphone_gain_ = Gain::from_centibel(levels.microphone);
  tone_gain_ = Gain::from_centibel(levels.tone);
  ring_gain_ = Gain::from_centibel(levels.ring);
  side_tone_on_ = levels.side_tone.has_value();
  side_tone_gain_ = Gain::from_centibel(levels.side_tone.value_or(silent_centibel));
}

void LocalSound::obey(const UseDevice& order) noexcept {
  AudioDevice* const before = device_;
  device_ = order.device != nullptr ? order.device : &silence_;
  main_rings_ = order.rings;
  if (before != device_ && before != &silence_) events_.report(DeviceReleased{before});
}

void LocalSound::obey(const UseOutput& order) noexcept {
  if (order.place >= outputs_.size()) return;
  Output& output = outputs_[order.place];
  AudioDevice* const before = output.device;
  output = {order.device, order.sound};
  if (before != nullptr && before != order.device) events_.report(DeviceReleased{before});
}

// ---- the tick ----

void LocalSound::transfer(const MixMatrix::Sum& ear) noexcept {
  mix_talk(ear);
  mix_tones();
  mix_ring();
  play(*device_, {.talk = true, .ring = main_rings_}, said_);
  listen();
  Period unwanted;
  for (const Output& output : outputs_)
    if (output.device != nullptr) play(*output.device, output.sound, unwanted);
}

void LocalSound::mix_talk(const MixMatrix::Sum& ear) noexcept {
  // The side tone is one period old: what is said now comes back only with this transfer.
  for (std::size_t i = 0; i < talk_.size(); ++i) {
    const std::int32_t side = side_tone_on_ ? side_tone_gain_.apply(std::int32_t{said_[i]}) : 0;
    talk_[i] = saturate(speaker_gain_.apply(saturate(ear[i])) + side);
  }
}

void LocalSound::mix_tones() noexcept {
  for (Layer& layer : layers_) {
    if (!layer.generator.playing()) continue;
    Period tone{};
    layer.generator.mix_into(tone);
    mix_into(talk_, tone, tone_gain_);
    if (!layer.generator.playing()) events_.report(ToneFinished{layer.ticket});
  }
}

void LocalSound::mix_ring() noexcept {
  rings_.fill(0);
  if (ring_.playing()) ring_.mix_into(rings_);
  if (!ring_clip_.finished()) ring_clip_.next(rings_);
  ring_gain_.apply(rings_);
}

void LocalSound::play(AudioDevice& device, OutputSound sound, std::span<Sample> mic) noexcept {
  if (sound.talk && !(sound.ring && ringing())) return device.transfer(mic, talk_);
  Period out{};
  if (sound.talk) out = talk_;
  if (sound.ring) mix_into(out, rings_, Gain{});
  device.transfer(mic, out);
}

void LocalSound::listen() noexcept {
  if (muted_)
    said_.fill(0);
  else
    microphone_gain_.apply(said_);
}

bool LocalSound::busy() const noexcept {
  const auto plays = [](const Layer& layer) { return layer.generator.playing(); };
  const auto needy = [](const Output& output) {
    return output.device != nullptr && output.device->needs_tick();
  };
  return ringing() || device_->needs_tick() || std::ranges::any_of(layers_, plays) ||
         std::ranges::any_of(outputs_, needy);
}

}  // namespace offhook::media
