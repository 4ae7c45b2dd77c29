// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include "actors/base/endpoint.hpp"
#include "actors/base/random_source.hpp"
#include "media/command.hpp"
#include "media/engine.hpp"
#include "media/packet_port.hpp"
#include "media/stream.hpp"

namespace offhook::media {

/// A stream that has its ports and nothing more until it has something to do: one that was never to
/// send or receive, as in a call that was refused, costs no RTP session and wakes no media thread.
struct OpenedStream {
  StreamId id;
  Endpoint rtp;  ///< our own, for the SDP
  Endpoint rtcp;
};

/// The control side of an engine: turns calls into orders, makes what the media thread must not
/// make, and destroys what comes back. One thread; nothing here waits. Engine, ports and random
/// source are borrowed.
class MediaControl {
 public:
  MediaControl(Engine& engine, PacketPorts& ports, RandomSource& random);
  /// Closes what is open. The engine must not be ticking any more, see Engine::abandon.
  ~MediaControl();
  MediaControl(const MediaControl&) = delete;
  MediaControl& operator=(const MediaControl&) = delete;

  /// Pairs of ports that nobody used are kept for later streams: so many rest first, because a
  /// refused peer may have begun to send.
  static constexpr std::size_t least_resting = 32;
  static constexpr std::size_t most_resting = 64;

  /// Ports for one stream on `local`. Unavailable without ports, ResourceExhausted beyond
  /// Engine::Options::max_streams.
  [[nodiscard]] absl::StatusOr<OpenedStream> open_stream(const IpAddress& local);

  /// A stream for a page, which has no RTCP: with a group it hears what is sent there, without one
  /// it is for sending. The same errors, and those of PacketPorts::join_group.
  [[nodiscard]] absl::StatusOr<OpenedStream> open_page(const IpAddress& local,
                                                       const std::optional<Endpoint>& group);

  /// RTP session and buffers for a stream that has nothing to send or receive yet, for the sake of
  /// its RTCP. Happens by itself when there is something. No effect on a stream that has begun.
  void begin(StreamId stream);
  [[nodiscard]] bool has_begun(StreamId stream) const;

  /// Follows an offer and answer. May be called again at any time: hold, resume, another codec.
  void configure(StreamId stream, const StreamPlan& plan);

  /// Sends an RTCP BYE and stops; StreamClosed brings the last report. An unknown id does nothing.
  void close(StreamId stream);
  /// Streams were closed that never began: poll_events tells of them without the media thread.
  [[nodiscard]] bool has_closed() const { return !closed_.empty(); }

  /// Puts the stream on the audio path or takes it off (see ConnectStream).
  void connect(StreamId stream, bool connected);

  /// Connects `stream` and disconnects all others; an invalid id disconnects all.
  void set_focus(StreamId stream);

  /// Makes `stream` a member of `conference`, out of whatever conference it was in before.
  /// InvalidArgument for a conference beyond `most_conferences` or 0, NotFound for a stream that is
  /// not open, ResourceExhausted beyond `most_members`.
  absl::Status join(ConferenceId conference, StreamId stream);
  /// No member of any conference any more; nothing if it was none.
  void leave(StreamId stream);
  /// Who hears a member and whether it hears: mute (`heard` false), hold (both false). Nothing
  /// unless the stream is in a conference.
  void set_member(StreamId stream, bool heard, bool hears);
  [[nodiscard]] std::vector<StreamId> members(ConferenceId conference) const;

  /// Sends DTMF as telephone-events one after another; DigitsSent follows the last. InvalidArgument
  /// for anything but 0-9 * # A-D; FailedPrecondition if the far side has no telephone-event;
  /// ResourceExhausted beyond 32 digits at once.
  absl::Status send_digits(StreamId stream, std::string_view digits, DigitTiming timing = {});
  /// The same as sound in the stream, for far sides without telephone-event.
  absl::Status say_digits(StreamId stream, std::string_view digits, DigitTiming timing = {});

  /// Plays a tone into the speaker until stopped or over. Returns the ticket of ToneFinished.
  std::uint32_t play_tone(std::string_view country, Tone tone, ToneLayer layer = ToneLayer::tone);
  /// The same with segments of one's own, borrowed while they play.
  std::uint32_t play_segments(std::span<const ToneSegment> segments,
                              ToneLayer layer = ToneLayer::tone);
  /// Plays the two frequencies of a pressed key, 100 ms. 0 if it is not a DTMF digit.
  std::uint32_t play_digit(char digit);
  void stop_tone(ToneLayer layer = ToneLayer::tone);

  /// Rings in the outputs that ring, see PlayRing. Borrowed until stopped or replaced.
  void play_ring(std::span<const ToneSegment> segments, std::span<const Sample> clip);
  void stop_ring();

  void set_mute(bool muted);
  void set_levels(const Levels& levels);
  /// Null is silence. Keep the device alive until DeviceReleased names it, or the order is obeyed.
  void set_device(AudioDevice* device, bool rings = false);
  /// A further loudspeaker, see UseOutput; the same rule.
  void set_output(std::uint8_t place, AudioDevice* device, OutputSound sound);

  /// Number of the last order given. `obeyed` tells whether the media thread has carried out that
  /// one and all before it: what they took away is free.
  [[nodiscard]] std::uint64_t last_order() const { return ordered_; }
  [[nodiscard]] bool obeyed(std::uint64_t order) const { return engine_.orders_obeyed() >= order; }

  /// Says `clip` to the far end instead of the microphone; an empty one ends that. Borrowed until
  /// replaced or the stream is closed.
  void play_clip(StreamId stream, std::span<const Sample> clip, ClipPlayer::Repeat repeat);
  /// Writes what the stream receives into `sink`; null ends it. Borrowed until the stream closes.
  void record(StreamId stream, Recording* sink);

  /// Hands on what the media thread reported, in order, and destroys what it gave back.
  void poll_events(const std::function<void(const Event&)>& on_event);

  /// At most 100 ms old. NotFound after the stream was closed.
  [[nodiscard]] absl::StatusOr<StreamReport> report(StreamId stream) const;

  [[nodiscard]] std::size_t open_streams() const { return open_; }

 private:
  /// What a stream begins with.
  struct Waiting {
    PortPair ports;
    Stream::Parameters parameters;
    bool reusable = true;  ///< the ports, by a later stream
    std::optional<StreamPlan> plan{};
  };
  struct Entry {
    std::uint16_t generation = 0;
    bool closing = false;
    bool connected = false;
    bool telephone_event = false;
    Membership membership{};
    std::unique_ptr<Waiting> waiting;  ///< until it begins
    std::unique_ptr<Stream> stream;    ///< then: lent to the media thread
    [[nodiscard]] bool is_free() const { return !waiting && !stream; }
  };

  absl::StatusOr<PortPair> take_ports(const IpAddress& local);
  absl::StatusOr<OpenedStream> open_on(absl::StatusOr<PortPair> ports, bool reusable);
  [[nodiscard]] absl::Status check_digits(const Entry* entry, std::string_view digits) const;
  void begin(StreamId id, Entry& entry);
  void order(const Order& order);
  void flush();
  [[nodiscard]] const Entry* find(StreamId stream) const;
  Entry* find(StreamId stream);
  void release(const Garbage& garbage);
  void note_free(std::uint16_t slot);

  Engine& engine_;
  PacketPorts& ports_;
  RandomSource& random_;
  std::vector<Entry> entries_;
  std::ptrdiff_t first_free_ = 0;  ///< no entry before it is free
  std::deque<Order> waiting_;      ///< when the ring was full
  std::deque<PortPair> resting_;
  std::vector<StreamId> closed_;  ///< without having begun
  std::size_t open_ = 0;
  std::uint64_t ordered_ = 0;
  std::size_t begun_ = 0;
  std::uint32_t next_ticket_ = 1;
};

}  // namespace offhook::media
