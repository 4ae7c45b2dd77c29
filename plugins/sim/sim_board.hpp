// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <atomic>
#include <cstdint>

#include "front_panel.hpp"
#include "offhook/board.h"
#include "offhook/sim.h"
#include "settings.hpp"
#include "sound_card.hpp"

namespace offhook::plugins::sim {

/// One simulated phone: front panel, sound card, and what connects them to host and observer.
class SimBoard {
 public:
  SimBoard(const offhook_host& host, const Settings& settings);
  SimBoard(const SimBoard&) = delete;
  SimBoard& operator=(const SimBoard&) = delete;

  static SimBoard& of(offhook_board* board) { return *static_cast<SimBoard*>(board->self); }
  offhook_board* handle() { return &handle_; }

  [[nodiscard]] const Settings& settings() const { return settings_; }
  FrontPanel& panel() { return panel_; }
  SoundCard& sound() { return sound_; }

  void start() { started_ = true; }
  /// Dark and silent.
  void stop();

  /// Posts an event, unless the board is not started: then the host asks for the state later.
  int post(offhook_event_kind kind, std::uint32_t source, std::int32_t value) const;

  /// The -errno with which `part` fails now, or 0.
  [[nodiscard]] int fault(offhook_part part) const { return faults_[part].load(); }
  void set_fault(std::uint32_t part, int error) { faults_[part].store(error); }

  void observe(const offhook_sim_observer* observer);
  void tell(offhook_sim_change what, std::uint32_t index) const;
  /// Tells the observer of a change; the C answer: 0, or `refusal`.
  int answer(FrontPanel::Change change, offhook_sim_change what, std::uint32_t index,
             int refusal) const;

 private:
  const offhook_host& host_;
  Settings settings_;
  FrontPanel panel_;
  SoundCard sound_;
  std::array<std::atomic<int>, OFFHOOK_PART_AUDIO + 1> faults_{};
  offhook_sim_observer observer_{};
  bool started_ = false;
  offhook_board handle_;
};

}  // namespace offhook::plugins::sim
