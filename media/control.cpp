// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/control.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "actors/base/status.hpp"
#include "media/digits.hpp"
#include "media/stream.hpp"

namespace offhook::media {

MediaControl::MediaControl(Engine& engine, PacketPorts& ports, RandomSource& random)
    : engine_(engine), ports_(ports), random_(random), entries_(engine.options().max_streams) {}

MediaControl::~MediaControl() {
  const VirtualTimeScope clock(engine_.options().virtual_time);
  flush();
  engine_.abandon();
  for (Garbage garbage{}; engine_.pop(garbage);) release(garbage);
  for (const Order& order : waiting_)  // never reached the engine
    if (const auto* add = std::get_if<AddStream>(&order)) discard(add->grant);
  entries_.clear();
}

absl::StatusOr<OpenedStream> MediaControl::open_stream(const IpAddress& local) {
  const auto free = std::ranges::find_if(entries_, [](const Entry& e) { return !e.stream; });
  if (free == entries_.end()) return absl::ResourceExhaustedError("all media streams are in use");
  absl::StatusOr<PortPair> ports = ports_.open_pair(local);
  if (!ports.ok()) return ports.status();

  const VirtualTimeScope clock(engine_.options().virtual_time);
  Stream::Parameters parameters;
  parameters.identity = {{static_cast<std::uint32_t>(random_.next())},
                         static_cast<std::uint16_t>(random_.next()),
                         random_.token(12)};
  parameters.first_timestamp = static_cast<std::uint32_t>(random_.next());
  parameters.rtcp_interval = engine_.options().rtcp_interval;
  parameters.playout_delay = engine_.options().playout_delay;
  auto stream = std::make_unique<Stream>(*std::move(ports), parameters);

  const auto slot = static_cast<std::uint16_t>(free - entries_.begin());
  std::uint16_t generation = free->generation + 1;
  if (generation == 0) generation = 1;
  *free = {.generation = generation, .stream = std::move(stream)};
  ++open_;
  const OpenedStream opened{
      {slot, generation}, free->stream->local_rtp(), free->stream->local_rtcp()};
  order(AddStream{opened.id, free->stream.get(), make_pool_grant(engine_.pool_levels(), open_)});
  return opened;
}

void MediaControl::configure(StreamId stream, const StreamPlan& plan) {
  Entry* const entry = find(stream);
  if (entry == nullptr || entry->closing) return;
  entry->telephone_event = plan.telephone_event.has_value();
  order(ConfigureStream{stream, plan});
}

void MediaControl::close(StreamId stream) {
  Entry* const entry = find(stream);
  if (entry == nullptr || entry->closing) return;
  entry->closing = true;
  order(RemoveStream{stream});
}

void MediaControl::connect(StreamId stream, bool connected) {
  Entry* const entry = find(stream);
  if (entry == nullptr || entry->connected == connected) return;
  entry->connected = connected;
  order(ConnectStream{stream, connected});
}

void MediaControl::set_focus(StreamId stream) {
  // First out, then in: the two calls never hear each other, not even for one period.
  for (std::uint16_t slot = 0; slot < entries_.size(); ++slot) {
    const StreamId other{slot, entries_[slot].generation};
    if (other != stream) connect(other, false);
  }
  connect(stream, true);
}

absl::Status MediaControl::join(ConferenceId conference, StreamId stream) {
  if (conference.value == 0 || conference.value > most_conferences)
    return invalid_argument("no conference " + std::to_string(conference.value));
  Entry* const entry = find(stream);
  if (entry == nullptr || entry->closing) return not_found("no such media stream");
  if (entry->membership.conference == conference) return absl::OkStatus();
  if (members(conference).size() >= most_members)
    return absl::ResourceExhaustedError("the conference is full");
  entry->membership = {.conference = conference};
  order(SetMembership{stream, entry->membership});
  return absl::OkStatus();
}

void MediaControl::leave(StreamId stream) {
  Entry* const entry = find(stream);
  if (entry == nullptr || entry->membership == Membership{}) return;
  entry->membership = {};
  order(SetMembership{stream, {}});
}

void MediaControl::set_member(StreamId stream, bool heard, bool hears) {
  Entry* const entry = find(stream);
  if (entry == nullptr || entry->membership.conference.value == 0) return;
  entry->membership.heard = heard;
  entry->membership.hears = hears;
  order(SetMembership{stream, entry->membership});
}

std::vector<StreamId> MediaControl::members(ConferenceId conference) const {
  std::vector<StreamId> found;
  for (std::uint16_t slot = 0; slot < entries_.size(); ++slot) {
    const Entry& entry = entries_[slot];
    if (entry.stream && !entry.closing && entry.membership.conference == conference)
      found.push_back({slot, entry.generation});
  }
  return found;
}

absl::Status MediaControl::send_digits(StreamId stream, std::string_view digits,
                                       DigitTiming timing) {
  const Entry* const entry = find(stream);
  if (entry == nullptr || entry->closing) return not_found("no such media stream");
  if (!entry->telephone_event)
    return failed_precondition("the far side does not take telephone-events");
  if (digits.size() > DigitSender::most_waiting)
    return absl::ResourceExhaustedError("more than 32 digits at once");
  for (const char digit : digits)
    if (!event_of_digit(digit))
      return invalid_argument("'" + std::string(1, digit) + "' is not a DTMF digit");
  for (const char digit : digits) order(SendDigit{stream, *event_of_digit(digit), timing});
  return absl::OkStatus();
}

std::uint32_t MediaControl::play_tone(std::string_view country, Tone tone, ToneLayer layer) {
  return play_segments(tone_of(country, tone), layer);
}

std::uint32_t MediaControl::play_segments(std::span<const ToneSegment> segments, ToneLayer layer) {
  order(PlayTone{next_ticket_, segments, layer});
  return next_ticket_++;
}

std::uint32_t MediaControl::play_digit(char digit) {
  const auto segments = dtmf_tone(digit);
  return segments.empty() ? 0 : play_segments(segments, ToneLayer::signal);
}

void MediaControl::stop_tone(ToneLayer layer) { order(StopTone{layer}); }

void MediaControl::play_ring(std::span<const ToneSegment> segments, std::span<const Sample> clip) {
  order(PlayRing{segments, clip});
}

void MediaControl::stop_ring() { order(StopRing{}); }
void MediaControl::set_mute(bool muted) { order(MuteMicrophone{muted}); }
void MediaControl::set_levels(const Levels& levels) { order(SetLevels{levels}); }
void MediaControl::set_device(AudioDevice* device, bool rings) { order(UseDevice{device, rings}); }

void MediaControl::set_output(std::uint8_t place, AudioDevice* device, OutputSound sound) {
  order(UseOutput{place, device, sound});
}

void MediaControl::play_clip(StreamId stream, std::span<const Sample> clip,
                             ClipPlayer::Repeat repeat) {
  order(PlayClip{stream, ClipPlayer(clip, repeat)});
}

void MediaControl::record(StreamId stream, Recording* sink) { order(RecordStream{stream, sink}); }

void MediaControl::poll_events(const std::function<void(const Event&)>& on_event) {
  flush();
  // What was closed before this look is told after its last event.
  std::vector<Garbage> closed;
  for (Garbage garbage{}; engine_.pop(garbage);) closed.push_back(garbage);
  for (Event event; engine_.pop(event);) on_event(event);
  for (const Garbage& garbage : closed) {
    const StreamReport report = garbage.stream->published();
    release(garbage);
    on_event(StreamClosed{garbage.id, report});
  }
}

void MediaControl::release(const Garbage& garbage) {
  const VirtualTimeScope clock(engine_.options().virtual_time);
  entries_[garbage.id.slot].stream.reset();
  entries_[garbage.id.slot].connected = false;
  --open_;
}

absl::StatusOr<StreamReport> MediaControl::report(StreamId stream) const {
  const Entry* const entry = find(stream);
  if (entry == nullptr) return not_found("no such media stream");
  return entry->stream->published();
}

void MediaControl::order(const Order& order) {
  waiting_.push_back(order);
  ++ordered_;
  flush();
}

void MediaControl::flush() {
  while (!waiting_.empty() && engine_.push(waiting_.front())) waiting_.pop_front();
}

const MediaControl::Entry* MediaControl::find(StreamId stream) const {
  if (!stream.valid() || stream.slot >= entries_.size()) return nullptr;
  const Entry& entry = entries_[stream.slot];
  return entry.stream && entry.generation == stream.generation ? &entry : nullptr;
}

MediaControl::Entry* MediaControl::find(StreamId stream) {
  return const_cast<Entry*>(std::as_const(*this).find(stream));
}

}  // namespace offhook::media
