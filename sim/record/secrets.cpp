// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/record/secrets.hpp"

#include <algorithm>
#include <cctype>

namespace offhook::sim::record {
namespace {

constexpr std::string_view replacement = "\"redacted\"";

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") + 1 - first);
}

bool begins_without_case(std::string_view text, std::string_view with) {
  return text.size() >= with.size() &&
         std::equal(with.begin(), with.end(), text.begin(), [](char a, char b) {
           return a == std::tolower(static_cast<unsigned char>(b));
         });
}

bool names_a_secret(std::string_view line) {
  return line.find("password") != std::string_view::npos ||
         line.find("token") != std::string_view::npos;
}

/// One line of TOML, `key = value`.
std::string redacted_line(std::string_view line) {
  const auto equals = line.find('=');
  if (equals == std::string_view::npos) return std::string(line);
  const auto key = trimmed(line.substr(0, equals));
  if (key == "password" || key == "password_file") return "password = " + std::string(replacement);
  if (key == "token") return "token = " + std::string(replacement);
  return std::string(line);
}

}  // namespace

absl::StatusOr<std::string> without_secrets(std::string_view toml,
                                            const std::vector<std::string>& secrets) {
  std::string out;
  while (!toml.empty()) {
    const auto line = toml.substr(0, toml.find('\n'));
    out += redacted_line(line) + "\n";
    toml.remove_prefix(std::min(toml.size(), line.size() + 1));
  }
  for (std::string_view rest = out; !rest.empty();) {
    const auto line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    for (const auto& secret : secrets)
      if (!secret.empty() && names_a_secret(line) && line.find(secret) != std::string_view::npos)
        return failed_precondition(
            "a password of the settings is written in a way that cannot be taken out of the "
            "recording: put each `password = \"…\"` on a line of its own");
  }
  return out;
}

std::string without_digests(std::string_view octets) {
  std::string out(octets);
  const std::size_t end = std::min(out.find("\r\n\r\n"), out.size());
  for (std::size_t line = 0; line < end;) {
    const std::size_t next = std::min(out.find("\r\n", line), end);
    const std::string_view text(out.data() + line, next - line);
    if (begins_without_case(text, "authorization:") ||
        begins_without_case(text, "proxy-authorization:")) {
      constexpr std::string_view name = "response=\"";
      const auto at = text.find(name);
      if (at != std::string_view::npos) {
        const auto first = line + at + name.size();
        const auto last = std::min(out.find('"', first), next);
        std::fill(out.begin() + static_cast<std::ptrdiff_t>(first),
                  out.begin() + static_cast<std::ptrdiff_t>(last), '*');
      }
    }
    line = next + 2;
  }
  return out;
}

}  // namespace offhook::sim::record
