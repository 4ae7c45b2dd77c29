// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>

#include "media/command.hpp"
#include "media/realtime.hpp"
#include "media/units.hpp"

namespace offhook::media {

/// Turns packets that arrive early, late, twice, out of order or not at all into one period of
/// sound after another. The first packet waits for the delay; from then on the play position moves
/// with our clock, and each packet is played where its timestamp says. When packets come too late
/// the delay grows by a period, and shrinks again when all have come early for two seconds: that
/// follows both the network and a far clock that is faster or slower than ours.
class PlayoutBuffer {
 public:
  /// Longest payload kept: 60 ms.
  static constexpr std::size_t most_samples = 480;
  static constexpr std::chrono::milliseconds usual_longest{200};

  struct Counts {
    std::uint32_t late = 0;
    std::uint32_t duplicated = 0;
    std::uint64_t concealed_samples = 0;
    std::uint32_t restarts = 0;  ///< jumps of the timestamp, and new sources
  };

  /// What grows with late packets up to `longest`; a buffer whose longest delay is its delay is
  /// fixed.
  explicit PlayoutBuffer(std::chrono::milliseconds delay,
                         std::chrono::milliseconds longest = usual_longest,
                         SampleRate rate = narrowband);

  /// Takes one packet. False for a duplicate. Empty or overlong payloads are dropped.
  OFFHOOK_REALTIME bool put(std::uint16_t sequence, std::uint32_t timestamp, Codec codec,
                            std::span<const std::byte> payload) noexcept;

  /// The next samples: played, concealed, or silent before the first packet.
  OFFHOOK_REALTIME void take(std::span<Sample> out) noexcept;

  /// Moves the play position without playing: time goes on while nobody listens.
  OFFHOOK_REALTIME void skip(std::size_t samples) noexcept;

  /// Another source begins; the next packet starts anew.
  OFFHOOK_REALTIME void restart() noexcept;

  [[nodiscard]] const Counts& counts() const { return counts_; }
  /// How long the sound waits here now.
  [[nodiscard]] std::chrono::milliseconds delay() const;

 private:
  static constexpr std::size_t capacity = 32;
  static constexpr std::uint32_t patience = 3;  ///< misplaced packets in a row before a restart

  struct Slot {
    bool used = false;
    Codec codec = Codec::pcmu;
    std::uint16_t sequence = 0;
    std::uint16_t samples = 0;
    std::uint32_t timestamp = 0;
  };
  using Payload = std::array<std::byte, most_samples>;

  OFFHOOK_REALTIME bool seen(std::uint16_t sequence) noexcept;
  OFFHOOK_REALTIME void begin_at(std::uint32_t timestamp) noexcept;
  OFFHOOK_REALTIME void arrived_late(std::int32_t ahead) noexcept;
  OFFHOOK_REALTIME void adapt(std::size_t samples) noexcept;
  OFFHOOK_REALTIME std::size_t play(Slot& slot, std::span<Sample> out) noexcept;
  OFFHOOK_REALTIME std::size_t gap_before_next(std::size_t longest) const noexcept;
  OFFHOOK_REALTIME Slot* due() noexcept;
  OFFHOOK_REALTIME void conceal(std::span<Sample> out) noexcept;
  OFFHOOK_REALTIME void remember(std::span<const Sample> played) noexcept;

  const std::int32_t wanted_;   ///< delay in samples that we start with and return to
  const std::int32_t longest_;  ///< delay in samples that we never exceed
  const std::int32_t horizon_;  ///< further from the play position than this is a jump
  const std::int32_t step_;     ///< one period
  const std::uint32_t window_;  ///< samples between two looks at the smallest lead
  const SampleRate rate_;

  bool started_ = false;
  std::uint32_t position_ = 0;  ///< timestamp of the next sample to play
  std::int32_t delay_ = 0;      ///< in samples
  std::uint32_t misplaced_ = 0;
  std::int32_t smallest_lead_ = 0;  ///< in this window: how early the least early packet came
  bool lead_known_ = false;
  std::uint32_t in_window_ = 0;
  std::uint32_t since_late_ = 0;
  std::uint16_t highest_ = 0;
  std::uint64_t history_ = 0;  ///< bit n: sequence number highest_ - n has been seen
  std::array<Slot, capacity> slots_;
  /// Theirs, apart from them: memory that no packet has reached is never touched.
  std::array<Payload, capacity> payloads_;
  std::array<Sample, 160> last_{};  ///< the last 20 ms played, what concealment repeats
  std::size_t gap_;                 ///< samples concealed since the last good one
  Counts counts_;
};

}  // namespace offhook::media
