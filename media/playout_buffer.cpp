// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/playout_buffer.hpp"

#include <algorithm>
#include <limits>

#include "media/codec/g711.hpp"

namespace offhook::media {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds longest_jump{500};
constexpr milliseconds look_back{2000};
/// After one packet came late, others of the same burst may: grow once for all of them.
constexpr milliseconds burst{60};
/// Repeating longer than this sounds like a machine.
constexpr std::size_t fade_samples = 480;

}  // namespace

PlayoutBuffer::PlayoutBuffer(milliseconds delay, milliseconds longest, SampleRate rate)
    : wanted_(static_cast<std::int32_t>(rate.frames_in(delay))),
      longest_(static_cast<std::int32_t>(rate.frames_in(std::max(longest, delay)))),
      horizon_(static_cast<std::int32_t>(rate.frames_in(longest_jump))),
      step_(static_cast<std::int32_t>(rate.frames_in(period))),
      window_(rate.frames_in(look_back)),
      rate_(rate),
      gap_(fade_samples) {}

bool PlayoutBuffer::put(std::uint16_t sequence, std::uint32_t timestamp, Codec codec,
                        std::span<const std::byte> payload) noexcept {
  if (payload.empty() || payload.size() > most_samples) return true;
  if (started_ && seen(sequence)) {
    ++counts_.duplicated;
    return false;
  }
  if (!started_) {
    begin_at(timestamp);
    highest_ = sequence;
    history_ = 1;
  }
  const auto samples = static_cast<std::int32_t>(payload.size());
  auto ahead = static_cast<std::int32_t>(timestamp - position_);
  if (ahead + samples <= 0 || ahead > horizon_) {
    // A sender whose timestamps stood still in silence, or leapt, is followed after a few packets.
    if (++misplaced_ < patience) {
      if (ahead <= 0) arrived_late(ahead);
      return true;
    }
    ++counts_.restarts;
    begin_at(timestamp);
    ahead = wanted_;
  }
  misplaced_ = 0;
  smallest_lead_ = lead_known_ ? std::min(smallest_lead_, ahead) : ahead;
  lead_known_ = true;

  Slot& slot = slots_[sequence % capacity];
  slot.used = true;
  slot.codec = codec;
  slot.sequence = sequence;
  slot.samples = static_cast<std::uint16_t>(payload.size());
  slot.timestamp = timestamp;
  std::ranges::copy(payload, payloads_[sequence % capacity].begin());
  return true;
}

bool PlayoutBuffer::seen(std::uint16_t sequence) noexcept {
  constexpr int width = std::numeric_limits<std::uint64_t>::digits;
  const int forward = static_cast<std::int16_t>(sequence - highest_);
  if (forward > 0) {
    history_ = forward < width ? history_ << forward | 1 : 1;
    highest_ = sequence;
    return false;
  }
  if (-forward >= width) return false;  // too long ago to tell: the timestamp will
  const std::uint64_t bit = std::uint64_t{1} << -forward;
  const bool before = (history_ & bit) != 0;
  history_ |= bit;
  return before;
}

void PlayoutBuffer::begin_at(std::uint32_t timestamp) noexcept {
  for (Slot& slot : slots_) slot.used = false;
  started_ = true;
  delay_ = wanted_;
  position_ = timestamp - static_cast<std::uint32_t>(wanted_);
  misplaced_ = 0;
  lead_known_ = false;
  in_window_ = 0;
}

void PlayoutBuffer::arrived_late(std::int32_t ahead) noexcept {
  ++counts_.late;
  if (-ahead > horizon_ || since_late_ < rate_.frames_in(burst)) return;
  since_late_ = 0;
  if (delay_ + step_ > longest_) return;
  delay_ += step_;
  position_ -= static_cast<std::uint32_t>(step_);
}

void PlayoutBuffer::restart() noexcept {
  if (started_) ++counts_.restarts;
  started_ = false;
}

void PlayoutBuffer::take(std::span<Sample> out) noexcept {
  if (!started_) {
    conceal(out);  // the tail of an earlier source, then silence
    return;
  }
  adapt(out.size());
  while (!out.empty()) {
    std::size_t done = 0;
    if (Slot* const slot = due()) {
      done = play(*slot, out);
      remember(out.first(done));
      gap_ = 0;
    } else {
      done = gap_before_next(out.size());
      conceal(out.first(done));
    }
    position_ += static_cast<std::uint32_t>(done);
    out = out.subspan(done);
  }
}

void PlayoutBuffer::skip(std::size_t samples) noexcept {
  position_ += static_cast<std::uint32_t>(samples);
  gap_ = fade_samples;
}

void PlayoutBuffer::adapt(std::size_t samples) noexcept {
  const auto span = static_cast<std::uint32_t>(samples);
  since_late_ += span;
  in_window_ += span;
  if (in_window_ < window_) return;
  in_window_ = 0;
  if (lead_known_ && smallest_lead_ > wanted_ + step_) {
    position_ += static_cast<std::uint32_t>(step_);
    delay_ = std::max(delay_ - step_, wanted_);
  }
  lead_known_ = false;
}

PlayoutBuffer::Slot* PlayoutBuffer::due() noexcept {
  for (Slot& slot : slots_) {
    if (!slot.used) continue;
    const auto offset = static_cast<std::int32_t>(position_ - slot.timestamp);
    if (offset >= slot.samples) slot.used = false;  // its time has passed
    if (offset >= 0 && offset < slot.samples) return &slot;
  }
  return nullptr;
}

std::size_t PlayoutBuffer::play(Slot& slot, std::span<Sample> out) noexcept {
  const std::size_t offset = position_ - slot.timestamp;
  const std::size_t count = std::min(out.size(), slot.samples - offset);
  g711::decode(slot.codec, std::span(payloads_[slot.sequence % capacity]).subspan(offset, count),
               out.first(count));
  if (offset + count == slot.samples) slot.used = false;
  return count;
}

std::size_t PlayoutBuffer::gap_before_next(std::size_t longest) const noexcept {
  std::size_t gap = longest;
  for (const Slot& slot : slots_) {
    const auto ahead = static_cast<std::int32_t>(slot.timestamp - position_);
    if (slot.used && ahead > 0) gap = std::min(gap, static_cast<std::size_t>(ahead));
  }
  return gap;
}

void PlayoutBuffer::conceal(std::span<Sample> out) noexcept {
  for (Sample& sample : out) {
    if (gap_ >= fade_samples) {
      sample = 0;
      continue;
    }
    const auto left = static_cast<std::int32_t>(fade_samples - gap_);
    const std::int32_t value = last_[gap_ % last_.size()];
    sample = static_cast<Sample>(value * left / static_cast<std::int32_t>(fade_samples));
    ++gap_;
    if (started_) ++counts_.concealed_samples;
  }
}

void PlayoutBuffer::remember(std::span<const Sample> played) noexcept {
  const auto kept = static_cast<std::ptrdiff_t>(std::min(played.size(), last_.size()));
  std::shift_left(last_.begin(), last_.end(), kept);
  std::copy(played.end() - kept, played.end(), last_.end() - kept);
}

std::chrono::milliseconds PlayoutBuffer::delay() const {
  return milliseconds(std::int64_t{started_ ? delay_ : wanted_} * 1000 / rate_.hz);
}

}  // namespace offhook::media
