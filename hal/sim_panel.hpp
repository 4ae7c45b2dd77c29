// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>

#include "actors/base/status.hpp"
#include "hal/capability.hpp"
#include "hal/leds.hpp"
#include "hal/ringer.hpp"
#include "hal/types.hpp"
#include "offhook/sim.h"

namespace offhook::hal {

/// What a simulated LED shows; both periods zero = steady.
struct SimLed {
  Rgb colour;
  BlinkPeriod blink{};
  friend bool operator==(const SimLed&, const SimLed&) = default;
};

struct SimRing {
  bool sounding = false;
  RingSound sound;
  friend bool operator==(const SimRing&, const SimRing&) = default;
};

/// The person in front of a simulated phone: fingers, eyes, mouth and ear. Control thread only.
class SimPanel : public Capability<offhook_sim> {
 public:
  /// `what`: OFFHOOK_SIM_CHANGED_…; `index` as there.
  using Observer = std::function<void(offhook_sim_change what, std::uint32_t index)>;

  using Capability::Capability;

  absl::Status set_hook(HookId hook, HookPosition position) const;
  absl::Status lift() const { return set_hook(HookId::cradle, HookPosition::off_hook); }
  absl::Status replace() const { return set_hook(HookId::cradle, HookPosition::on_hook); }
  /// NotFound if the board has no such key.
  absl::Status press(KeyCode key) const;
  absl::Status release(KeyCode key) const;
  absl::Status set_plugged(Device device, bool plugged) const;
  /// `error` is a positive errno with which the part fails from now on; 0 repairs it.
  absl::Status set_fault(Part part, int error) const;

  /// NotFound if there is no such LED.
  [[nodiscard]] absl::StatusOr<SimLed> led(LedId led) const;
  /// Empty for a row or soft key that does not exist. Rows count from 0, soft keys from 1.
  [[nodiscard]] std::string line(std::uint32_t row) const;
  [[nodiscard]] std::string soft_key(std::uint32_t key) const;
  [[nodiscard]] int backlight() const;
  [[nodiscard]] SimRing ring() const;
  /// All zero for an endpoint that does not exist.
  [[nodiscard]] offhook_sim_audio audio(AudioEndpoint endpoint) const;

  /// Into the microphone, mono S16 at the open rate. How many samples fitted; 0 while closed.
  std::size_t speak(AudioEndpoint endpoint, std::span<const std::int16_t> samples) const;
  /// From the speaker, oldest first. How many there were.
  std::size_t hear(AudioEndpoint endpoint, std::span<std::int16_t> samples) const;
  /// Forgets what was played so far. How many samples that were.
  std::size_t forget_heard(AudioEndpoint endpoint) const;

  /// Called inside the call that changed something; null for none. It may read, not change.
  void observe(Observer observer);

 private:
  std::shared_ptr<Observer> observer_;  ///< its address is the plugin's context
};

}  // namespace offhook::hal
