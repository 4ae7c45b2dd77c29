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
};

/// Plays in the person's ear until stopped or replaced.
struct StartTone {
  Tone tone;
};
struct EndTone {};

struct SetMute {
  bool muted = false;
};

/// Microphone and speaker from now on; null is silence. Held until the media thread let go of it.
struct UseAudioDevice {
  std::shared_ptr<AudioDevice> device;
};

/// The typed proxy of the engine: orders in, events out; it never touches a sample.
using Media = act::ref<act::result<StreamOpened>(OpenStream), act::result<void>(SetStreamPlan),
                       act::result<void>(SetStreamAudible), act::result<StreamReport>(CloseStream),
                       act::result<StreamReport>(QueryReport), act::result<void>(SendDigits),
                       act::result<void>(StartTone), act::result<void>(EndTone),
                       act::result<void>(SetMute), act::result<void>(UseAudioDevice)>;

}  // namespace offhook::media

#include "media/type_ids.hpp"
