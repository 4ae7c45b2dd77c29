// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace offhook::phone {

/// The four lists of the call log.
enum class LogKind : std::uint8_t { placed, received, missed, forwarded };

inline constexpr std::array every_log_kind{LogKind::placed, LogKind::received, LogKind::missed,
                                           LogKind::forwarded};

/// "placed", "received", "missed", "forwarded".
constexpr std::string_view to_string(LogKind kind) {
  constexpr std::array<std::string_view, 4> names{"placed", "received", "missed", "forwarded"};
  return names[static_cast<std::size_t>(kind)];
}
constexpr std::optional<LogKind> log_kind_named(std::string_view name) {
  for (const auto kind : every_log_kind)
    if (to_string(kind) == name) return kind;
  return std::nullopt;
}

}  // namespace offhook::phone
