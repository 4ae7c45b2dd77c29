// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>

#include "offhook/audio.h"
#include "offhook/sim.h"
#include "sample_queue.hpp"

namespace offhook::plugins::sim {

/// Three endpoints, each with a mouth before the microphone and an ear at the speaker. Answers as
/// audio.h and sim.h say; endpoints out of range are -ENODEV.
class SoundCard {
 public:
  /// `only_rate` in Hz; 0: those of common hardware.
  SoundCard(std::uint32_t queue_ms, std::uint32_t only_rate, bool dsp)
      : queue_ms_(queue_ms), only_rate_(only_rate), dsp_(dsp) {}

  int open(std::uint32_t endpoint, offhook_audio_format& format);
  int close(std::uint32_t endpoint);
  int transfer(std::uint32_t endpoint, std::int16_t* mic, const std::int16_t* speaker,
               std::uint32_t frames) noexcept;
  int route(std::uint32_t microphone_of, std::uint32_t speakers);
  int set_gain(std::uint32_t endpoint, std::uint32_t direction, std::int32_t centibel);
  int set_mute(std::uint32_t endpoint, bool muted);
  [[nodiscard]] std::uint32_t functions(std::uint32_t endpoint) const;
  int enable(std::uint32_t endpoint, std::uint32_t functions);

  int describe(std::uint32_t endpoint, offhook_sim_audio& out) const;
  int speak(std::uint32_t endpoint, const std::int16_t* samples, std::uint32_t frames);
  int hear(std::uint32_t endpoint, std::int16_t* samples, std::uint32_t frames);

 private:
  /// What exists while an endpoint is open.
  struct Line {
    Line(std::size_t capacity, std::uint32_t rate, std::uint32_t period)
        : mouth(capacity), ear(capacity), rate_hz(rate), frames(period) {}
    SampleQueue mouth;
    SampleQueue ear;
    std::uint32_t rate_hz;
    std::uint32_t frames;
    std::atomic<std::uint64_t> played{0};
    std::atomic<std::uint64_t> unheard{0};
  };
  struct Endpoint {
    std::unique_ptr<Line> line;
    std::atomic<bool> muted{false};
    std::int32_t microphone_centibel = 0;
    std::int32_t speaker_centibel = 0;
    bool microphone_routed = false;
    bool speaker_routed = false;
    std::uint32_t dsp_functions = 0;
  };

  std::array<Endpoint, OFFHOOK_ENDPOINT_COUNT> endpoints_;
  std::uint32_t queue_ms_;
  std::uint32_t only_rate_;
  bool dsp_;
};

}  // namespace offhook::plugins::sim
