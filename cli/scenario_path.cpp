// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/scenario_path.hpp"

#include <filesystem>
#include <vector>

namespace offhook::cli {

namespace fs = std::filesystem;

std::optional<std::string> find_scenario_folder(const std::string& name) {
  std::vector<fs::path> roots = {"sim/scenarios"};
  std::error_code failed;
  const auto program = fs::read_symlink("/proc/self/exe", failed);
  // build/PRESET/bin/offhook
  if (!failed)
    roots.push_back(program.parent_path().parent_path().parent_path().parent_path() / "sim" /
                    "scenarios");
  roots.emplace_back("/usr/share/offhook/scenarios");
  for (const auto& root : roots)
    if (fs::is_directory(root / name, failed)) return (root / name).string();
  return std::nullopt;
}

}  // namespace offhook::cli
