// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "actors/base/status.hpp"
#include "offhook/board.h"

namespace offhook::hal {

/// What a plugin says about itself.
struct PluginInfo {
  std::filesystem::path path;
  std::string id;  ///< reverse DNS
  std::string name;
  std::string vendor;
  std::string version;
  std::vector<std::string> capabilities;  ///< "offhook.leds/1", …
  std::uint32_t abi_minor = 0;
};

/// A loaded shared object that kept the rules of offhook/board.h. It is unloaded with the last
/// owner, so every board made from it holds one.
class Plugin {
 public:
  /// Loads `path`. Failures name the file and what is wrong with it; nothing stays loaded.
  static absl::StatusOr<std::shared_ptr<const Plugin>> open(const std::filesystem::path& path);

  [[nodiscard]] const PluginInfo& info() const { return info_; }
  /// Checked: every member of the first release is there and filled in.
  [[nodiscard]] const offhook_descriptor& descriptor() const { return *descriptor_; }

 private:
  struct CloseLibrary {
    void operator()(void* library) const;
  };
  using Library = std::unique_ptr<void, CloseLibrary>;

  Plugin(Library library, const offhook_plugin& entry, const std::filesystem::path& path);

  Library library_;
  const offhook_descriptor* descriptor_;
  PluginInfo info_;
};

/// Finds plugins by name.
class PluginLoader {
 public:
  /// `directories` are searched in order; the first match wins.
  explicit PluginLoader(std::vector<std::filesystem::path> directories)
      : directories_(std::move(directories)) {}

  /// "sim" is sim.so in the first directory that has one; a text with a slash is a path. NotFound
  /// lists where it looked.
  [[nodiscard]] absl::StatusOr<std::shared_ptr<const Plugin>> load(std::string_view name) const;

  /// Every *.so of the directories, sorted by name within each. Nothing is loaded.
  [[nodiscard]] std::vector<std::filesystem::path> candidates() const;

 private:
  std::vector<std::filesystem::path> directories_;
};

}  // namespace offhook::hal
