// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "hal/board.hpp"

namespace offhook::test {

/// A clock that moves when told.
class ManualClock final : public Clock {
 public:
  [[nodiscard]] Instant now() const noexcept override { return now_; }
  void advance(Instant span) { now_ += span; }

 private:
  Instant now_{1s};  // not zero, which means "no time" in the C ABI
};

/// The simulated board as built, with a host that records.
class SimBoard {
 public:
  /// Fails the test if the board cannot be made.
  explicit SimBoard(const std::string& config = "{}", const Clock* phone_clock = nullptr) {
    const auto plugin = hal::PluginLoader({OFFHOOK_PLUGIN_DIR}).load("sim");
    if (!plugin.ok()) {
      ADD_FAILURE() << plugin.status();
      return;
    }
    auto made = hal::Board::create(
        *plugin,
        {.clock = phone_clock != nullptr ? phone_clock : &clock,
         .log = [this](hal::LogLevel, std::string_view text) { log.emplace_back(text); },
         .wake =
             [this] {
               ++wakes;
               if (on_wake) on_wake();
             }},
        config);
    if (!made.ok()) {
      failure = made.status();
      return;
    }
    board = std::move(*made);
    EXPECT_TRUE(board->start().ok());
  }

  std::vector<hal::Event> drain() {
    std::vector<hal::Event> events;
    while (board->drain([&](const hal::Event& event) { events.push_back(event); })) {
    }
    return events;
  }

  hal::Board* operator->() { return board.get(); }

  ManualClock clock;
  std::vector<std::string> log;
  int wakes = 0;
  std::function<void()> on_wake;
  absl::Status failure;
  std::shared_ptr<hal::Board> board;
};

}  // namespace offhook::test
