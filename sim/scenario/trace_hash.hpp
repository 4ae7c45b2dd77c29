// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include "sim/run_record.hpp"

namespace offhook::sim::scenario {

/// One number for everything that was sent, when and between whom, and every event: the same for a
/// file and a seed on every machine and in every build. 16 hexadecimal digits.
[[nodiscard]] std::string trace_hash(const RunRecord& record);

/// Of several hashes, in their order.
[[nodiscard]] std::string hash_of_text(std::string_view text);

}  // namespace offhook::sim::scenario
