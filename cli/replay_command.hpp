// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace offhook::cli {

/// `offhook sim --replay FILE`: done if the phone does what it did then, failed if not,
/// invalid_input if that is no recording.
int run_replay_command(const std::string& file);

}  // namespace offhook::cli
