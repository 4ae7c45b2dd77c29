// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/music_actor.hpp"

#include <utility>

namespace offhook::phone {
namespace {

/// Beside the conference of the person here.
constexpr media::ConferenceId music_conference{2};

}  // namespace

MusicActor::MusicActor(caf::actor_config& config, call::LegContext context, std::string server)
    : actor(config), context_(std::move(context)), server_(std::move(server)) {}

MusicActor::behavior_type MusicActor::make_behavior() {
  return {
      [this](const PlayMusicTo& m) { play_to(m.stream); },
      [this](const StopMusicTo& m) { stop_playing_to(m.stream); },
      [this](const EndMusic&) { end(); },
      [this](const call::CallChanged& m) { changed(m.call); },
      [this](const call::CallEnded& m) {
        if (m.call.call_id == call_id_) gone();
      },
      [](const call::CallDtmfReceived&) {},
      [](const call::CallDigitsSent&) {},
      [this](const call::CallMediaTimedOut&) { end(); },
      [](const call::CallTransferProgressed&) {},
      [](const call::CallTransferRequested&) {},
      [](const call::CallTextReceived&) {},
  };
}

void MusicActor::on_exit() {
  act::stop(leg_);
  leg_ = nullptr;
  context_.owner = nullptr;
  context_.media = nullptr;
  context_.dispatcher = nullptr;
}

void MusicActor::play_to(media::StreamId stream) {
  waiting_.insert(stream);
  if (!leg_) return call_server();
  if (music_) join(stream);
}

void MusicActor::stop_playing_to(media::StreamId stream) {
  if (waiting_.erase(stream) == 0) return;
  tell(context_.media, media::LeaveConference{stream});
}

void MusicActor::end() {
  waiting_.clear();
  hung_up_ = true;
  if (leg_) act::tell_anon(leg_, call::Hangup{});  // its answer concerns nobody
}

void MusicActor::call_server() {
  hung_up_ = false;
  call_id_ = "music-" + context_.random.token();
  call::LegContext context = context_;
  context.owner = me();
  context.transfers = call::TransferPolicy::never;
  leg_ = spawn<call::CallLegActor>(std::move(context), call::PlaceCall{call_id_, server_});
  watch(leg_, [this, id = call_id_](const act::error&) {
    if (id == call_id_) gone();
  });
}

void MusicActor::changed(const call::CallSnapshot& call) {
  if (call.call_id != call_id_ || music_ || !call.stream || !call::is_established(call.state))
    return;
  music_ = call.stream;
  join(*music_);
  for (const auto stream : waiting_) join(stream);
}

void MusicActor::gone() {
  music_.reset();
  leg_ = nullptr;
  call_id_.clear();
  // One that came while the line was being hung up. A server that refused is not asked again.
  if (hung_up_ && !waiting_.empty()) call_server();
}

void MusicActor::join(media::StreamId stream) {
  ask_without_limit(context_.media, media::JoinConference{music_conference, stream})
      .then(
          [](const media::ConferenceJoined& joined) {
            if (!joined.status.ok()) log::warning("music on hold: " + message_of(joined.status));
          },
          [](const act::error&) {});
}

}  // namespace offhook::phone
