// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>

#include "actors/device/device_actor.hpp"
#include "actors/device/ring_cadence.hpp"

namespace offhook::device {

/// A ring for the engine to sound.
struct LoudRing {
  hal::RingSound sound;
  RingFile file;  ///< in place of the tone; null for none
  friend bool operator==(const LoudRing&, const LoudRing&) = default;
};

/// Rings through the engine. Either function may be empty.
struct Loudspeaker {
  std::function<void(bool ringing)> open;  ///< around the whole ring, pauses included
  std::function<void(const std::optional<LoudRing>&)> sound;  ///< until told nullopt
};

/// Plays ring tones in a cadence, on the board's ringer or, where it has none, and for files,
/// through the loudspeaker.
class RingerActor final
    : public DeviceActor<act::join<Ringer, act::ref<act::result<void>(RingTurned)>>> {
 public:
  RingerActor(caf::actor_config& config, std::shared_ptr<hal::Board> board, DeviceListener listener,
              RingCadence cadence = default_ring_cadence, Loudspeaker loudspeaker = {});

  const char* name() const override { return "ringer"; }
  behavior_type make_behavior() override;
  void on_exit() override;

 private:
  void start(const StartRinging& order);
  void stop();
  void turn(const RingTurned& due);
  void play_step();
  void sound(bool on);
  [[nodiscard]] bool board_rings() { return board().ringer().offered() && !aloud_; }

  RingCadence cadence_;
  Loudspeaker loudspeaker_;
  RingCadence playing_;              ///< the one of this call
  std::optional<LoudRing> ringing_;  ///< nullopt while at rest
  bool aloud_ = false;               ///< by the engine
  std::size_t step_ = 0;
  bool sounding_ = false;
  std::uint64_t turn_ = 0;
  Timer next_turn_;
};

}  // namespace offhook::device
