// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string_view>

namespace offhook::log {

enum class Level { debug, info, warning, error };

/// Receives every line that people may want to read. Programs react to typed events, never to logs.
using Sink = std::function<void(Level, std::string_view)>;

/// Replaces the sink; the first one writes warnings and errors to stderr. Call before threads
/// start.
void set_sink(Sink sink);
void write(Level level, std::string_view text);

inline void debug(std::string_view text) { write(Level::debug, text); }
inline void info(std::string_view text) { write(Level::info, text); }
inline void warning(std::string_view text) { write(Level::warning, text); }
inline void error(std::string_view text) { write(Level::error, text); }

}  // namespace offhook::log
