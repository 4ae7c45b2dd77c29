// SPDX-License-Identifier: GPL-3.0-or-later
// The C library functions through which oRTP learns the time and draws random numbers, defined in
// the program so that they win over the library's. On a thread inside a VirtualTimeScope they
// answer from there; on any other they pass the call on. Only programs link this, never libraries.
#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <ctime>

#include <dlfcn.h>
#include <sys/time.h>

#include "media/realtime.hpp"
#include "media/virtual_time.hpp"

namespace {

using offhook::media::RealtimeScope;
using offhook::media::VirtualTimeScope;

constexpr std::int64_t second = 1'000'000'000;

/// The next definition of `name` after ours: the C library's, or a sanitizer's.
template <class Function>
Function real(std::atomic<Function>& cache, const char* name) {
  Function found = cache.load(std::memory_order_relaxed);
  if (found == nullptr) {
    found = reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
    cache.store(found, std::memory_order_relaxed);
  }
  return found;
}

/// A generator of the thread's own (Marsaglia's xorshift), 31 bits.
int own_random() {
  static constinit thread_local std::uint64_t state = 0;
  if (state == 0) {
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    state = static_cast<std::uint64_t>(now.tv_nsec) << 20 | 1;
  }
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return static_cast<int>(state >> 33);
}

bool is_wall_clock(clockid_t id) { return id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE; }
bool is_cpu_time(clockid_t id) {
  return id == CLOCK_PROCESS_CPUTIME_ID || id == CLOCK_THREAD_CPUTIME_ID;
}

}  // namespace

// With hidden visibility the library would not find these, and nobody would notice.
#define OFFHOOK_INTERPOSE extern "C" __attribute__((visibility("default"), used))

OFFHOOK_INTERPOSE int gettimeofday(timeval* __restrict tv, void* __restrict zone) noexcept {
  if (auto* time = VirtualTimeScope::current()) {
    const std::int64_t now = time->wall_ns();
    tv->tv_sec = now / second;
    tv->tv_usec = now % second / 1000;
    return 0;
  }
  static constinit std::atomic<int (*)(timeval*, void*)> cache{nullptr};
  return real(cache, "gettimeofday")(tv, zone);
}

OFFHOOK_INTERPOSE int clock_gettime(clockid_t id, timespec* ts) noexcept {
  if (auto* time = VirtualTimeScope::current(); time != nullptr && !is_cpu_time(id)) {
    const std::int64_t now = is_wall_clock(id) ? time->wall_ns() : time->monotonic_ns();
    ts->tv_sec = now / second;
    ts->tv_nsec = now % second;
    return 0;
  }
  static constinit std::atomic<int (*)(clockid_t, timespec*)> cache{nullptr};
  return real(cache, "clock_gettime")(id, ts);
}

OFFHOOK_INTERPOSE int rand() noexcept {
  if (auto* time = VirtualTimeScope::current()) return static_cast<int>(time->random() >> 33);
  // The C library's generator is behind a lock of the whole process; the media tick must not meet
  // it. oRTP only spreads its report intervals with this.
  if (RealtimeScope::active()) return own_random();
  static constinit std::atomic<int (*)()> cache{nullptr};
  return real(cache, "rand")();
}

OFFHOOK_INTERPOSE std::uint32_t arc4random() noexcept {
  if (auto* time = VirtualTimeScope::current())
    return static_cast<std::uint32_t>(time->random() >> 32);
  static constinit std::atomic<std::uint32_t (*)()> cache{nullptr};
  return real(cache, "arc4random")();
}
