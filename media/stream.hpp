// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>

#include "media/audio_device.hpp"
#include "media/command.hpp"
#include "media/digits.hpp"
#include "media/inband_digits.hpp"
#include "media/mixer.hpp"
#include "media/playout_buffer.hpp"
#include "media/quality.hpp"
#include "media/realtime.hpp"
#include "media/rtp_session.hpp"
#include "media/seqlock.hpp"
#include "media/units.hpp"

namespace offhook::media {

/// One RTP stream in both directions. Made on the control side with all the memory it will ever
/// need, lent to the media thread, destroyed on the control side.
class Stream final : private RtpReceiver {
 public:
  struct Parameters {
    RtpSession::Identity identity;
    std::uint32_t first_timestamp = 0;  ///< random (RFC 3550 §5.1)
    std::chrono::milliseconds rtcp_interval{5000};
    std::chrono::milliseconds playout_delay{40};
    std::chrono::milliseconds longest_playout_delay = PlayoutBuffer::usual_longest;
  };
  Stream(PortPair ports, const Parameters& parameters);

  // ---- media side ----

  /// From now on events go to `events` under the name `id`.
  OFFHOOK_REALTIME void attach(StreamId id, EventSink& events) noexcept;
  OFFHOOK_REALTIME void configure(const StreamPlan& plan) noexcept;
  OFFHOOK_REALTIME void set_connected(bool connected) noexcept { connected_ = connected; }
  OFFHOOK_REALTIME void set_membership(const Membership& m) noexcept { membership_ = m; }
  /// Its part in the mix of this period.
  [[nodiscard]] OFFHOOK_REALTIME MixMatrix::Party party() const noexcept {
    return {connected_, membership_, heard_};
  }
  OFFHOOK_REALTIME void send_digit(std::uint8_t event, DigitTiming timing) noexcept;
  OFFHOOK_REALTIME void say_digit(char digit, DigitTiming timing) noexcept;
  OFFHOOK_REALTIME void play(const ClipPlayer& clip) noexcept { clip_ = clip; }
  OFFHOOK_REALTIME void record(Recording* sink) noexcept { sink_ = sink; }

  /// First half of a period: takes what arrived and prepares `heard`.
  OFFHOOK_REALTIME void receive() noexcept;
  /// One period of the far end's sound; silence if there is none.
  [[nodiscard]] OFFHOOK_REALTIME std::span<const Sample> heard() const noexcept { return heard_; }
  /// Second half of a period: sends `said`, or the clip in its place, and moves the clock on.
  OFFHOOK_REALTIME void send(std::span<const Sample> said) noexcept;
  /// RTCP BYE, last report. Nothing but destruction may follow.
  OFFHOOK_REALTIME void close() noexcept;

  // ---- control side ----

  [[nodiscard]] Endpoint local_rtp() const { return session_.local_rtp(); }
  [[nodiscard]] Endpoint local_rtcp() const { return session_.local_rtcp(); }
  /// The report of the last tenth of a second. Any thread.
  [[nodiscard]] StreamReport published() const noexcept { return published_.read(); }

 private:
  static constexpr std::size_t most_samples = PlayoutBuffer::most_samples;

  OFFHOOK_REALTIME void packet_arrived(const RtpPacket& packet,
                                       const Arrival& arrival) noexcept override;
  OFFHOOK_REALTIME bool follow_source(Ssrc ssrc) noexcept;
  OFFHOOK_REALTIME void note_arrival(const Endpoint& from) noexcept;
  OFFHOOK_REALTIME void watch_silence() noexcept;
  OFFHOOK_REALTIME void report_digit(const std::optional<DigitReceiver::Digit>& digit) noexcept;
  OFFHOOK_REALTIME void send_packet() noexcept;
  OFFHOOK_REALTIME void publish() noexcept;
  [[nodiscard]] OFFHOOK_REALTIME StreamReport make_report() const noexcept;
  [[nodiscard]] OFFHOOK_REALTIME Codec codec_of(PayloadType type) const noexcept;

  RtpSession session_;
  PlayoutBuffer playout_;
  DigitSender digits_out_;
  DigitReceiver digits_in_;
  ReceptionStatistics reception_;
  StreamId id_;
  EventSink* events_ = nullptr;
  bool configured_ = false;
  bool connected_ = false;
  Membership membership_{};
  StreamPlan plan_;
  std::size_t packet_samples_ = 0;

  std::uint32_t clock_;  ///< RTP timestamp of this period; runs whether we send or not
  std::uint32_t periods_ = 0;
  std::array<Sample, samples_per_period> heard_{};
  std::array<Sample, most_samples> outgoing_{};
  std::size_t outgoing_length_ = 0;
  bool talkspurt_begins_ = true;  ///< marker bit (RFC 3551 §4.1)
  bool digits_pending_ = false;
  InbandDigits spoken_digits_;
  ClipPlayer clip_;
  Recording* sink_ = nullptr;

  std::optional<Ssrc> source_;
  std::optional<Ssrc> candidate_;  ///< a new source, heard once
  bool first_packet_ = true;
  bool timed_out_ = false;
  std::chrono::milliseconds silent_for_{0};
  StreamReport counts_;  ///< the counters among its fields
  Seqlock<StreamReport> published_;
};

}  // namespace offhook::media
