// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace offhook::transaction {

/// Why a transaction ended without what its user waited for.
enum class Failure : std::uint8_t { timeout, transport, unresolvable };

}  // namespace offhook::transaction
