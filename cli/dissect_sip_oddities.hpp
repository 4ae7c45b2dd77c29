// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "cli/dissect_head.hpp"
#include "cli/dissect_sip.hpp"

namespace offhook::cli {

/// Where the message strays from the grammar harmlessly; what counts is listed at `dissect_sip`.
/// `facts` must have been read.
[[nodiscard]] std::vector<Remark> oddities_of(const RawHead& head, const SipDissection& facts);

}  // namespace offhook::cli
