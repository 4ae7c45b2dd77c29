// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/base/log.hpp"

#include <cstdio>
#include <utility>

namespace offhook::log {
namespace {

void to_stderr(Level level, std::string_view text) {
  if (level < Level::warning) return;
  std::fprintf(stderr, "offhook: %s%.*s\n",
               level == Level::warning ? "warning: " : "error: ", static_cast<int>(text.size()),
               text.data());
}

Sink& sink() {
  static Sink current = to_stderr;
  return current;
}

}  // namespace

void set_sink(Sink replacement) { sink() = replacement ? std::move(replacement) : to_stderr; }
void write(Level level, std::string_view text) { sink()(level, text); }

}  // namespace offhook::log
