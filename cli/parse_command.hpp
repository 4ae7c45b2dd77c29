// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace offhook::cli {

struct ParseCommand {
  std::vector<std::string> files;  ///< "-", or none at all: standard input
  bool json = false;               ///< one object a file, each on its line
  bool colour = false;
};

/// Dissects one SIP message a file and prints it. Exit 0 if all are valid or odd, 1 if one is
/// not, 4 if one could not be read.
int run_sip_parse(const ParseCommand& command);
/// The same for session descriptions.
int run_sdp_parse(const ParseCommand& command);

}  // namespace offhook::cli
