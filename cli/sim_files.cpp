// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/sim_files.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace offhook::cli {

namespace fs = std::filesystem;

absl::StatusOr<std::vector<std::string>> find_scenarios(const std::vector<std::string>& paths) {
  std::vector<std::string> files;
  for (const auto& path : paths) {
    std::error_code failed;
    if (!fs::is_directory(path, failed)) {
      if (!fs::is_regular_file(path, failed)) return not_found(path + ": no such file or folder");
      files.push_back(path);
      continue;
    }
    std::vector<std::string> found;
    for (const auto& entry : fs::recursive_directory_iterator(path, failed))
      if (entry.is_regular_file(failed) && entry.path().extension() == ".toml")
        found.push_back(entry.path().string());
    if (failed) return not_found(path + ": " + failed.message());
    std::sort(found.begin(), found.end());
    files.insert(files.end(), found.begin(), found.end());
  }
  return files;
}

std::optional<std::pair<std::uint64_t, std::uint64_t>> parse_seeds(std::string_view text) {
  constexpr std::uint64_t most = 1'000'000;
  const auto number = [](std::string_view digits) -> std::optional<std::uint64_t> {
    std::uint64_t value = 0;
    const auto [rest, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc{} || rest != digits.data() + digits.size()) return std::nullopt;
    return value;
  };
  const std::size_t dash = text.find('-');
  const auto first = number(text.substr(0, dash));
  const auto last = dash == std::string_view::npos ? first : number(text.substr(dash + 1));
  if (!first || !last || *last < *first || *last - *first >= most) return std::nullopt;
  return std::pair(*first, *last);
}

absl::StatusOr<std::string> read_whole(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return not_found(path + ": cannot be read");
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

absl::Status write_whole(const std::string& path, std::string_view text) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(text.data(), static_cast<std::streamsize>(text.size()));
  file.close();
  return file ? absl::OkStatus() : unavailable(path + ": cannot be written");
}

}  // namespace offhook::cli
