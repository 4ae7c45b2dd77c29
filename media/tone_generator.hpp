// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "media/realtime.hpp"
#include "media/tones.hpp"
#include "media/units.hpp"

namespace offhook::media {

/// Plays one tone, segment by segment. Each frequency at -13 dBm0, edges softened over 2 ms.
class ToneGenerator {
 public:
  explicit ToneGenerator(SampleRate rate = narrowband);

  /// Replaces whatever plays. The segments are borrowed while they play; empty is silence.
  OFFHOOK_REALTIME void start(std::span<const ToneSegment> segments) noexcept;
  OFFHOOK_REALTIME void stop() noexcept { segments_ = {}; }

  [[nodiscard]] OFFHOOK_REALTIME bool playing() const noexcept { return !segments_.empty(); }

  /// Adds the next samples to `out`, saturating. Stops by itself when the tone is over.
  OFFHOOK_REALTIME void mix_into(std::span<Sample> out) noexcept;

 private:
  OFFHOOK_REALTIME void enter(std::size_t segment) noexcept;
  OFFHOOK_REALTIME void next_segment() noexcept;
  [[nodiscard]] OFFHOOK_REALTIME bool silent_forever() const noexcept;
  OFFHOOK_REALTIME float next_sample(const ToneSegment& segment) noexcept;
  [[nodiscard]] OFFHOOK_REALTIME float edge_gain() const noexcept;

  SampleRate rate_;
  std::span<const ToneSegment> segments_;
  std::size_t at_ = 0;                    ///< which segment
  std::uint32_t played_ = 0;              ///< samples of it
  std::uint32_t length_ = 0;              ///< samples it has; 0 = until stopped
  std::array<std::uint32_t, 4> phase_{};  ///< of a full turn of 2^32
  std::array<std::uint32_t, 4> step_{};
  std::uint32_t modulation_phase_ = 0;
  std::uint32_t modulation_step_ = 0;
};

}  // namespace offhook::media
