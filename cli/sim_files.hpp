// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "actors/base/status.hpp"

namespace offhook::cli {

/// The scenario files of files and folders, folders in order of their names. InvalidArgument names
/// a path that is neither.
[[nodiscard]] absl::StatusOr<std::vector<std::string>> find_scenarios(
    const std::vector<std::string>& paths);

/// "7" or "1-20"; nullopt for anything else, and for more than a million.
[[nodiscard]] std::optional<std::pair<std::uint64_t, std::uint64_t>> parse_seeds(
    std::string_view text);

/// NotFound if it cannot be read.
[[nodiscard]] absl::StatusOr<std::string> read_whole(const std::string& path);
/// Unavailable if it cannot be written.
[[nodiscard]] absl::Status write_whole(const std::string& path, std::string_view text);

}  // namespace offhook::cli
