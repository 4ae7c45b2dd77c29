// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <initializer_list>
#include <vector>

/// Catches what real-time code must not do. While a RealtimeScope is active on the calling thread,
/// these are counted: every malloc, calloc, realloc, aligned allocation and free (operator new and
/// delete included), from our code and from the libraries; every condition variable call; every
/// pthread_mutex_lock that finds its mutex taken. `forbid_syscalls` adds the kernel's own view.
namespace offhook::media::trap {

/// False under the sanitizers, which bring their own allocator.
extern const bool works;

struct Counts {
  std::uint64_t heap = 0;
  std::uint64_t contended_locks = 0;
  std::uint64_t condition_variables = 0;
  std::uint64_t locks = 0;  ///< uncontended ones too: for information
};
/// Of all threads, inside RealtimeScopes only.
Counts counts();
void reset();

/// From here to the end of the calling thread, the kernel refuses the given system calls with
/// EAGAIN, whoever makes them, and they are counted. A contended lock of any kind ends in futex.
/// False if there are no seccomp filters here; there is no way back.
bool forbid_syscalls(std::initializer_list<long> numbers);
struct Syscalls {
  std::uint64_t in_tick = 0;
  std::uint64_t elsewhere = 0;  ///< between the ticks, and while the thread ends
};
Syscalls forbidden_syscalls();

}  // namespace offhook::media::trap
