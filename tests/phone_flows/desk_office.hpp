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
  bool all_over(sim::SimPhone& phone, Instant limit = 10s) {
    return run([&] { return phone.view().call_state() == "ended"; }, limit) &&
           states_of(phone).empty();
  }
  static std::string line(const sim::SimPhone& phone, std::size_t row) {
    return phone.view().lines().size() > row ? phone.view().lines()[row] : "";
  }
  static std::string text(const boost::json::object& value, std::string_view member) {
    return std::string(value.at(member).as_string());
  }
};

}  // namespace offhook::phone_flows
