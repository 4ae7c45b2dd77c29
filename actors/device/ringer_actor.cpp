// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/device/ringer_actor.hpp"

#include <algorithm>

namespace offhook::device {

RingerActor::RingerActor(caf::actor_config& config, std::shared_ptr<hal::Board> board,
                         DeviceListener listener, RingCadence cadence, Loudspeaker loudspeaker)
    : DeviceActor(config, std::move(board), std::move(listener), "ringer"),
      cadence_(cadence),
      loudspeaker_(std::move(loudspeaker)) {
  OFFHOOK_CHECK(cadence_.count >= 2 && cadence_.count <= cadence_.steps.size());
}

RingerActor::behavior_type RingerActor::make_behavior() {
  return {
      [this](const StartRinging& order) { start(order); },
      [this](const StopRinging&) { stop(); },
      [this](const RingTurned& due) { turn(due); },
  };
}

void RingerActor::start(const StartRinging& order) {
  const hal::RingSound wanted{
      .tone = order.tone, .volume = std::min(order.volume, std::uint32_t{OFFHOOK_RING_VOLUME_MAX})};
  const bool already = ringing_.has_value();
  if (already && *ringing_ == wanted) return;
  ringing_ = wanted;
  if (!already) {
    step_ = 0;
    play_step();
  } else if (sounding_) {
    sound(true);  // the volume keys work while it rings, without a new beginning
  }
}

void RingerActor::stop() {
  if (!ringing_) return;
  ringing_ = std::nullopt;
  next_turn_ = Timer{};
  ++turn_;
  sound(false);
}

void RingerActor::turn(const RingTurned& due) {
  if (due.turn != turn_) return;
  step_ = (step_ + 1) % cadence_.count;
  play_step();
}

void RingerActor::play_step() {
  sound(step_ % 2 == 0);
  next_turn_ = after(cadence_.steps.at(step_), RingTurned{++turn_});
}

void RingerActor::sound(bool on) {
  sounding_ = on;
  if (board().ringer().offered())
    report(on ? board().ringer().start(*ringing_) : board().ringer().stop());
  else if (loudspeaker_)
    loudspeaker_(on ? ringing_ : std::nullopt);
}

void RingerActor::on_exit() {
  stop();
  loudspeaker_ = nullptr;
  DeviceActor::on_exit();
}

}  // namespace offhook::device
