// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <vector>

namespace offhook::cli {

/// Where board plugins are looked for: OFFHOOK_PLUGIN_PATH (folders joined by ':'), the `plugins`
/// folder beside the program's, and where packages put them.
[[nodiscard]] std::vector<std::filesystem::path> plugin_path();

}  // namespace offhook::cli
