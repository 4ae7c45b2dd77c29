// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

#include "media/command.hpp"
#include "media/realtime.hpp"
#include "media/units.hpp"

/// Mixing with N-1 outputs: add everybody up once, then give each party the sum without itself.
namespace offhook::media {

OFFHOOK_REALTIME constexpr Sample saturate(std::int32_t value) noexcept {
  return static_cast<Sample>(std::clamp(value, -32768, 32767));
}

/// Adds `in` to the running sum. Equal lengths.
OFFHOOK_REALTIME void add(std::span<std::int32_t> sum, std::span<const Sample> in) noexcept;

/// `out` = `sum` without `own`, saturated: what one party hears of the others. Equal lengths; an
/// empty `own` takes nothing away.
OFFHOOK_REALTIME void sum_without(std::span<const std::int32_t> sum, std::span<const Sample> own,
                                  std::span<Sample> out) noexcept;

/// Who hears whom in one period. The person's ear gets the streams on the audio path; a stream on
/// it gets the microphone; a member of a conference gets the other members besides. Only what comes
/// out is saturated, so a loud party does not spoil the others' sum.
class MixMatrix {
 public:
  using Sum = std::array<std::int32_t, samples_per_period>;

  /// What one stream brings into the period.
  struct Party {
    bool connected = false;
    Membership membership{};
    std::span<const Sample> heard;
  };

  OFFHOOK_REALTIME void begin() noexcept;
  OFFHOOK_REALTIME void add(const Party& party) noexcept;
  /// The sum for the person.
  [[nodiscard]] OFFHOOK_REALTIME const Sum& ear() const noexcept { return ear_; }
  /// What `party`, which was added, is sent.
  OFFHOOK_REALTIME void for_party(const Party& party, std::span<const Sample> microphone,
                                  std::span<Sample> out) const noexcept;

 private:
  Sum ear_{};
  std::array<Sum, most_conferences> conferences_{};
};

}  // namespace offhook::media
