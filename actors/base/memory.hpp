// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdlib>
#if defined(__GLIBC__)
#include <malloc.h>
#endif

namespace offhook {

/// Hands memory that was freed back to the operating system, which the allocator alone does only
/// from the end of its heap. Takes milliseconds: for quiet moments after a rush.
inline void give_back_memory() {
#if defined(__GLIBC__)
  ::malloc_trim(0);
#endif
}

}  // namespace offhook
