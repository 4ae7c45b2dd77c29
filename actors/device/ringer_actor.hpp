// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>

#include "actors/device/device_actor.hpp"
#include "actors/device/ring_cadence.hpp"

namespace offhook::device {

/// Plays ring tones in a cadence, on the board's ringer or, where it has none, through
/// `loudspeaker`.
class RingerActor final
    : public DeviceActor<act::join<Ringer, act::ref<act::result<void>(RingTurned)>>> {
 public:
  /// Sounds a ring tone until told nullopt.
  using Loudspeaker = std::function<void(std::optional<hal::RingSound>)>;

  RingerActor(caf::actor_config& config, std::shared_ptr<hal::Board> board, DeviceListener listener,
              RingCadence cadence = default_ring_cadence, Loudspeaker loudspeaker = nullptr);

  const char* name() const override { return "ringer"; }
  behavior_type make_behavior() override;
  void on_exit() override;

 private:
  void start(const StartRinging& order);
  void stop();
  void turn(const RingTurned& due);
  void play_step();
  void sound(bool on);

  RingCadence cadence_;
  Loudspeaker loudspeaker_;
  std::optional<hal::RingSound> ringing_;  ///< nullopt while at rest
  std::size_t step_ = 0;
  bool sounding_ = false;
  std::uint64_t turn_ = 0;
  Timer next_turn_;
};

}  // namespace offhook::device
