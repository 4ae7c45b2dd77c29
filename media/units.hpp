// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <compare>
#include <cstddef>
#include <cstdint>

namespace offhook::media {

/// One linear sample: mono, signed 16 bit.
using Sample = std::int16_t;

/// Samples a second, also the RTP clock rate of the codecs here.
struct SampleRate {
  std::uint32_t hz;

  /// Whole samples in `span`: 160 in 20 ms at 8 kHz.
  [[nodiscard]] constexpr std::uint32_t frames_in(std::chrono::microseconds span) const {
    return static_cast<std::uint32_t>(hz * span.count() / 1'000'000);
  }
  friend constexpr auto operator<=>(SampleRate, SampleRate) = default;
};

/// RTP payload type, 0..127 (RFC 3550 §5.1).
struct PayloadType {
  std::uint8_t value;
  friend constexpr auto operator<=>(PayloadType, PayloadType) = default;
};

/// Synchronisation source of RTP (RFC 3550 §8).
struct Ssrc {
  std::uint32_t value;
  friend constexpr auto operator<=>(Ssrc, Ssrc) = default;
};

/// Narrowband, the only rate that runs today.
inline constexpr SampleRate narrowband{8000};

/// The engine's tick: the unit of capture, mixing and playing.
inline constexpr std::chrono::milliseconds period{10};
inline constexpr std::size_t samples_per_period = narrowband.frames_in(period);

static_assert(samples_per_period == 80);
static_assert(narrowband.frames_in(std::chrono::milliseconds{20}) == 160);

}  // namespace offhook::media
