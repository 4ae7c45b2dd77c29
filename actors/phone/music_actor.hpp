// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <set>
#include <string>

#include "actors/base/act.hpp"
#include "actors/call/call_leg_actor.hpp"
#include "actors/call/messages.hpp"

namespace offhook::phone {

/// A call of ours that is on hold hears the music, or does so no longer.
struct PlayMusicTo {
  media::StreamId stream;
};
struct StopMusicTo {
  media::StreamId stream;
};
/// Nobody is left who hears it.
struct EndMusic {};

using MusicLine = act::ref<act::result<void>(PlayMusicTo), act::result<void>(StopMusicTo),
                           act::result<void>(EndMusic)>;

/// The line to a server with music on hold: one call for all who wait, mixed in the engine. Called
/// when the first of them comes, hung up when the last has gone. Without an answer they hear
/// silence, and the next one who waits tries again.
class MusicActor final : public act::actor<act::join<MusicLine, call::LegOwner>> {
 public:
  /// The owner in `context` does not count: it is this actor.
  MusicActor(caf::actor_config& config, call::LegContext context, std::string server);
  const char* name() const override { return "music line"; }
  behavior_type make_behavior() override;
  void on_exit() override;

 private:
  void play_to(media::StreamId stream);
  void stop_playing_to(media::StreamId stream);
  void end();
  void call_server();
  void changed(const call::CallSnapshot& call);
  void gone();
  void join(media::StreamId stream);

  call::LegContext context_;
  std::string server_;
  call::CallLeg leg_;
  std::string call_id_;
  std::optional<media::StreamId> music_;  ///< once the server has answered
  std::set<media::StreamId> waiting_;
  bool hung_up_ = false;  ///< by us, for nobody was left
};

}  // namespace offhook::phone

OFFHOOK_MESSAGES(
    phone, (offhook::phone::PlayMusicTo)(offhook::phone::StopMusicTo)(offhook::phone::EndMusic))
