// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/control.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "actors/base/status.hpp"
#include "media/digits.hpp"
#include "media/stream.hpp"

namespace offhook::media {

/// Datagrams that are thrown away when a stream begins.
constexpr int most_stale = 64;

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
  if (open_ == entries_.size()) return absl::ResourceExhaustedError("all media streams are in use");
  return open_on(take_ports(local), true);
}

absl::StatusOr<OpenedStream> MediaControl::open_page(const IpAddress& local,
                                                     const std::optional<Endpoint>& group) {
  if (open_ == entries_.size()) return absl::ResourceExhaustedError("all media streams are in use");
  auto ports = group ? ports_.join_group(local, *group) : ports_.open_pair(local);
  if (ports.ok()) ports->rtcp = null_port(ports->rtcp->local());
  return open_on(std::move(ports), false);
}

absl::StatusOr<OpenedStream> MediaControl::open_on(absl::StatusOr<PortPair> ports, bool reusable) {
  if (!ports.ok()) return ports.status();
  const auto free = std::find_if(entries_.begin() + first_free_, entries_.end(),
                                 [](const Entry& entry) { return entry.is_free(); });
  if (free == entries_.end()) return absl::ResourceExhaustedError("all media streams are in use");

  Stream::Parameters parameters;
  parameters.identity = {{static_cast<std::uint32_t>(random_.next())},
                         static_cast<std::uint16_t>(random_.next()),
                         random_.token(12)};
  parameters.first_timestamp = static_cast<std::uint32_t>(random_.next());
  parameters.rtcp_interval = engine_.options().rtcp_interval;
  parameters.playout_delay = engine_.options().playout_delay;
  parameters.longest_playout_delay = engine_.options().longest_playout_delay;

  const auto slot = static_cast<std::uint16_t>(free - entries_.begin());
  first_free_ = slot + 1;
  std::uint16_t generation = free->generation + 1;
  if (generation == 0) generation = 1;
  *free = {};
  free->generation = generation;
  free->waiting =
      std::make_unique<Waiting>(Waiting{*std::move(ports), std::move(parameters), reusable});
  ++open_;
  const PortPair& pair = free->waiting->ports;
  return OpenedStream{{slot, generation}, pair.rtp->local(), pair.rtcp->local()};
}

absl::StatusOr<PortPair> MediaControl::take_ports(const IpAddress& local) {
  const auto take = [&](std::size_t least) -> std::optional<PortPair> {
    if (resting_.size() < least || resting_.front().rtp->local().address != local) return {};
    PortPair pair = std::move(resting_.front());
    resting_.pop_front();
    return pair;
  };
  if (auto rested = take(least_resting)) return *std::move(rested);
  auto opened = ports_.open_pair(local);
  if (opened.ok()) return opened;
  if (auto any = take(1)) return *std::move(any);
  return opened;
}

void MediaControl::begin(StreamId stream) {
  Entry* const entry = find(stream);
  if (entry != nullptr && entry->waiting) begin(stream, *entry);
}

bool MediaControl::has_begun(StreamId stream) const {
  const Entry* const entry = find(stream);
  return entry != nullptr && entry->stream != nullptr;
}

void MediaControl::begin(StreamId id, Entry& entry) {
  const std::unique_ptr<Waiting> waiting = std::move(entry.waiting);
  // What came before anybody listened is old by now, and may have been meant for another stream.
  std::array<std::byte, 64> datagram;
  Arrival arrival;
  for (PacketPort* const port : {waiting->ports.rtp.get(), waiting->ports.rtcp.get()})
    for (int i = 0; i < most_stale && port->receive(datagram, arrival) > 0; ++i) {
    }
  const VirtualTimeScope clock(engine_.options().virtual_time);
  entry.stream = std::make_unique<Stream>(std::move(waiting->ports), waiting->parameters);
  ++begun_;
  order(AddStream{id, entry.stream.get(), make_pool_grant(engine_.pool_levels(), begun_)});
  if (waiting->plan) order(ConfigureStream{id, *waiting->plan});
  if (entry.connected) order(ConnectStream{id, true});
  if (entry.membership != Membership{}) order(SetMembership{id, entry.membership});
}

void MediaControl::configure(StreamId stream, const StreamPlan& plan) {
  Entry* const entry = find(stream);
  if (entry == nullptr || entry->closing) return;
  entry->telephone_event = plan.telephone_event.has_value();
  if (entry->stream) return order(ConfigureStream{stream, plan});
  entry->waiting->plan = plan;
  if (sends(plan.direction) || receives(plan.direction)) begin(stream, *entry);
}

void MediaControl::close(StreamId stream) {
  Entry* const entry = find(stream);
  if (entry == nullptr || entry->closing) return;
  if (entry->stream) {
    entry->closing = true;
    return order(RemoveStream{stream});
  }
  if (entry->waiting->reusable) resting_.push_back(std::move(entry->waiting->ports));
  if (resting_.size() > most_resting) resting_.pop_front();
  entry->waiting.reset();
  entry->connected = false;
  note_free(stream.slot);
  closed_.push_back(stream);
}

void MediaControl::connect(StreamId stream, bool connected) {
  Entry* const entry = find(stream);
  if (entry == nullptr || entry->connected == connected) return;
  entry->connected = connected;
  if (entry->stream) order(ConnectStream{stream, connected});
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
  if (entry->stream) order(SetMembership{stream, entry->membership});
  return absl::OkStatus();
}

void MediaControl::leave(StreamId stream) {
  Entry* const entry = find(stream);
  if (entry == nullptr || entry->membership == Membership{}) return;
  entry->membership = {};
  if (entry->stream) order(SetMembership{stream, {}});
}

void MediaControl::set_member(StreamId stream, bool heard, bool hears) {
  Entry* const entry = find(stream);
  if (entry == nullptr || entry->membership.conference.value == 0) return;
  entry->membership.heard = heard;
  entry->membership.hears = hears;
  if (entry->stream) order(SetMembership{stream, entry->membership});
}

std::vector<StreamId> MediaControl::members(ConferenceId conference) const {
  std::vector<StreamId> found;
  for (std::uint16_t slot = 0; slot < entries_.size(); ++slot) {
    const Entry& entry = entries_[slot];
    if (!entry.is_free() && !entry.closing && entry.membership.conference == conference)
      found.push_back({slot, entry.generation});
  }
  return found;
}

absl::Status MediaControl::check_digits(const Entry* entry, std::string_view digits) const {
  if (entry == nullptr || entry->closing) return not_found("no such media stream");
  if (digits.size() > DigitSender::most_waiting)
    return absl::ResourceExhaustedError("more than 32 digits at once");
  for (const char digit : digits)
    if (!event_of_digit(digit))
      return invalid_argument("'" + std::string(1, digit) + "' is not a DTMF digit");
  return absl::OkStatus();
}

absl::Status MediaControl::send_digits(StreamId stream, std::string_view digits,
                                       DigitTiming timing) {
  const Entry* const entry = find(stream);
  if (auto status = check_digits(entry, digits); !status.ok()) return status;
  if (!entry->telephone_event)
    return failed_precondition("the far side does not take telephone-events");
  begin(stream);
  for (const char digit : digits) order(SendDigit{stream, *event_of_digit(digit), timing});
  return absl::OkStatus();
}

absl::Status MediaControl::say_digits(StreamId stream, std::string_view digits,
                                      DigitTiming timing) {
  if (auto status = check_digits(find(stream), digits); !status.ok()) return status;
  begin(stream);
  for (const char digit : digits) order(SayDigit{stream, digit, timing});
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
  if (!clip.empty()) begin(stream);
  order(PlayClip{stream, ClipPlayer(clip, repeat)});
}

void MediaControl::record(StreamId stream, Recording* sink) {
  if (sink != nullptr) begin(stream);
  order(RecordStream{stream, sink});
}

void MediaControl::poll_events(const std::function<void(const Event&)>& on_event) {
  flush();
  // What was closed before this look is told after its last event.
  for (const StreamId stream : std::exchange(closed_, {})) on_event(StreamClosed{stream, {}});
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
  note_free(garbage.id.slot);
  --begun_;
  discard(garbage.surplus);
  trim_thread_pool(begun_);
}

void MediaControl::note_free(std::uint16_t slot) {
  --open_;
  first_free_ = std::min<std::ptrdiff_t>(first_free_, slot);
}

absl::StatusOr<StreamReport> MediaControl::report(StreamId stream) const {
  const Entry* const entry = find(stream);
  if (entry == nullptr) return not_found("no such media stream");
  return entry->stream ? entry->stream->published() : StreamReport{};
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
  return !entry.is_free() && entry.generation == stream.generation ? &entry : nullptr;
}

MediaControl::Entry* MediaControl::find(StreamId stream) {
  return const_cast<Entry*>(std::as_const(*this).find(stream));
}

}  // namespace offhook::media
