// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/stream.hpp"

#include <algorithm>
#include <bitset>

#include "media/codec/g711.hpp"

namespace offhook::media {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

constexpr PayloadType static_pcmu{0};  // RFC 3551 §6
constexpr PayloadType static_pcma{8};

constexpr std::uint32_t periods_between_looks = 10;  // of a stream without sound
constexpr std::uint32_t periods_between_reports = 10;
constexpr std::uint32_t periods_between_samples = 500;

/// The port above (RFC 3550 §11), unless the description says otherwise (RFC 3605).
Endpoint rtcp_of(const StreamPlan& plan) {
  if (plan.rtcp) return *plan.rtcp;
  return {plan.remote.address, static_cast<std::uint16_t>(plan.remote.port + 1)};
}

}  // namespace

Stream::Stream(PortPair ports, const Parameters& parameters)
    : session_(std::move(ports), parameters.identity, parameters.rtcp_interval, *this),
      playout_(parameters.playout_delay, parameters.longest_playout_delay),
      clock_(parameters.first_timestamp) {}

void Stream::attach(StreamId id, EventSink& events) noexcept {
  id_ = id;
  events_ = &events;
}

void Stream::configure(const StreamPlan& plan) noexcept {
  const auto periods =
      std::clamp<std::int64_t>(plan.packet_time / period, 1, most_samples / samples_per_period);
  const std::size_t samples = static_cast<std::size_t>(periods) * samples_per_period;
  if (samples != packet_samples_ || !sends(plan.direction)) outgoing_length_ = 0;
  packet_samples_ = samples;
  if (!plan.telephone_event) digits_out_.clear();
  digits_out_.set_ends(plan.event_ends);
  plan_ = plan;
  configured_ = true;
  silent_for_ = milliseconds{0};

  // Both G.711 laws are always understood: peers change between them without a word.
  std::bitset<128> accepted;
  accepted.set(static_pcmu.value).set(static_pcma.value).set(plan.payload.value & 0x7F);
  if (plan.telephone_event) accepted.set(plan.telephone_event->value & 0x7F);
  session_.configure(plan.remote, rtcp_of(plan), accepted, plan.telephone_event);
}

void Stream::send_digit(std::uint8_t event, DigitTiming timing) noexcept {
  if (!configured_ || !plan_.telephone_event) return;
  digits_pending_ |= digits_out_.add(event, timing);
}

void Stream::say_digit(char digit, DigitTiming timing) noexcept {
  if (configured_) spoken_digits_.add(digit, timing);
}

// ---- receiving ----

void Stream::receive() noexcept {
  // Without sound in either direction only RTCP comes, which has time.
  const bool is_still = configured_ && !sends(plan_.direction) && !receives(plan_.direction);
  if (!is_still || periods_ % periods_between_looks == 0) session_.receive(clock_);
  report_digit(digits_in_.tick());
  if (configured_ && receives(plan_.direction)) {
    playout_.take(heard_);
    watch_silence();
  } else {
    playout_.skip(heard_.size());
    heard_.fill(0);
  }
  if (sink_ != nullptr) sink_->append(heard_);
}

void Stream::packet_arrived(const RtpPacket& packet, const Arrival& arrival) noexcept {
  if (!follow_source(packet.ssrc)) return;
  note_arrival(arrival.from);
  ++counts_.packets_received;
  counts_.octets_received += static_cast<std::uint32_t>(packet.payload.size());
  if (packet.type == plan_.telephone_event) {
    reception_.packet(packet.sequence);
    if (const auto event = decode_telephone_event(packet.payload))
      report_digit(digits_in_.packet(packet.timestamp, *event));
    return;
  }
  const Codec codec = codec_of(packet.type);
  if (!playout_.put(packet.sequence, packet.timestamp, codec, packet.payload)) return;
  reception_.packet(packet.sequence);
  reception_.timing(packet.timestamp, clock_ - narrowband.frames_in(arrival.waited));
}

bool Stream::follow_source(Ssrc ssrc) noexcept {
  if (source_ == ssrc) {
    candidate_.reset();
    return true;
  }
  if (source_ && candidate_ != ssrc) {
    candidate_ = ssrc;  // one stray packet does not cut off the one who talks
    return false;
  }
  if (source_) {
    ++counts_.source_changes;
    playout_.restart();
    digits_in_.restart();
    reception_.source_changed();
  }
  source_ = ssrc;
  candidate_.reset();
  return true;
}

void Stream::note_arrival(const Endpoint& from) noexcept {
  silent_for_ = milliseconds{0};
  timed_out_ = false;
  if (!first_packet_) return;
  first_packet_ = false;
  events_->report(FirstPacketReceived{id_, from});
}

void Stream::watch_silence() noexcept {
  silent_for_ += period;
  if (timed_out_ || plan_.silence_limit.count() == 0 || silent_for_ < plan_.silence_limit) return;
  timed_out_ = true;
  events_->report(MediaTimedOut{id_});
}

void Stream::report_digit(const std::optional<DigitReceiver::Digit>& digit) noexcept {
  if (!digit) return;
  ++counts_.digits_received;
  events_->report(DigitReceived{id_, digit->digit, digit->duration});
}

Codec Stream::codec_of(PayloadType type) const noexcept {
  if (type == plan_.payload) return plan_.codec;
  return type == static_pcma ? Codec::pcma : Codec::pcmu;
}

// ---- sending ----

void Stream::send(std::span<const Sample> said) noexcept {
  if (configured_ && sends(plan_.direction)) {
    const auto into = std::span(outgoing_).subspan(outgoing_length_, samples_per_period);
    if (spoken_digits_.next(into)) {
      if (spoken_digits_.idle()) events_->report(DigitsSent{id_});
    } else if (clip_.finished()) {
      std::ranges::copy(said, into.begin());
    } else {
      clip_.next(into);
    }
    outgoing_length_ += samples_per_period;
    if (outgoing_length_ == packet_samples_) send_packet();
  } else {
    talkspurt_begins_ = true;
  }
  clock_ += samples_per_period;
  ++periods_;
  if (periods_ % periods_between_reports == 0) publish();
  if (periods_ % periods_between_samples == 0)
    events_->report(QualitySampled{id_, published_.read()});
}

void Stream::send_packet() noexcept {
  const auto samples = std::span<const Sample>(outgoing_).first(packet_samples_);
  const auto length = static_cast<std::uint32_t>(samples.size());
  const auto timestamp = static_cast<std::uint32_t>(clock_ + samples_per_period - length);
  outgoing_length_ = 0;
  ++counts_.packets_sent;
  const auto digit = digits_out_.next(timestamp, length);
  if (digits_pending_ && digits_out_.idle()) {
    digits_pending_ = false;
    events_->report(DigitsSent{id_});
  }
  if (digit && plan_.telephone_event) {
    const auto payload = encode(digit->payload);
    session_.send(*plan_.telephone_event, digit->marker, digit->timestamp, payload);
    counts_.octets_sent += static_cast<std::uint32_t>(payload.size());
    return;
  }
  std::array<std::byte, most_samples> codes;
  const auto payload = std::span(codes).first(samples.size());
  g711::encode(plan_.codec, samples, payload);
  session_.send(plan_.payload, talkspurt_begins_, timestamp, payload);
  counts_.octets_sent += length;
  talkspurt_begins_ = false;
}

void Stream::close() noexcept {
  session_.bye();
  publish();
}

// ---- reporting ----

void Stream::publish() noexcept { published_.write(make_report()); }

StreamReport Stream::make_report() const noexcept {
  const auto in_units = [](double units) {
    return microseconds(static_cast<std::int64_t>(units * 1e6 / narrowband.hz));
  };
  StreamReport report = counts_;
  const PlayoutBuffer::Counts& playout = playout_.counts();
  report.packets_lost = reception_.lost();
  report.packets_late = playout.late;
  report.packets_duplicated = playout.duplicated;
  report.packets_refused = session_.counts().refused;
  report.rtcp_packets_sent = session_.rtcp_sent();
  report.rtcp_packets_received = session_.rtcp_received();
  report.concealed = std::chrono::duration_cast<milliseconds>(
      in_units(static_cast<double>(playout.concealed_samples)));
  report.playout_delay = playout_.delay();
  report.jitter = in_units(reception_.jitter());
  report.round_trip = session_.round_trip();
  report.remote = session_.destination();

  QualityInput quality;
  if (reception_.expected() > 0)
    quality.loss = double(report.packets_lost + report.packets_late) / reception_.expected();
  // Half the way there and back, the wait in the buffer, and the packet that had to be filled
  // first.
  quality.one_way_delay = std::chrono::duration_cast<milliseconds>(report.round_trip / 2) +
                          report.playout_delay + plan_.packet_time;
  report.rating = transmission_rating(quality);
  report.mos = mean_opinion_score(report.rating);
  return report;
}

}  // namespace offhook::media
