// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <span>

#include "media/command.hpp"
#include "media/realtime.hpp"
#include "media/tone_generator.hpp"
#include "media/units.hpp"

namespace offhook::media {

/// Digits as sound in the stream itself (ITU-T Q.23), one after another in place of what is said.
class InbandDigits {
 public:
  static constexpr std::size_t most_waiting = 32;

  explicit InbandDigits(SampleRate rate = narrowband) : rate_(rate), generator_(rate) {}

  /// False if too many wait already, or `digit` is none.
  OFFHOOK_REALTIME bool add(char digit, DigitTiming timing) noexcept;
  /// Fills one period with the digit or the pause that is due. False, untouched, with none.
  OFFHOOK_REALTIME bool next(std::span<Sample> out) noexcept;
  [[nodiscard]] OFFHOOK_REALTIME bool idle() const noexcept {
    return waiting_ == 0 && !generator_.playing() && gap_left_ == 0;
  }

 private:
  struct Digit {
    ToneSegment tone;
    std::size_t gap = 0;  ///< samples
  };
  OFFHOOK_REALTIME void begin() noexcept;

  SampleRate rate_;
  std::array<Digit, most_waiting> queue_{};
  std::size_t first_ = 0;
  std::size_t waiting_ = 0;
  std::array<ToneSegment, 1> now_{};
  std::size_t gap_ = 0;  ///< samples of silence after the present digit
  std::size_t gap_left_ = 0;
  ToneGenerator generator_;
};

}  // namespace offhook::media
