// SPDX-License-Identifier: GPL-3.0-or-later
#include "sound_card.hpp"

#include <algorithm>
#include <cerrno>

namespace offhook::plugins::sim {

namespace {

constexpr std::uint32_t all_functions = OFFHOOK_DSP_ECHO_CANCELLATION |
                                        OFFHOOK_DSP_NOISE_SUPPRESSION | OFFHOOK_DSP_GAIN_CONTROL |
                                        OFFHOOK_DSP_SIDE_TONE;
// The range of a common telephone codec; nothing here depends on it.
constexpr std::int32_t most_gain = 400;

bool exists(std::uint32_t endpoint) { return endpoint < OFFHOOK_ENDPOINT_COUNT; }

/// The nearest rate the card does: telephone rates and that of most sound hardware.
std::uint32_t nearest_rate(std::uint32_t wanted) {
  constexpr std::array<std::uint32_t, 4> rates = {8000, 16000, 32000, 48000};
  return *std::min_element(rates.begin(), rates.end(), [=](auto a, auto b) {
    const auto distance = [=](std::uint32_t rate) {
      return rate > wanted ? rate - wanted : wanted - rate;
    };
    return distance(a) < distance(b);
  });
}

}  // namespace

int SoundCard::open(std::uint32_t endpoint, offhook_audio_format& format) {
  if (!exists(endpoint)) return -ENODEV;
  if (!OFFHOOK_HAS_MEMBER(&format, offhook_audio_format, latency_frames)) return -EINVAL;
  if (format.frames == 0 || format.frames > 48000) return -EINVAL;
  auto& line = endpoints_[endpoint].line;
  if (line) return -EBUSY;
  format.rate_hz = only_rate_ != 0 ? only_rate_ : nearest_rate(format.rate_hz);
  format.latency_frames = 0;  // air is instant here
  const auto capacity = std::max<std::size_t>(std::size_t{format.rate_hz} * queue_ms_ / 1000,
                                              std::size_t{format.frames} * 2);
  line = std::make_unique<Line>(capacity, format.rate_hz, format.frames);
  return 0;
}

int SoundCard::close(std::uint32_t endpoint) {
  if (!exists(endpoint)) return -ENODEV;
  endpoints_[endpoint].line.reset();
  return 0;
}

int SoundCard::transfer(std::uint32_t endpoint, std::int16_t* mic, const std::int16_t* speaker,
                        std::uint32_t frames) noexcept {
  Line* line = exists(endpoint) ? endpoints_[endpoint].line.get() : nullptr;
  const bool usable = line != nullptr && line->frames == frames;
  std::size_t heard = usable ? line->mouth.pop(mic, frames) : 0;
  if (usable && endpoints_[endpoint].muted.load(std::memory_order_relaxed)) heard = 0;
  if (mic != nullptr) std::fill(mic + heard, mic + frames, std::int16_t{0});
  if (!usable) return line == nullptr ? -ENODEV : -EINVAL;
  const auto kept = line->ear.push(speaker, frames);
  line->played.fetch_add(frames, std::memory_order_relaxed);
  line->unheard.fetch_add(frames - kept, std::memory_order_relaxed);
  return 0;
}

int SoundCard::route(std::uint32_t microphone_of, std::uint32_t speakers) {
  if (!exists(microphone_of) || speakers >> OFFHOOK_ENDPOINT_COUNT != 0) return -EINVAL;
  for (std::uint32_t i = 0; i < OFFHOOK_ENDPOINT_COUNT; ++i) {
    endpoints_[i].microphone_routed = i == microphone_of;
    endpoints_[i].speaker_routed = (speakers >> i & 1u) != 0;
  }
  return 0;
}

int SoundCard::set_gain(std::uint32_t endpoint, std::uint32_t direction, std::int32_t centibel) {
  if (!exists(endpoint)) return -ENODEV;
  const auto nearest = std::clamp(centibel, -most_gain, most_gain);
  switch (direction) {
    case OFFHOOK_DIRECTION_MICROPHONE:
      endpoints_[endpoint].microphone_centibel = nearest;
      return 0;
    case OFFHOOK_DIRECTION_SPEAKER:
      endpoints_[endpoint].speaker_centibel = nearest;
      return 0;
    default:
      return -EINVAL;
  }
}

int SoundCard::set_mute(std::uint32_t endpoint, bool muted) {
  if (!exists(endpoint)) return -ENODEV;
  endpoints_[endpoint].muted.store(muted, std::memory_order_relaxed);
  return 0;
}

std::uint32_t SoundCard::functions(std::uint32_t endpoint) const {
  return dsp_ && exists(endpoint) ? all_functions : 0;
}

int SoundCard::enable(std::uint32_t endpoint, std::uint32_t wanted) {
  if (!exists(endpoint)) return -ENODEV;
  if ((wanted & ~functions(endpoint)) != 0) return -ENOTSUP;
  endpoints_[endpoint].dsp_functions = wanted;
  return 0;
}

int SoundCard::describe(std::uint32_t endpoint, offhook_sim_audio& out) const {
  if (!exists(endpoint)) return -EINVAL;
  const Endpoint& from = endpoints_[endpoint];
  const Line* line = from.line.get();
  out = {.struct_size = sizeof out,
         .is_open = line != nullptr,
         .rate_hz = line != nullptr ? line->rate_hz : 0,
         .frames = line != nullptr ? line->frames : 0,
         .muted = from.muted.load(),
         .microphone_routed = from.microphone_routed,
         .speaker_routed = from.speaker_routed,
         .microphone_centibel = from.microphone_centibel,
         .speaker_centibel = from.speaker_centibel,
         .dsp_functions = from.dsp_functions,
         .played = line != nullptr ? line->played.load() : 0,
         .unheard = line != nullptr ? line->unheard.load() : 0};
  return 0;
}

int SoundCard::speak(std::uint32_t endpoint, const std::int16_t* samples, std::uint32_t frames) {
  if (!exists(endpoint)) return -EINVAL;
  if (!endpoints_[endpoint].line) return -ENOTCONN;
  return static_cast<int>(endpoints_[endpoint].line->mouth.push(samples, frames));
}

int SoundCard::hear(std::uint32_t endpoint, std::int16_t* samples, std::uint32_t frames) {
  if (!exists(endpoint)) return -EINVAL;
  if (!endpoints_[endpoint].line) return -ENOTCONN;
  return static_cast<int>(endpoints_[endpoint].line->ear.pop(samples, frames));
}

}  // namespace offhook::plugins::sim
