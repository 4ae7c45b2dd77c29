// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/digits.hpp"

#include <algorithm>

namespace offhook::media {
namespace {

/// Longer than three lost packets of 50 ms, the longest interval the RFC recommends (§2.5.1.2).
constexpr std::uint32_t silent_periods = 20;
/// The duration field ends here. Longer presses would need segments (§2.5.1.3); we cut them.
constexpr std::uint32_t longest_event = 0xFFFF;

}  // namespace

bool DigitSender::add(std::uint8_t event, DigitTiming timing) noexcept {
  if (waiting_ == most_waiting) return false;
  queue_[(first_ + waiting_++) % most_waiting] = {
      event, std::min(rate_.frames_in(timing.tone), longest_event), rate_.frames_in(timing.gap)};
  return true;
}

void DigitSender::clear() noexcept {
  waiting_ = 0;
  sending_ = false;
  gap_left_ = 0;
}

void DigitSender::begin(std::uint32_t timestamp) noexcept {
  now_ = queue_[first_];
  first_ = (first_ + 1) % most_waiting;
  --waiting_;
  sending_ = true;
  start_ = timestamp;
  elapsed_ = 0;
  ends_sent_ = 0;
}

std::optional<DigitSender::Packet> DigitSender::next(std::uint32_t timestamp,
                                                     std::uint32_t samples) noexcept {
  if (!sending_) {
    if (gap_left_ > 0) {
      gap_left_ -= std::min(gap_left_, samples);
      return std::nullopt;
    }
    if (waiting_ == 0) return std::nullopt;
    begin(timestamp);
  }
  const bool first = elapsed_ == 0;
  elapsed_ += samples;
  const std::uint32_t duration = std::min(elapsed_, now_.tone);
  const bool end = duration >= now_.tone;
  Packet packet{{.event = now_.event, .end = end, .duration = static_cast<std::uint16_t>(duration)},
                start_,
                first};
  if (end && ++ends_sent_ >= ends_) {
    sending_ = false;
    // The repeated ends already were a part of the pause.
    const std::uint32_t passed = elapsed_ - now_.tone;
    gap_left_ = now_.gap > passed ? now_.gap - passed : 0;
  }
  return packet;
}

std::optional<DigitReceiver::Digit> DigitReceiver::packet(std::uint32_t timestamp,
                                                          const TelephoneEvent& event) noexcept {
  std::optional<Digit> over;
  const auto newer = static_cast<std::int32_t>(timestamp - timestamp_);
  if (known_ && newer < 0) return over;               // overtaken by a later digit
  if (known_ && newer == 0 && !open_) return over;    // its end, once more
  if (known_ && newer > 0 && open_) over = finish();  // its end got lost
  known_ = true;
  open_ = true;
  timestamp_ = timestamp;
  event_ = event.event;
  duration_ = newer == 0 ? std::max<std::uint32_t>(duration_, event.duration) : event.duration;
  silent_ = 0;
  if (event.end && !over) over = finish();
  return over;
}

std::optional<DigitReceiver::Digit> DigitReceiver::tick() noexcept {
  if (!open_ || ++silent_ < silent_periods) return std::nullopt;
  return finish();
}

std::optional<DigitReceiver::Digit> DigitReceiver::finish() noexcept {
  open_ = false;
  const auto digit = digit_of_event(event_);
  if (!digit) return std::nullopt;
  return Digit{*digit, std::chrono::milliseconds(std::uint64_t{duration_} * 1000 / rate_.hz)};
}

}  // namespace offhook::media
