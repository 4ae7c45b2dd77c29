// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "sim/scenario/scenario.hpp"

namespace offhook::sim::scenario {

/// The script of a file as a Python program that does the same through the control API, for people
/// who want to go on from there. It needs Python 3.9 and its standard library, and starts `offhook
/// sim FILE --serve` itself. What is no business of the API (speech, the network) stays as a
/// comment and is told on stderr when it is reached.
[[nodiscard]] std::string to_python(const Scenario& scenario);

/// What such a program begins with: phones at their control APIs.
[[nodiscard]] std::string_view python_runtime();

}  // namespace offhook::sim::scenario
