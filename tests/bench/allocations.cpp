// SPDX-License-Identifier: GPL-3.0-or-later
// Takes the place of the allocator's entry points for the whole program, libraries included, and
// counts. operator new ends here too.
#include "tests/bench/allocations.hpp"

extern "C" {
void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t count, std::size_t size);
void* __libc_realloc(void* old, std::size_t size);
}

namespace {
thread_local std::size_t count_of_thread = 0;
}

extern "C" {
void* malloc(std::size_t size) {
  ++count_of_thread;
  return __libc_malloc(size);
}
void* calloc(std::size_t count, std::size_t size) {
  ++count_of_thread;
  return __libc_calloc(count, size);
}
void* realloc(void* old, std::size_t size) {
  ++count_of_thread;
  return __libc_realloc(old, size);
}
}

namespace offhook::bench {
std::size_t allocations() { return count_of_thread; }
}  // namespace offhook::bench
