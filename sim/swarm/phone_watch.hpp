// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "actors/base/clock.hpp"
#include "sim/swarm/breach.hpp"

namespace offhook::sim::swarm {

/// What a phone has told at its API since its start, and the rules of telling: a call ends once and
/// is not heard of again, and the events add up to the state. Pure: time comes with each event.
class PhoneWatch {
 public:
  struct Call {
    std::string state;
    std::string sip_call_id;
    Instant since{};         ///< in that state
    bool is_let_go = false;  ///< it was hung up, and its peer has not agreed yet
  };

  PhoneWatch(std::string who, Breaches& breaches) : who_(std::move(who)), breaches_(breaches) {}

  void happened(const boost::json::object& event, Instant now);
  /// The phone has started anew.
  void forget();
  /// What is shown already when the first event comes: the answer of state.get after a start.
  void adopt(const boost::json::object& state);
  /// Compares the answer of state.get with what the events said.
  void compare(const boost::json::object& state, Instant now);
  /// The rules for what is shown and sounds, for a phone to which nothing has happened for a while.
  void check(Instant now);
  /// It is said to be idle: nothing of any call is left, and every account is registered.
  void check_idle(Instant now);

  [[nodiscard]] const std::map<std::string, Call>& calls() const { return calls_; }
  [[nodiscard]] const std::vector<std::string>& soft_keys() const { return soft_keys_; }
  [[nodiscard]] const std::map<std::string, std::string>& leds() const { return leds_; }
  [[nodiscard]] bool is_registered() const;
  [[nodiscard]] bool is_idle() const;
  [[nodiscard]] bool is_off_hook() const { return off_hook_; }
  /// A number is being entered: it shows so.
  [[nodiscard]] bool is_entering() const {
    return (lines_.size() > 1 && lines_[1] == "Enter number") || is_offered("Cancel");
  }
  [[nodiscard]] const std::string& route() const { return route_; }
  [[nodiscard]] const std::string& tone() const { return tone_; }
  [[nodiscard]] Instant last_event() const { return last_event_; }
  /// When there was no call that may have sound; Instant::max() while there is one.
  [[nodiscard]] Instant silent_since() const { return silent_since_; }

 private:
  void call_event(const boost::json::object& event, bool is_end, Instant now);
  void breach(Instant now, std::string rule, std::string detail = {}) const;
  [[nodiscard]] std::size_t lamps_like(std::string_view rhythm) const;
  [[nodiscard]] std::size_t calls_in(std::string_view state) const;
  [[nodiscard]] bool is_offered(std::string_view label) const;
  [[nodiscard]] std::string describe() const;

  std::string who_;
  Breaches& breaches_;
  std::map<std::string, Call> calls_;  ///< those that have not ended
  std::set<std::string> ended_;
  std::map<std::string, std::string> accounts_, leds_;
  std::string tone_ = "none", route_ = "none";
  std::vector<std::string> lines_, soft_keys_;
  bool ringing_ = false, off_hook_ = false;
  Instant last_event_{}, tone_since_{}, silent_since_{};
};

}  // namespace offhook::sim::swarm
