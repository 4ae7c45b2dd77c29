// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <type_traits>

#include "actors/base/endpoint.hpp"
#include "media/realtime.hpp"
#include "media/units.hpp"

namespace offhook::media {

/// Loss and jitter of what arrives, by the book of RFC 3550 §6.4.1 and appendix A. Value type.
class ReceptionStatistics {
 public:
  /// A packet arrived. Leave duplicates out, so that they do not hide a loss.
  OFFHOOK_REALTIME void packet(std::uint16_t sequence) noexcept;
  /// Its timing, if its timestamp moves with time: telephone-events stand still (RFC 4733 §2.2).
  /// `arrival` is the receiver's own clock in RTP timestamp units.
  OFFHOOK_REALTIME void timing(std::uint32_t timestamp, std::uint32_t arrival) noexcept;
  /// A new source: what was counted stays, sequence and transit start anew.
  OFFHOOK_REALTIME void source_changed() noexcept;

  [[nodiscard]] std::uint32_t received() const { return received_; }
  [[nodiscard]] std::uint32_t expected() const;
  /// Expected minus received; 0 when duplicates would make it negative.
  [[nodiscard]] std::uint32_t lost() const;
  /// Interarrival jitter in timestamp units (§6.4.1).
  [[nodiscard]] double jitter() const { return jitter_; }

 private:
  bool started_ = false;
  bool timed_ = false;
  std::uint32_t base_ = 0;     ///< first extended sequence number of this source
  std::uint32_t highest_ = 0;  ///< highest extended sequence number
  std::uint32_t received_ = 0;
  std::uint32_t expected_before_ = 0;  ///< of earlier sources
  std::uint32_t transit_ = 0;
  double jitter_ = 0;
};

/// What makes a narrowband call sound as it does (ITU-T G.107).
struct QualityInput {
  double loss = 0;                             ///< 0..1, after the playout buffer
  std::chrono::milliseconds one_way_delay{0};  ///< mouth to ear
  double burst_ratio = 1;                      ///< 1 = random loss
  double equipment_impairment = 0;             ///< Ie, 0 for G.711 (G.113 table I.1)
  double loss_robustness = 25.1;               ///< Bpl, G.711 with concealment (G.113 table I.4)
};

/// The transmission rating R, 0..93.2, with every parameter not in `input` at its G.107 default.
[[nodiscard]] double transmission_rating(const QualityInput& input);

/// The mean opinion score 1..4.5 of a rating (G.107 annex B).
[[nodiscard]] double mean_opinion_score(double rating);

/// All that is known about one stream. Plain values: crosses the thread line as it is.
struct StreamReport {
  std::uint32_t packets_sent = 0;
  std::uint32_t octets_sent = 0;  ///< payload only
  std::uint32_t packets_received = 0;
  std::uint32_t octets_received = 0;  ///< payload only
  std::uint32_t packets_lost = 0;     ///< never arrived (RFC 3550 §6.4.1)
  std::uint32_t packets_late = 0;     ///< arrived after their time to be played
  std::uint32_t packets_duplicated = 0;
  std::uint32_t packets_refused = 0;  ///< unknown payload type, wrong source, malformed
  std::uint32_t rtcp_packets_sent = 0;
  std::uint32_t rtcp_packets_received = 0;
  std::uint32_t digits_received = 0;
  std::uint32_t source_changes = 0;
  std::chrono::milliseconds concealed{0};
  std::chrono::milliseconds playout_delay{0};
  std::chrono::microseconds jitter{0};
  std::chrono::microseconds round_trip{0};  ///< from RTCP; 0 = not known
  double rating = 93.2;                     ///< R, see transmission_rating
  double mos = 4.4;
  Endpoint remote;  ///< where packets go: the signalled endpoint, or the one heard from
};
static_assert(std::is_trivially_copyable_v<StreamReport>);

}  // namespace offhook::media
