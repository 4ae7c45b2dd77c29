// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace offhook::cli {

/// What a command's exit says. One table for all commands, in every --help and man page.
namespace exit_code {
inline constexpr int done = 0;           ///< all expectations held
inline constexpr int failed = 1;         ///< an expectation failed, or a call ended in an error
inline constexpr int usage = 2;          ///< unknown option or subcommand
inline constexpr int invalid_input = 3;  ///< a configuration or scenario file is wrong
inline constexpr int environment = 4;    ///< a port, device or plugin is missing or taken
inline constexpr int unreachable = 5;    ///< no engine there, or the token was refused
inline constexpr int bug = 70;           ///< offhook itself failed
inline constexpr int interrupted = 130;
inline constexpr int terminated = 143;
}  // namespace exit_code

}  // namespace offhook::cli
