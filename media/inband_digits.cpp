// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/inband_digits.hpp"

#include <algorithm>

#include "media/tones.hpp"

namespace offhook::media {

bool InbandDigits::add(char digit, DigitTiming timing) noexcept {
  const auto tone = dtmf_tone(digit);
  if (tone.empty() || waiting_ == most_waiting) return false;
  Digit& slot = queue_[(first_ + waiting_++) % most_waiting];
  slot.tone = tone.front();
  // A length of 0 would sound for ever.
  slot.tone.milliseconds =
      static_cast<std::uint32_t>(std::max<std::int64_t>(timing.tone.count(), 1));
  slot.gap = rate_.frames_in(timing.gap);
  return true;
}

void InbandDigits::begin() noexcept {
  now_[0] = queue_[first_].tone;
  gap_ = queue_[first_].gap;
  first_ = (first_ + 1) % most_waiting;
  --waiting_;
  generator_.start(now_);
}

bool InbandDigits::next(std::span<Sample> out) noexcept {
  if (idle()) return false;
  if (!generator_.playing() && gap_left_ == 0) begin();
  std::ranges::fill(out, Sample{0});
  if (gap_left_ > 0) {
    gap_left_ -= std::min(gap_left_, out.size());
    return true;
  }
  generator_.mix_into(out);
  if (!generator_.playing()) gap_left_ = gap_;
  return true;
}

}  // namespace offhook::media
