// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <type_traits>
#include <variant>

#include "actors/base/endpoint.hpp"
#include "media/audio_device.hpp"
#include "media/levels.hpp"
#include "media/quality.hpp"
#include "media/tones.hpp"
#include "media/units.hpp"

namespace offhook::media {

class Stream;
struct PoolGrant;

/// A stream for as long as it is open; a slot is used again under another generation.
struct StreamId {
  std::uint16_t slot = 0;
  std::uint16_t generation = 0;  ///< 0 is never given out
  [[nodiscard]] constexpr bool valid() const { return generation != 0; }
  friend constexpr auto operator<=>(StreamId, StreamId) = default;
};

/// Seen from us (RFC 3264 §5.1). RTCP flows in all four.
enum class Direction : std::uint8_t { sendrecv, sendonly, recvonly, inactive };
constexpr bool sends(Direction d) { return d == Direction::sendrecv || d == Direction::sendonly; }
constexpr bool receives(Direction d) {
  return d == Direction::sendrecv || d == Direction::recvonly;
}

/// A conference of this engine; 0 is none.
struct ConferenceId {
  std::uint8_t value = 0;
  friend constexpr auto operator<=>(ConferenceId, ConferenceId) = default;
};
inline constexpr std::uint8_t most_conferences = 4;
/// Streams in one conference; with the person here that makes six parties.
inline constexpr std::size_t most_members = 5;

/// A stream's part in a conference.
struct Membership {
  ConferenceId conference{};
  bool heard = true;  ///< false: nobody hears it, the person included
  bool hears = true;  ///< false: it is sent silence
  friend bool operator==(const Membership&, const Membership&) = default;
};

enum class Codec : std::uint8_t { pcmu, pcma };

/// What offer and answer agreed on for one stream.
struct StreamPlan {
  Endpoint remote;               ///< where RTP goes
  std::optional<Endpoint> rtcp;  ///< a=rtcp (RFC 3605); otherwise the port above `remote`
  Codec codec = Codec::pcmu;
  PayloadType payload{0};
  std::optional<PayloadType> telephone_event;  ///< RFC 4733, if both sides have it
  Direction direction = Direction::sendrecv;
  std::chrono::milliseconds packet_time{20};  ///< 10..60, rounded down to whole periods
  std::uint8_t event_ends =
      3;  ///< how often the last packet of a digit is sent (RFC 4733 §2.5.1.4)
  /// Report MediaTimedOut after this long without RTP while receiving; 0 = never.
  std::chrono::milliseconds silence_limit{0};
};

/// How digits are sent (RFC 4733 §2.5.1.2).
struct DigitTiming {
  std::chrono::milliseconds tone{100};
  std::chrono::milliseconds gap{100};
};

// ---- orders: control side to media thread ----

struct AddStream {
  StreamId id;
  Stream* stream;    ///< owned by the media thread until StreamClosed
  PoolGrant* grant;  ///< packet memory to adopt, or null
};
struct ConfigureStream {
  StreamId id;
  StreamPlan plan;
};
struct RemoveStream {
  StreamId id;
};
/// A connected stream is on the audio path: it hears the microphone, and the speaker plays it. Two
/// connected streams hear each other only as members of one conference.
struct ConnectStream {
  StreamId id;
  bool connected;
};
/// Members of a conference hear each other, each the sum without itself, whether the person is on
/// the line (ConnectStream) or not.
struct SetMembership {
  StreamId id;
  Membership membership;
};
struct SendDigit {
  StreamId id;
  std::uint8_t event;
  DigitTiming timing;
};
/// The same as sound in the stream.
struct SayDigit {
  StreamId id;
  char digit;
  DigitTiming timing;
};
/// Sends `clip` in place of the audio path; an empty clip ends that. Borrowed while in use.
struct PlayClip {
  StreamId id;
  ClipPlayer player;
};
/// Copies what the stream receives into `sink` (null = none). Borrowed while in use.
struct RecordStream {
  StreamId id;
  Recording* sink;
};
struct PlayTone {
  std::uint32_t ticket;                   ///< comes back in ToneFinished
  std::span<const ToneSegment> segments;  ///< static, or kept by the control side while it plays
  ToneLayer layer = ToneLayer::tone;
};
struct StopTone {
  ToneLayer layer = ToneLayer::tone;
};
/// Sounds in the outputs that ring until StopRing: the clip over and over, or `segments` if it is
/// empty. Both are borrowed while they sound.
struct PlayRing {
  std::span<const ToneSegment> segments;
  std::span<const Sample> clip;
};
struct StopRing {};
struct MuteMicrophone {
  bool muted;
};
struct SetLevels {
  Levels levels;
};
/// Null is the built-in silence. The device is borrowed until DeviceReleased names it.
struct UseDevice {
  AudioDevice* device;
  bool rings = false;  ///< the ring sounds here too
};
/// A second or third loudspeaker, whose microphone nobody hears; null ends it. Borrowed until
/// DeviceReleased names it.
struct UseOutput {
  std::uint8_t place;  ///< below most_outputs
  AudioDevice* device;
  OutputSound sound;
};

using Order = std::variant<AddStream, ConfigureStream, RemoveStream, ConnectStream, SetMembership,
                           SendDigit, SayDigit, PlayClip, RecordStream, PlayTone, StopTone,
                           PlayRing, StopRing, MuteMicrophone, SetLevels, UseDevice, UseOutput>;
static_assert(std::is_trivially_copyable_v<Order>);

// ---- events: media thread to control side ----

struct FirstPacketReceived {
  StreamId stream;
  Endpoint from;
};
/// Once per event, when it ended (RFC 4733 §2.5.2).
struct DigitReceived {
  StreamId stream;
  char digit;
  std::chrono::milliseconds duration;
};
/// The last of the digits given to send_digits has gone out.
struct DigitsSent {
  StreamId stream;
};
struct MediaTimedOut {
  StreamId stream;
};
/// Every five seconds while a stream runs.
struct QualitySampled {
  StreamId stream;
  StreamReport report;
};
/// The tone ended by itself; a tone that is stopped or replaced does not report.
struct ToneFinished {
  std::uint32_t ticket;
};
struct DeviceReleased {
  AudioDevice* device;
};
/// The last word about a stream. Its port is free again.
struct StreamClosed {
  StreamId stream;
  StreamReport report;
};

using Event = std::variant<FirstPacketReceived, DigitReceived, DigitsSent, MediaTimedOut,
                           QualitySampled, ToneFinished, DeviceReleased, StreamClosed>;
static_assert(std::is_trivially_copyable_v<Event>);

/// Where the media thread's parts leave their events.
class EventSink {
 public:
  OFFHOOK_REALTIME virtual void report(const Event& event) noexcept = 0;

 protected:
  ~EventSink() = default;
};

/// A stream on its way back to the control side, which destroys it.
struct Garbage {
  StreamId id;
  Stream* stream;
  PoolGrant* surplus;  ///< packet memory that nobody needs any more, or null
};

}  // namespace offhook::media
