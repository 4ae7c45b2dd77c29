// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/record/recorded_media_actor.hpp"

#include <utility>

namespace offhook::sim::record {

using namespace media;

// ---- recording ----

RecordedMediaActor::RecordedMediaActor(caf::actor_config& config, Media below, Recorder& recorder)
    : actor(config), below_(std::move(below)), recorder_(recorder) {}

RecordedMediaActor::behavior_type RecordedMediaActor::make_behavior() {
  return {
      [this](const OpenStream& m) {
        return ask_below<StreamOpened>(OpenStream{m.local, as_owner()}, remember(m.owner));
      },
      [this](const OpenPage& m) {
        return ask_below<StreamOpened>(OpenPage{m.local, m.group, as_owner()}, remember(m.owner));
      },
      [this](const SetStreamPlan& m) { tell(below_, m); },
      [this](const SetStreamAudible& m) { tell(below_, m); },
      [this](const JoinConference& m) { return ask_below<ConferenceJoined>(m, {}); },
      [this](const LeaveConference& m) { tell(below_, m); },
      [this](const SetMember& m) { tell(below_, m); },
      [this](const PlayToPeer& m) { tell(below_, m); },
      [this](const CloseStream& m) {
        return ask_below<StreamReport>(
            m, [this, stream = m.stream](const StreamReport&) { owners_.erase(stream); });
      },
      [this](const QueryReport& m) { return ask_below<StreamReport>(m, {}); },
      [this](const SendDigits& m) { tell(below_, m); },
      [this](const StartTone& m) { tell(below_, m); },
      [this](const EndTone& m) { tell(below_, m); },
      [this](const PlaySignal& m) { tell(below_, m); },
      [this](const StartRing& m) { tell(below_, m); },
      [this](const EndRing& m) { tell(below_, m); },
      [this](const SetMute& m) { tell(below_, m); },
      [this](const AdjustLevels& m) { tell(below_, m); },
      [this](const UseAudioDevice& m) { tell(below_, m); },
      [this](const UseOutputDevice& m) { tell(below_, m); },
      [this](const DtmfReceived& m) { happened(m); },
      [this](const DtmfSent& m) { happened(m); },
      [this](const MediaSilent& m) { happened(m); },
      [this](const Released& m) {
        const auto found = waiting_.find(m.ticket);
        if (found == waiting_.end()) return;
        const auto go_on = std::move(found->second);
        waiting_.erase(found);
        go_on();
      },
  };
}

/// What happens on a stream is heard here first.
StreamOwner RecordedMediaActor::as_owner() { return caf::actor_cast<StreamOwner>(me()); }

std::function<void(const StreamOpened&)> RecordedMediaActor::remember(const StreamOwner& owner) {
  return [this, owner](const StreamOpened& opened) {
    if (opened.status.ok()) owners_[opened.stream] = owner;
  };
}

void RecordedMediaActor::on_exit() {
  act::stop(below_);
  below_ = nullptr;
  owners_.clear();
  waiting_.clear();
}

template <class Reply, class Message>
act::result<Reply> RecordedMediaActor::ask_below(const Message& message,
                                                 std::function<void(const Reply&)> answered) {
  auto promise = make_response_promise<Reply>();
  const auto question = questions_++;
  ask_without_limit(below_, message)
      .then(
          [this, question, promise, answered](const Reply& reply) {
            put_off({question, reply}, [promise, answered, reply]() mutable {
              if (answered) answered(reply);
              promise.deliver(reply);
            });
          },
          [promise](const act::error& failure) mutable { promise.deliver(failure); });
  return promise;
}

template <class Event>
void RecordedMediaActor::happened(const Event& event) {
  put_off({0, event}, [this, event] {
    if (const auto owner = owners_.find(event.stream); owner != owners_.end())
      tell(owner->second, event);
  });
}

void RecordedMediaActor::put_off(MediaWord word, std::function<void()> go_on) {
  const auto ticket = ++last_ticket_;
  waiting_[ticket] = std::move(go_on);
  recorder_.when_it_comes(Kind::media, pack_media(std::move(word)),
                          [self = act::weak(me()), ticket] {
                            act::tell_anon(act::strong<RecordedMedia>(self), Released{ticket});
                          });
}

// ---- replaying ----

ReplayedMediaActor::behavior_type ReplayedMediaActor::make_behavior() {
  return {
      [this](const OpenStream& m) {
        opening_for_[questions_] = m.owner;
        return later(opening_);
      },
      [this](const OpenPage& m) {
        opening_for_[questions_] = m.owner;
        return later(opening_);
      },
      [](const SetStreamPlan&) {},
      [](const SetStreamAudible&) {},
      [this](const JoinConference&) { return later(joining_); },
      [](const LeaveConference&) {},
      [](const SetMember&) {},
      [](const PlayToPeer&) {},
      [this](const CloseStream&) { return later(reporting_); },
      [this](const QueryReport&) { return later(reporting_); },
      [](const SendDigits&) {},
      [](const StartTone&) {},
      [](const EndTone&) {},
      [](const PlaySignal&) {},
      [](const StartRing&) {},
      [](const EndRing&) {},
      [](const SetMute&) {},
      [](const AdjustLevels&) {},
      [](const UseAudioDevice&) {},
      [](const UseOutputDevice&) {},
      [this](const SayAsThen& m) { say(m.word); },
  };
}

/// Those that wait for an answer that was not recorded get one that says so.
void ReplayedMediaActor::on_exit() {
  for (auto& [question, promise] : opening_)
    promise.deliver(StreamOpened{unavailable("the replay is over"), {}, {}});
  for (auto& [question, promise] : joining_)
    promise.deliver(ConferenceJoined{unavailable("the replay is over"), 0});
  for (auto& [question, promise] : reporting_) promise.deliver(StreamReport{});
  opening_.clear();
  opening_for_.clear();
  joining_.clear();
  reporting_.clear();
  owners_.clear();
}

template <class Reply>
act::result<Reply> ReplayedMediaActor::later(std::map<std::uint32_t, act::promise<Reply>>& asked) {
  auto promise = make_response_promise<Reply>();
  asked[questions_++] = promise;
  return promise;
}

template <class Reply>
void ReplayedMediaActor::answer(std::map<std::uint32_t, act::promise<Reply>>& asked,
                                std::uint32_t question, const Reply& reply) {
  const auto found = asked.find(question);
  if (found == asked.end()) return;  // it was not asked this time: the outputs show what differs
  found->second.deliver(reply);
  asked.erase(found);
}

template <class Event>
void ReplayedMediaActor::tell_owner(const Event& event) {
  if (const auto owner = owners_.find(event.stream); owner != owners_.end())
    tell(owner->second, event);
}

void ReplayedMediaActor::say(const MediaWord& word) {
  if (const auto* opened = std::get_if<StreamOpened>(&word.said)) {
    if (opened->status.ok()) owners_[opened->stream] = opening_for_[word.question];
    opening_for_.erase(word.question);
    answer(opening_, word.question, *opened);
  } else if (const auto* joined = std::get_if<ConferenceJoined>(&word.said)) {
    answer(joining_, word.question, *joined);
  } else if (const auto* report = std::get_if<StreamReport>(&word.said)) {
    answer(reporting_, word.question, *report);
  } else if (const auto* received = std::get_if<DtmfReceived>(&word.said)) {
    tell_owner(*received);
  } else if (const auto* sent = std::get_if<DtmfSent>(&word.said)) {
    tell_owner(*sent);
  } else if (const auto* silent = std::get_if<MediaSilent>(&word.said)) {
    tell_owner(*silent);
  }
}

}  // namespace offhook::sim::record
