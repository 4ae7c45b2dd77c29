// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/plugin_path.hpp"

#include <cstdlib>
#include <sstream>
#include <string>

namespace offhook::cli {

std::vector<std::filesystem::path> plugin_path() {
  std::vector<std::filesystem::path> folders;
  if (const char* listed = std::getenv("OFFHOOK_PLUGIN_PATH")) {
    std::istringstream parts(listed);
    for (std::string folder; std::getline(parts, folder, ':');)
      if (!folder.empty()) folders.emplace_back(folder);
  }
  std::error_code failed;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", failed);
  if (!failed) folders.push_back(program.parent_path().parent_path() / "plugins");
  folders.emplace_back("/usr/lib/offhook/plugins");
  return folders;
}

}  // namespace offhook::cli
