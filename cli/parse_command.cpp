// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/parse_command.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <optional>
#include <string_view>

#include "cli/dissect_sdp.hpp"
#include "cli/dissect_sip.hpp"
#include "cli/exit_code.hpp"

namespace offhook::cli {
namespace {

/// More than any message may have: what is behind it would not be looked at.
constexpr std::size_t most_octets = 256 * 1024;

/// Null and errno if it cannot be read.
std::optional<std::string> read_file(const std::string& path) {
  const auto close = [](std::FILE* file) {
    if (file != stdin) std::fclose(file);
  };
  const std::unique_ptr<std::FILE, decltype(close)> file(
      path == "-" ? stdin : std::fopen(path.c_str(), "rb"), close);
  if (!file) return std::nullopt;
  std::string text(most_octets, '\0');
  text.resize(std::fread(text.data(), 1, text.size(), file.get()));
  if (std::ferror(file.get())) return std::nullopt;
  return text;
}

template <class Dissect>
int run(const ParseCommand& command, const Dissect& dissect) {
  const auto files = command.files.empty() ? std::vector<std::string>{"-"} : command.files;
  int code = exit_code::done;
  for (const std::string& file : files) {
    const auto text = read_file(file);
    if (!text) {
      std::fprintf(stderr, "offhook: %s: %s\n", file.c_str(), std::strerror(errno));
      code = exit_code::environment;
      continue;
    }
    const auto found = dissect(*text);
    const std::string shown = command.json ? boost::json::serialize(to_json(found, file)) + "\n"
                                           : render(found, file, *text, command.colour);
    std::fwrite(shown.data(), 1, shown.size(), stdout);
    if (found.validity == Validity::invalid) code = std::max(code, exit_code::failed);
  }
  return code;
}

}  // namespace

int run_sip_parse(const ParseCommand& command) { return run(command, dissect_sip); }
int run_sdp_parse(const ParseCommand& command) { return run(command, dissect_sdp); }

}  // namespace offhook::cli
