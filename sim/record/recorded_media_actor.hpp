// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>

#include "sim/record/messages.hpp"
#include "sim/record/recorder.hpp"

namespace offhook::sim::record {

/// Stands between a phone that is recorded and its sound engine. RTP itself is not written down:
/// what the engine tells the phone of it is.
class RecordedMediaActor final : public act::actor<RecordedMedia> {
 public:
  /// `recorder` outlives the actor.
  RecordedMediaActor(caf::actor_config& config, media::Media below, Recorder& recorder);
  const char* name() const override { return "recorded media"; }
  behavior_type make_behavior() override;
  void on_exit() override;

 private:
  template <class Reply, class Message>
  act::result<Reply> ask_below(const Message& message, std::function<void(const Reply&)> answered);
  [[nodiscard]] media::StreamOwner as_owner();
  [[nodiscard]] std::function<void(const media::StreamOpened&)> remember(
      const media::StreamOwner& owner);
  template <class Event>
  void happened(const Event& event);
  void put_off(MediaWord word, std::function<void()> go_on);

  media::Media below_;
  Recorder& recorder_;
  std::map<media::StreamId, media::StreamOwner> owners_;
  std::map<std::uint64_t, std::function<void()>> waiting_;
  std::uint64_t last_ticket_ = 0;
  std::uint32_t questions_ = 0;
};

/// The engine of a replay: says what the other said then.
class ReplayedMediaActor final : public act::actor<ReplayedMedia> {
 public:
  explicit ReplayedMediaActor(caf::actor_config& config) : actor(config) {}
  const char* name() const override { return "replayed media"; }
  behavior_type make_behavior() override;
  void on_exit() override;

 private:
  template <class Reply>
  act::result<Reply> later(std::map<std::uint32_t, act::promise<Reply>>& asked);
  void say(const MediaWord& word);
  template <class Reply>
  void answer(std::map<std::uint32_t, act::promise<Reply>>& asked, std::uint32_t question,
              const Reply& reply);
  template <class Event>
  void tell_owner(const Event& event);

  std::map<std::uint32_t, act::promise<media::StreamOpened>> opening_;
  std::map<std::uint32_t, media::StreamOwner> opening_for_;
  std::map<std::uint32_t, act::promise<media::ConferenceJoined>> joining_;
  std::map<std::uint32_t, act::promise<media::StreamReport>> reporting_;
  std::map<media::StreamId, media::StreamOwner> owners_;
  std::uint32_t questions_ = 0;
};

}  // namespace offhook::sim::record
