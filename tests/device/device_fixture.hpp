// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "actors/base/loop.hpp"
#include "actors/device/board_actor.hpp"
#include "actors/device/hook_switch_actor.hpp"
#include "actors/device/keypad_actor.hpp"
#include "tests/support/sim_board.hpp"

namespace offhook::device {

/// What the phone was told, one line each: "120ms off hook", "5 pressed", "5 released after 80ms".
struct Told {
  std::vector<std::string> lines;
};

class ListenerActor final : public act::actor<DeviceListener> {
 public:
  ListenerActor(caf::actor_config& config, Told& told) : actor(config), told_(told) {}
  behavior_type make_behavior() override {
    return {
        [this](const HookChanged& changed) {
          told_.lines.push_back(in_ms(changed.at) + (changed.position == HookPosition::off_hook
                                                         ? " off hook"
                                                         : " on hook"));
        },
        [this](const KeyPressed& pressed) { told_.lines.push_back(pressed.key + " pressed"); },
        [this](const KeyReleased& released) {
          told_.lines.push_back(released.key + " released after " + in_ms(released.held));
        },
        [this](const DeviceFailed& failed) {
          told_.lines.push_back(failed.device_id + " failed: " + failed.why);
        },
    };
  }

 private:
  static std::string in_ms(Instant span) {
    return std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(span).count()) +
           "ms";
  }
  Told& told_;
};

/// A simulated board under a virtual clock, a listener, and whatever devices a test spawns.
class DeviceTest : public testing::Test {
 protected:
  // Here and not in the destructor: actors that say goodbye may call into the test's own class.
  void TearDown() override {
    for (const auto& stop : goodbye_) stop();
    listener = nullptr;
    loop.run_for(0s);
    if (sim && sim->board) person().observe(nullptr);
    EXPECT_EQ(loop.running_actors(), 0u);
    EXPECT_EQ(loop.pending_timers(), 0u);
  }

  void use_board(const std::string& config) {
    sim = std::make_unique<test::SimBoard>(config, clock());
  }

  template <class Actor, class... Args>
  auto spawn(Args&&... args) {
    if (!sim) use_board("{}");
    if (!listener) listener = kept(loop.spawn<ListenerActor>(told));
    return kept(loop.spawn<Actor>(sim->board, listener, std::forward<Args>(args)...));
  }

  /// Runs the board through its actor, as a phone does.
  void link_board(HookSwitch hook, Keypad keypad) {
    ASSERT_TRUE((*sim)->stop().ok());
    spawn<BoardActor>(std::move(hook), std::move(keypad));
    loop.run_for(0s);
  }

  hal::SimPanel& person() { return (*sim)->sim(); }
  std::vector<std::string> take_told() {
    loop.run_for(0s);
    return std::exchange(told.lines, {});
  }

  Told told;
  act::Loop loop{act::Loop::Virtual{}};
  std::unique_ptr<test::SimBoard> sim;
  DeviceListener listener;

 private:
  const Clock* clock() { return loop.timers().get(); }
  template <class Handle>
  Handle kept(Handle handle) {
    goodbye_.push_back([handle]() mutable {
      act::stop(handle);
      handle = nullptr;
    });
    return handle;
  }
  std::vector<std::function<void()>> goodbye_;
};

}  // namespace offhook::device
