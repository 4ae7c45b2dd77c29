// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

namespace offhook::bench {

/// Calls of malloc, calloc, realloc and operator new by this thread, in whatever library.
std::size_t allocations();

}  // namespace offhook::bench
