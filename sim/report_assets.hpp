// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace offhook::sim {

/// The style sheet and the script of a report; the page names their hashes in its policy.
extern const std::string_view report_css;
extern const std::string_view report_js;

}  // namespace offhook::sim
