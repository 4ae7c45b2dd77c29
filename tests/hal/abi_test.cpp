// SPDX-License-Identifier: GPL-3.0-or-later
// Old hosts with new plugins and the reverse: what is not in the struct is not touched.
#include <cerrno>
#include <cstring>

#include <dlfcn.h>
#include <gtest/gtest.h>

#include "hal/capability.hpp"
#include "hal/display.hpp"
#include "hal/leds.hpp"
#include "offhook/sim.h"

namespace offhook::hal {
namespace {

int yes(offhook_board*, std::uint32_t) { return 1; }
int set_nothing(offhook_board*, std::uint32_t, std::uint32_t) { return 0; }
int must_not_be_called(offhook_board*, std::uint32_t, std::uint32_t, std::uint32_t, std::uint32_t) {
  ADD_FAILURE() << "a function beyond struct_size was called";
  return 0;
}

TEST(Abi, AFunctionBeyondTheSizeOfAnOldPluginDoesNotExist) {
  const offhook_leds old{.struct_size = offsetof(offhook_leds, blink),
                         .reserved = 0,
                         .has_led = yes,
                         .set = set_nothing,
                         .blink = must_not_be_called,
                         .channels = nullptr};
  const Leds leds(nullptr, &old);

  EXPECT_FALSE(leds.can_blink());
  EXPECT_EQ(leds.blink(power_led, {1}, {.on = std::chrono::seconds{1}, .off = {}}).code(),
            absl::StatusCode::kUnimplemented);
  EXPECT_EQ(leds.channels(power_led), Rgb{0xffffff});
  EXPECT_TRUE(leds.set(power_led, {1}).ok());
}

TEST(Abi, TheMacrosAndTheTypedFormAgree) {
  offhook_leds table{.struct_size = sizeof(offhook_leds),
                     .reserved = 0,
                     .has_led = yes,
                     .set = set_nothing,
                     .blink = must_not_be_called,
                     .channels = nullptr};
  const offhook_leds* p = &table;
  for (std::uint32_t size = 0; size <= sizeof table; ++size) {
    table.struct_size = size;
    EXPECT_EQ(OFFHOOK_OFFERS(p, offhook_leds, set), offers(p, &offhook_leds::set)) << size;
    EXPECT_EQ(OFFHOOK_OFFERS(p, offhook_leds, blink), offers(p, &offhook_leds::blink)) << size;
  }
  EXPECT_FALSE(offers(p, &offhook_leds::channels));
}

/// The plugin spoken to in plain C, by a host of our making.
class RawSim : public testing::Test {
 protected:
  void SetUp() override {
    library_ = dlopen(OFFHOOK_PLUGIN_DIR "/sim.so", RTLD_NOW | RTLD_LOCAL);
    ASSERT_NE(library_, nullptr) << dlerror();
    entry_ = static_cast<const offhook_plugin*>(dlsym(library_, "offhook_plugin_entry"));
    ASSERT_NE(entry_, nullptr);
  }
  void TearDown() override {
    if (board_ != nullptr) board_->destroy(board_);
    dlclose(library_);
  }
  int create(const offhook_host& host) { return entry_->descriptor->create(&host, "{}", &board_); }
  static offhook_host host_of_size(std::size_t size) {
    return {.struct_size = static_cast<std::uint32_t>(size),
            .abi_major = OFFHOOK_ABI_MAJOR,
            .abi_minor = 0,
            .reserved = 0,
            .context = nullptr,
            .log = [](const offhook_host*, int, const char*) {},
            .post = [](const offhook_host*, const offhook_event*) { return 0; },
            .now_ns = [](const offhook_host*) { return std::uint64_t{1}; },
            .get_extension = nullptr};
  }

  void* library_ = nullptr;
  const offhook_plugin* entry_ = nullptr;
  offhook_board* board_ = nullptr;
};

TEST_F(RawSim, WorksForAHostWithoutTheLastMember) {
  const auto host = host_of_size(offsetof(offhook_host, get_extension));

  ASSERT_EQ(create(host), 0);
  EXPECT_EQ(board_->start(board_), 0);
  EXPECT_EQ(board_->get_extension(board_, "offhook.leds/2"), nullptr);
  EXPECT_EQ(board_->get_extension(board_, "com.example.private/1"), nullptr);
}

TEST_F(RawSim, RefusesAHostThatCannotTakeEvents) {
  const auto host = host_of_size(offsetof(offhook_host, post));

  EXPECT_EQ(create(host), -EINVAL);
  EXPECT_EQ(board_, nullptr);
}

TEST_F(RawSim, FillsNoMoreThanTheHostsStructHas) {
  const auto host = host_of_size(sizeof(offhook_host));
  ASSERT_EQ(create(host), 0);
  const auto* display =
      static_cast<const offhook_display*>(board_->get_extension(board_, OFFHOOK_DISPLAY));
  offhook_display_size size;
  std::memset(&size, 0xee, sizeof size);
  size.struct_size = offsetof(offhook_display_size, rows);

  ASSERT_EQ(display->size(board_, &size), 0);

  EXPECT_EQ(size.columns, 32u);
  EXPECT_EQ(size.rows, 0xeeeeeeeeu);
  EXPECT_EQ(size.struct_size, offsetof(offhook_display_size, rows));
}

}  // namespace
}  // namespace offhook::hal
