// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/quality.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace offhook::media {

void ReceptionStatistics::packet(std::uint16_t sequence) noexcept {
  ++received_;
  if (!started_) {
    started_ = true;
    // One cycle up, so that a packet from before the first one does not go below zero.
    base_ = highest_ = 0x10000U + sequence;
    return;
  }
  // The nearest extended number to the highest: right for anything within half a cycle.
  const auto step = static_cast<std::int16_t>(sequence - static_cast<std::uint16_t>(highest_));
  const std::uint32_t extended = highest_ + static_cast<std::uint32_t>(std::int32_t{step});
  highest_ = std::max(highest_, extended);
  base_ = std::min(base_, extended);
}

void ReceptionStatistics::timing(std::uint32_t timestamp, std::uint32_t arrival) noexcept {
  const std::uint32_t transit = arrival - timestamp;
  const auto difference = static_cast<std::int32_t>(transit - transit_);
  transit_ = transit;
  if (timed_) jitter_ += (std::abs(static_cast<double>(difference)) - jitter_) / 16;  // A.8
  timed_ = true;
}

void ReceptionStatistics::source_changed() noexcept {
  expected_before_ = expected();
  started_ = false;
  timed_ = false;
}

std::uint32_t ReceptionStatistics::expected() const {
  return expected_before_ + (started_ ? highest_ - base_ + 1 : 0);
}

std::uint32_t ReceptionStatistics::lost() const {
  return expected() > received_ ? expected() - received_ : 0;
}

double transmission_rating(const QualityInput& input) {
  constexpr double everything_at_its_default = 93.2;  // Ro - Is - Idte, G.107 table 3

  // Delay alone, Idd (G.107 equation 3-27): nothing up to 100 ms.
  double delay_impairment = 0;
  const double delay = static_cast<double>(input.one_way_delay.count());
  if (delay > 100) {
    const double x = std::log2(delay / 100);
    delay_impairment = 25 * (std::pow(1 + std::pow(x, 6), 1.0 / 6) -
                             3 * std::pow(1 + std::pow(x / 3, 6), 1.0 / 6) + 2);
  }

  // Codec and loss, Ie-eff (G.107 equation 3-29).
  const double percent = 100 * std::clamp(input.loss, 0.0, 1.0);
  const double spread = percent / std::max(input.burst_ratio, 1.0) + input.loss_robustness;
  const double equipment =
      input.equipment_impairment + (95 - input.equipment_impairment) * percent / spread;

  return std::clamp(everything_at_its_default - delay_impairment - equipment, 0.0, 100.0);
}

double mean_opinion_score(double rating) {
  if (rating <= 0) return 1;
  if (rating >= 100) return 4.5;
  // The cubic dips below 1 for very small ratings.
  return std::max(1.0, 1 + 0.035 * rating + rating * (rating - 60) * (100 - rating) * 7e-6);
}

}  // namespace offhook::media
