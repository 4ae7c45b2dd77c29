// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/device/hook_debounce.hpp"

#include <gtest/gtest.h>

namespace offhook::device {
namespace {

using enum hal::HookPosition;

TEST(HookDebounce, SettlesAfterTheContactHasRested) {
  HookDebounce hook(on_hook, 40ms);

  EXPECT_EQ(hook.edge(off_hook, 100ms), Instant(140ms));
  EXPECT_EQ(hook.settle(139ms), std::nullopt);
  EXPECT_EQ(hook.position(), on_hook);
  EXPECT_EQ(hook.settle(140ms), off_hook);
  EXPECT_EQ(hook.position(), off_hook);
}

TEST(HookDebounce, StartsAnewAtEachEdge) {
  HookDebounce hook(on_hook, 40ms);
  hook.edge(off_hook, 0ms);
  hook.edge(on_hook, 5ms);

  EXPECT_EQ(hook.edge(off_hook, 9ms), Instant(49ms));
  EXPECT_EQ(hook.settle(40ms), std::nullopt);
  EXPECT_EQ(hook.settle(49ms), off_hook);
}

TEST(HookDebounce, ForgetsAContactThatBouncesBack) {
  HookDebounce hook(off_hook, 40ms);
  hook.edge(on_hook, 0ms);

  EXPECT_EQ(hook.edge(off_hook, 10ms), std::nullopt);
  EXPECT_EQ(hook.settle(1s), std::nullopt);
  EXPECT_EQ(hook.position(), off_hook);
}

TEST(HookDebounce, TellsASettledPositionOnce) {
  HookDebounce hook(on_hook, 40ms);
  hook.edge(off_hook, 0ms);
  hook.settle(40ms);

  EXPECT_EQ(hook.settle(50ms), std::nullopt);
  EXPECT_EQ(hook.edge(off_hook, 60ms), std::nullopt);
}

TEST(HookDebounce, SettlesAtOnceWhereTheBoardHasDebounced) {
  HookDebounce hook(on_hook, 0ms);

  EXPECT_EQ(hook.edge(off_hook, 7ms), Instant(7ms));
  EXPECT_EQ(hook.settle(7ms), off_hook);
}

}  // namespace
}  // namespace offhook::device
