// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "actors/base/act.hpp"
#include "actors/base/endpoint.hpp"
#include "actors/base/status.hpp"
#include "media/control.hpp"

namespace offhook::media {

/// A digit was received on a stream (RFC 4733): told once, when it ends.
struct DtmfReceived {
  StreamId stream;
  char digit = 0;
  std::chrono::milliseconds duration{};
};

struct DtmfSent {
  StreamId stream;
  std::string digits;
};

/// Nothing has been received for `silent` although the peer should send.
struct MediaSilent {
  StreamId stream;
  std::chrono::milliseconds silent{};
};

/// Whoever opened a stream.
using StreamOwner = act::ref<act::result<void>(DtmfReceived), act::result<void>(DtmfSent),
                             act::result<void>(MediaSilent)>;

/// Binds a pair of ports on `local`. Answered with OpenedStream or, in `status`, why not.
struct OpenStream {
  IpAddress local;
  StreamOwner owner;
};
struct StreamOpened {
  absl::Status status;
  StreamId stream;
  Endpoint rtp;
};

/// A stream of a page, without RTCP: with a group it hears what is sent there, without one it is
/// for sending. Answered with StreamOpened.
struct OpenPage {
  IpAddress local;
  std::optional<Endpoint> group;
  StreamOwner owner;
};

/// Starts or changes what flows (RFC 3264 outcome).
struct SetStreamPlan {
  StreamId stream;
  StreamPlan plan;
};

/// Whether the person hears this stream and speaks into it.
struct SetStreamAudible {
  StreamId stream;
  bool audible = true;
};

/// Makes a stream a member of a conference (RFC 4579 §4.7, mixing in the phone): it hears the other
/// members, each without itself, and the person too while it is audible. Answered with `status`:
/// ResourceExhausted beyond `most_members`, NotFound for a stream that is gone.
struct JoinConference {
  ConferenceId conference{};
  StreamId stream;
};
struct ConferenceJoined {
  absl::Status status;
  std::uint64_t members = 0;  ///< streams in it now
};
/// A call of its own again.
struct LeaveConference {
  StreamId stream;
};
/// A muted member is heard by nobody; one on hold neither hears nor is heard.
struct SetMember {
  StreamId stream;
  bool heard = true;
  bool hears = true;
};

/// Sends `sound` to the far end in place of the microphone: music on hold. Null ends it.
struct PlayToPeer {
  StreamId stream;
  std::shared_ptr<const Sound> sound;
  bool forever = true;
};

struct CloseStream {
  StreamId stream;
};
struct QueryReport {
  StreamId stream;
};

struct SendDigits {
  StreamId stream;
  std::string digits;  ///< 0-9 * # A-D
  std::chrono::milliseconds tone{100};
  std::chrono::milliseconds gap{100};
  bool as_sound = false;  ///< in the stream itself instead of as telephone-events
};

/// Plays in the person's ear until stopped or replaced.
struct StartTone {
  Tone tone;
};
struct EndTone {};
/// A short tone over whatever else sounds: a key's two frequencies, a beep.
struct PlaySignal {
  Tone tone{};
  char digit = 0;  ///< plays this DTMF digit instead, unless 0
};

/// Sounds the ring in the outputs that ring, until ended or replaced: `file` over and over or, if
/// null, ring `number` (1 to `most_rings`; any other sounds as 1).
struct StartRing {
  std::uint32_t number = 1;
  std::shared_ptr<const Sound> file;
};
struct EndRing {};

struct SetMute {
  bool muted = false;
};

/// How loud each path is from now on; what the board scales itself stays 0.
struct AdjustLevels {
  Levels levels;
};

/// Microphone and speaker from now on; null is silence. Held until the media thread let go of it.
struct UseAudioDevice {
  std::shared_ptr<AudioDevice> device;
  bool rings = false;  ///< the ring sounds here too
};
/// A further loudspeaker besides it (place 0 or 1), for the ring or for group listening; null ends
/// it. The same device must not be in use at two places.
struct UseOutputDevice {
  std::uint8_t place = 0;
  std::shared_ptr<AudioDevice> device;
  OutputSound sound{};
};

/// The typed proxy of the engine: orders in, events out; it never touches a sample.
///
/// Who hears whom: the person hears every audible stream and speaks into it; audible streams do not
/// hear each other. Members of a conference hear each other, audible or not. So a local conference
/// is: each leg's stream joined (JoinConference) and audible; the person steps out of it without
/// ending it by making the streams inaudible, and puts it apart by LeaveConference. Closing a
/// stream takes it out of its conference.
using Media =
    act::ref<act::result<StreamOpened>(OpenStream), act::result<StreamOpened>(OpenPage),
             act::result<void>(SetStreamPlan), act::result<void>(SetStreamAudible),
             act::result<ConferenceJoined>(JoinConference), act::result<void>(LeaveConference),
             act::result<void>(SetMember), act::result<void>(PlayToPeer),
             act::result<StreamReport>(CloseStream), act::result<StreamReport>(QueryReport),
             act::result<void>(SendDigits), act::result<void>(StartTone),
             act::result<void>(EndTone), act::result<void>(PlaySignal),
             act::result<void>(StartRing), act::result<void>(EndRing), act::result<void>(SetMute),
             act::result<void>(AdjustLevels), act::result<void>(UseAudioDevice),
             act::result<void>(UseOutputDevice)>;

}  // namespace offhook::media

#include "media/type_ids.hpp"
