// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <set>
#include <string>

#include "sim/swarm/crowd.hpp"
#include "sim/swarm/step.hpp"

namespace offhook::sim::swarm {

/// Does the steps of a walk to a crowd. A step that makes no sense now, such as a key of a phone
/// that is dead, does nothing.
class Deeds {
 public:
  /// Both are borrowed.
  Deeds(Crowd& crowd, Breaches& breaches) : crowd_(crowd), breaches_(breaches) {}

  void perform(const Step& step);

  /// All faults are over: the network is as at the start, and whoever was killed lives.
  void mend();
  /// Everybody hangs up whatever there is.
  void hang_up();

  /// How much later it is than the walk has it, because everybody slept.
  [[nodiscard]] Instant slept() const { return slept_; }

 private:
  using Member = Crowd::Member;

  void press(Member& member, const std::string& key, Instant held);
  void press_soft(Member& member, std::uint32_t number);
  void type(Member& member, const std::string& text);
  void order(Member& member, const Step& step);
  void request(Member& member, const std::string& method, boost::json::object params);
  void set_link(const Step& step);
  void start(const Step& step);
  void sleep(Instant span);
  void stop_reading();

  Crowd& crowd_;
  Breaches& breaches_;
  Instant slept_{};
  std::vector<Timer> fingers_;
};

}  // namespace offhook::sim::swarm
