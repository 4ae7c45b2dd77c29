// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <iosfwd>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace offhook::cli {

/// What `offhook ctl VERB …` was asked for.
struct CtlOptions {
  std::string verb;
  std::vector<std::string> arguments{};
  std::string url{};         ///< "" takes it from the run file: ctl_run_file.hpp
  std::string token{};       ///< "" takes it from token_file
  std::string token_file{};  ///< "" takes it from the run file
  bool json = false;         ///< one document, or a line for each event
  bool follow = false;       ///< events: go on until interrupted
  bool no_wait = false;      ///< orders: do not wait for the peer
  std::string account{};     ///< call: not the first account
  std::optional<std::chrono::milliseconds> timeout{};
};

/// A verb, for the help text.
struct CtlVerb {
  std::string_view name;
  std::string_view arguments;  ///< "TARGET", "[CALL_ID]"
  std::string_view help;
};
std::span<const CtlVerb> ctl_verbs();

/// "5s", "500ms", "2min"; nullopt for anything else.
std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);

/// Does it. Results go to `out`, everything else to `err`. Returns the exit status: 0 done, 1 it
/// failed or a call ended with a final error, 2 usage, 5 engine not reachable or token refused.
int run_ctl(const CtlOptions& options, std::ostream& out, std::ostream& err);
int run_ctl(const CtlOptions& options);

}  // namespace offhook::cli
