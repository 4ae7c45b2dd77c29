// SPDX-License-Identifier: GPL-3.0-or-later
#include "hal/plugin_loader.hpp"

#include <filesystem>
#include <fstream>

#include <dlfcn.h>
#include <gmock/gmock.h>

#include "hal/board.hpp"
#include "tests/support/sim_board.hpp"

namespace offhook::hal {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;

const std::filesystem::path bad_plugins = OFFHOOK_BAD_PLUGIN_DIR;

std::string refusal_of(const std::string& plugin) {
  const auto loaded = PluginLoader({bad_plugins}).load(plugin);
  if (loaded.ok()) return "loaded";
  EXPECT_EQ(loaded.status().code(), absl::StatusCode::kFailedPrecondition);
  return message_of(loaded.status());
}

absl::Status creation_of(const std::string& plugin) {
  const auto loaded = PluginLoader({bad_plugins}).load(plugin);
  if (!loaded.ok()) return loaded.status();
  static test::ManualClock clock;
  return Board::create(*loaded, {.clock = &clock, .log = {}, .wake = {}}).status();
}

TEST(PluginLoader, TellsWhatTheSimulatedBoardIs) {
  const auto plugin = PluginLoader({bad_plugins, OFFHOOK_PLUGIN_DIR}).load("sim");

  ASSERT_TRUE(plugin.ok()) << plugin.status();
  const PluginInfo& info = (*plugin)->info();
  EXPECT_EQ(info.id, "org.offhook.sim");
  EXPECT_EQ(info.name, "Simulated desk phone");
  EXPECT_EQ(info.path, std::filesystem::path(OFFHOOK_PLUGIN_DIR) / "sim.so");
  EXPECT_THAT(info.capabilities,
              ElementsAre(OFFHOOK_HOOK, OFFHOOK_KEYPAD, OFFHOOK_LEDS, OFFHOOK_RINGER,
                          OFFHOOK_DISPLAY, OFFHOOK_AUDIO, OFFHOOK_DSP, OFFHOOK_SIM));
}

TEST(PluginLoader, ListsTheDirectoriesItLookedIn) {
  const auto missing = PluginLoader({"/nowhere", "/elsewhere"}).load("desk");

  EXPECT_EQ(missing.status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(message_of(missing.status()), "board desk: no desk.so in /nowhere, /elsewhere");
}

TEST(PluginLoader, TakesANameWithASlashAsAPath) {
  EXPECT_TRUE(PluginLoader({}).load(std::string(OFFHOOK_PLUGIN_DIR) + "/sim.so").ok());
  EXPECT_EQ(message_of(PluginLoader({}).load("./absent.so").status()), "./absent.so: no such file");
}

TEST(PluginLoader, ListsCandidatesSortedByName) {
  const auto candidates = PluginLoader({bad_plugins, "/nowhere"}).candidates();

  ASSERT_GE(candidates.size(), 2u);
  EXPECT_EQ(candidates.front(), bad_plugins / "half_leds.so");
  EXPECT_TRUE(std::is_sorted(candidates.begin(), candidates.end()));
}

TEST(PluginLoader, RefusesAFileThatIsNoSharedObject) {
  const auto file = std::filesystem::path(testing::TempDir()) / "text.so";
  std::ofstream(file) << "not an object";

  EXPECT_THAT(message_of(PluginLoader({}).load(file.string()).status()),
              AllOf(HasSubstr("text.so: cannot be loaded: "), HasSubstr("file too short")));
}

TEST(PluginLoader, RefusesASharedObjectWithoutTheSymbol) {
  EXPECT_THAT(refusal_of("no_symbol"),
              EndsWith("no_symbol.so: no symbol offhook_plugin_entry: is this an offhook board?"));
}

TEST(PluginLoader, RefusesAnotherMajor) {
  EXPECT_THAT(
      refusal_of("other_major"),
      EndsWith("other_major.so: built for board ABI 2, this phone has 1: rebuild it against "
               "hal/include"));
}

TEST(PluginLoader, RefusesStructsThatAreTooShort) {
  EXPECT_THAT(refusal_of("no_size"),
              EndsWith("offhook_plugin_entry is too short (0 bytes): was struct_size set?"));
  EXPECT_THAT(refusal_of("short_plugin"),
              EndsWith("offhook_plugin_entry is too short (12 bytes): was struct_size set?"));
  EXPECT_THAT(refusal_of("short_descriptor"),
              EndsWith("the descriptor is too short (16 bytes): was struct_size set?"));
}

TEST(PluginLoader, RefusesADescriptorWithoutAName) {
  EXPECT_THAT(refusal_of("nameless"), EndsWith("nameless.so: the descriptor has no name"));
}

TEST(PluginLoader, AcceptsLongerStructsOfANewerMinor) {
  const auto made = creation_of("newer_minor");

  EXPECT_TRUE(made.ok()) << made;
}

TEST(PluginLoader, ReportsWhyABoardWasNotMade) {
  const auto status = creation_of("no_device");

  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(message_of(status), EndsWith("no_device.so: create: ENODEV (No such device)"));
}

TEST(PluginLoader, RefusesABoardOrACapabilityThatLacksWhatItMustHave) {
  EXPECT_THAT(message_of(creation_of("short_board")),
              EndsWith("short_board.so: the board has no destroy"));
  EXPECT_THAT(message_of(creation_of("half_leds")),
              EndsWith("half_leds.so: offhook.leds/1 is too short or lacks a function that is not "
                       "optional"));
}

TEST(PluginLoader, KeepsThePluginLoadedAsLongAsABoardOfItLives) {
  auto sim = std::make_unique<test::SimBoard>();
  const auto is_loaded = [] {
    void* again = dlopen(OFFHOOK_PLUGIN_DIR "/sim.so", RTLD_NOW | RTLD_NOLOAD);
    if (again != nullptr) dlclose(again);
    return again != nullptr;
  };

  EXPECT_TRUE(is_loaded());
  sim.reset();
  EXPECT_FALSE(is_loaded());
}

}  // namespace
}  // namespace offhook::hal
