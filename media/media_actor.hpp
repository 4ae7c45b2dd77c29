// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "actors/base/act.hpp"
#include "media/control.hpp"
#include "media/engine.hpp"
#include "media/media_runner.hpp"
#include "media/messages.hpp"
#include "media/tone_set.hpp"

namespace offhook::media {

/// The next period is due, or the engine left something to collect.
struct EngineDue {};

/// What the media actor is made of. Ports and random source are borrowed and outlive it.
struct MediaParts {
  Engine::Options engine;
  PacketPorts& ports;
  RandomSource& random;
  ToneSet tones{};           ///< whose, and those of one's own
  StartRunner start_runner;  ///< empty: virtual time
};

/// A stream that neither sends nor receives still has RTCP to send (RFC 3264 §5.1).
struct RtcpDue {
  StreamId stream;
};

using MediaProxy =
    act::join<Media, act::ref<act::result<void>(EngineDue), act::result<void>(RtcpDue)>>;

/// The typed proxy of an engine, which it owns. Orders go down as they come, events go up to the
/// owner of the stream; an owner that ends without closing has its streams closed.
class MediaActor final : public act::actor<MediaProxy> {
 public:
  MediaActor(caf::actor_config& config, MediaParts parts);
  const char* name() const override { return "media"; }
  behavior_type make_behavior() override;
  void on_exit() override;

 private:
  using ReportPromise = act::promise<StreamReport>;

  struct Line {
    StreamOwner owner;
    std::chrono::milliseconds silence_limit{};
    std::string digits_waiting;  ///< more than the engine takes at once
    std::string digits_under_way;
    std::string digits_sent;  ///< not yet told
    DigitTiming timing;
    bool digits_as_sound = false;
    std::vector<ReportPromise> closing;
    std::shared_ptr<const Sound> sound;  ///< being sent in place of the microphone
    Timer rtcp;                          ///< until the stream begins
  };
  /// Something the media thread may still look at until it has carried out that order.
  struct Lent {
    std::uint64_t order = 0;
    std::shared_ptr<const void> thing;
  };

  StreamOpened open(const absl::StatusOr<OpenedStream>& opened, const StreamOwner& owner);
  void set_plan(const SetStreamPlan& order);
  act::result<StreamReport> close(const CloseStream& order);
  StreamReport report(const QueryReport& question) const;
  void send_digits(const SendDigits& order);
  void use_device(const UseAudioDevice& order);
  void use_output(const UseOutputDevice& order);
  ConferenceJoined join(const JoinConference& order);
  void play_to_peer(const PlayToPeer& order);
  void play_signal(const PlaySignal& order);
  void start_ring(const StartRing& order);
  void end_ring();

  void take_back(std::shared_ptr<const void> thing);
  void forget_obeyed();
  void watch_events();
  void rtcp_due(const RtcpDue& due);
  void engine_due();
  void collect();
  void keep_ticking();
  void send_waiting_digits(StreamId stream, Line& line);
  void watch_owner(const StreamOwner& owner);
  void forget_owner(const StreamOwner& owner);
  [[nodiscard]] StreamReport report_of(StreamId stream) const;

  void happened(const DigitReceived& event);
  void happened(const DigitsSent& event);
  void happened(const MediaTimedOut& event);
  void happened(const DeviceReleased&) {}  // kept until the order was obeyed, see Lent
  void happened(const StreamClosed& event);
  void happened(const FirstPacketReceived&) {}
  void happened(const QualitySampled&) {}
  void happened(const ToneFinished&) {}

  MediaParts parts_;
  Engine engine_;
  std::unique_ptr<MediaControl> control_;
  std::unique_ptr<MediaRunner> runner_;
  std::map<StreamId, Line> lines_;
  std::unordered_map<std::uint64_t, std::size_t> owned_;  ///< streams by their owner's id
  std::shared_ptr<AudioDevice> device_;
  std::array<std::shared_ptr<AudioDevice>, most_outputs> outputs_;
  std::shared_ptr<const Sound> ring_;
  std::deque<Lent> lent_;
  bool loss_told_ = false;
  bool ticking_ = false;
  Timer tick_;
};

}  // namespace offhook::media

OFFHOOK_MESSAGES(media, (offhook::media::EngineDue)(offhook::media::RtcpDue))
