// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace offhook::cli {

struct RunCommand {
  std::string config = "phone.toml";
  std::string board;   ///< "" takes the file's
  std::string record;  ///< file for `offhook sim --replay`; "" records nothing
  std::size_t record_limit_mib = 64;
};

/// Is a phone until it is told to stop: registers, answers, serves the API. An exit code.
int run_run_command(const RunCommand& command);

}  // namespace offhook::cli
