// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/device/ringer_actor.hpp"

#include <algorithm>
#include <utility>

#include "actors/device/alert_info.hpp"

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
  const auto volume = std::min(order.volume, std::uint32_t{OFFHOOK_RING_VOLUME_MAX});
  const LoudRing wanted{
      .sound = {.tone = order.tone, .volume = order.tone == silent_ring ? 0 : volume},
      .file = order.file};
  const RingCadence cadence = order.cadence.value_or(cadence_);
  OFFHOOK_CHECK(cadence.count >= 2 && cadence.count <= cadence.steps.size());
  const bool already = ringing_ && ringing_->file == wanted.file && playing_ == cadence;
  if (already && *ringing_ == wanted) return;
  if (ringing_ && !already) stop();
  ringing_ = wanted;
  playing_ = cadence;
  if (!already) {
    aloud_ = order.by_engine || order.file != nullptr || !board().ringer().offered();
    if (aloud_ && loudspeaker_.open) loudspeaker_.open(true);
    step_ = 0;
    play_step();
  } else if (sounding_) {
    sound(true);  // the volume keys work while it rings, without a new beginning
  }
}

void RingerActor::stop() {
  if (!ringing_) return;
  next_turn_ = Timer{};
  ++turn_;
  sound(false);
  ringing_ = std::nullopt;
  if (aloud_ && loudspeaker_.open) loudspeaker_.open(false);
  aloud_ = false;
}

void RingerActor::turn(const RingTurned& due) {
  if (due.turn != turn_) return;
  step_ = (step_ + 1) % playing_.count;
  play_step();
}

void RingerActor::play_step() {
  sound(step_ % 2 == 0);
  // A file has its own rhythm, and a splash is over after one sound.
  const bool once = ringing_->sound.tone == splash_ring && step_ % 2 == 1;
  if (ringing_->file || once) return;
  next_turn_ = after(playing_.steps.at(step_), RingTurned{++turn_});
}

void RingerActor::sound(bool on) {
  const bool was = std::exchange(sounding_, on);
  if (!on && !was) return;
  if (board_rings())
    report(on ? board().ringer().start(ringing_->sound) : board().ringer().stop());
  else if (loudspeaker_.sound)
    loudspeaker_.sound(on ? ringing_ : std::nullopt);
}

void RingerActor::on_exit() {
  stop();
  loudspeaker_ = {};
  DeviceActor::on_exit();
}

}  // namespace offhook::device
