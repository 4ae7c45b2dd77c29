// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

namespace offhook::cli {

/// Where the scenarios that come with offhook are: under this folder, beside the build that this
/// program is of, or installed.
[[nodiscard]] std::optional<std::string> find_scenario_folder(const std::string& name);

}  // namespace offhook::cli
