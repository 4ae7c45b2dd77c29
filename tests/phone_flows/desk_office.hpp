// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "tests/safety/office.hpp"

namespace offhook::phone_flows {

/// Three phones, and a person at each who presses keys.
class DeskOffice : public safety::Office {
 protected:
  /// One key, "TRANSFER", "F1", "5"; and the time a finger needs.
  void press(sim::SimPhone& phone, std::string_view key) {
    phone.press(key);
    run_for(30ms);
    phone.release(key);
    run_for(70ms);
  }
  void dial(sim::SimPhone& phone, std::string_view digits) {
    for (const char digit : digits) press(phone, std::string(1, digit));
  }
  /// Alice calls by keys, the other answers by lifting; both talk.
  void talk(const std::string& number, sim::SimPhone& other) {
    alice_->lift();
    run_for(200ms);
    dial(*alice_, number + "#");
    ASSERT_TRUE(run([&] { return other.view().ringing(); }));
    other.lift();
    ASSERT_TRUE(run([&] { return other.view().call_state() == "connected"; }));
    run_for(500ms);
  }
  /// Asks now and then, as the API allows, until the calls are in these states.
  bool reaches(sim::SimPhone& phone, const std::vector<std::string>& states, Instant limit = 10s) {
    for (const auto end = world_->now() + limit; world_->now() < end; run_for(200ms))
      if (states_of(phone) == states) return true;
    return false;
  }
  static std::string line(const sim::SimPhone& phone, std::size_t row) {
    return phone.view().lines().size() > row ? phone.view().lines()[row] : "";
  }
  static std::string text(const boost::json::object& value, std::string_view member) {
    return std::string(value.at(member).as_string());
  }
};

}  // namespace offhook::phone_flows
