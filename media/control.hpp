// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include "actors/base/endpoint.hpp"
#include "actors/base/random_source.hpp"
#include "media/command.hpp"
#include "media/engine.hpp"
#include "media/packet_port.hpp"

namespace offhook::media {

/// A stream that has its ports but sends nothing until it is configured.
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

  /// Ports, RTP session and buffers for one stream on `local`. Unavailable without ports,
  /// ResourceExhausted beyond Engine::Options::max_streams.
  [[nodiscard]] absl::StatusOr<OpenedStream> open_stream(const IpAddress& local);

  /// Follows an offer and answer. May be called again at any time: hold, resume, another codec.
  void configure(StreamId stream, const StreamPlan& plan);

  /// Sends an RTCP BYE and stops; StreamClosed brings the last report. An unknown id does nothing.
  void close(StreamId stream);

  /// Puts the stream on the audio path or takes it off (see ConnectStream).
  void connect(StreamId stream, bool connected);

  /// Connects `stream` and disconnects all others; an invalid id disconnects all.
  void set_focus(StreamId stream);

  /// Sends DTMF as telephone-events one after another; DigitsSent follows the last. InvalidArgument
  /// for anything but 0-9 * # A-D; FailedPrecondition if the far side has no telephone-event;
  /// ResourceExhausted beyond 32 digits at once.
  absl::Status send_digits(StreamId stream, std::string_view digits, DigitTiming timing = {});

  /// Plays a tone into the speaker until stopped or over. Returns the ticket of ToneFinished.
  std::uint32_t play_tone(std::string_view country, Tone tone);
  /// Plays the two frequencies of a pressed key, 100 ms. 0 if it is not a DTMF digit.
  std::uint32_t play_digit(char digit);
  void stop_tone();

  void set_mute(bool muted);
  /// Null is silence. Keep the device alive until DeviceReleased names it.
  void set_device(AudioDevice* device);

  /// Says `clip` to the far end instead of the microphone. Borrowed until the stream is closed.
  void play_clip(StreamId stream, std::span<const Sample> clip, ClipPlayer::Repeat repeat);
  /// Writes what the stream receives into `sink`; null ends it. Borrowed until the stream closes.
  void record(StreamId stream, Recording* sink);

  /// Hands on what the media thread reported, in order, and destroys what it gave back.
  void poll_events(const std::function<void(const Event&)>& on_event);

  /// At most 100 ms old. NotFound after the stream was closed.
  [[nodiscard]] absl::StatusOr<StreamReport> report(StreamId stream) const;

  [[nodiscard]] std::size_t open_streams() const { return open_; }

 private:
  struct Entry {
    std::uint16_t generation = 0;
    bool closing = false;
    bool connected = false;
    bool telephone_event = false;
    std::unique_ptr<Stream> stream;  ///< lent to the media thread
  };

  void order(const Order& order);
  void flush();
  [[nodiscard]] const Entry* find(StreamId stream) const;
  Entry* find(StreamId stream);
  void release(const Garbage& garbage);

  Engine& engine_;
  PacketPorts& ports_;
  RandomSource& random_;
  std::vector<Entry> entries_;
  std::deque<Order> waiting_;  ///< when the ring was full
  std::size_t open_ = 0;
  std::uint32_t next_ticket_ = 1;
};

}  // namespace offhook::media
