// SPDX-License-Identifier: GPL-3.0-or-later
#include "realtime_trap.hpp"

#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdlib>

#include <dlfcn.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <signal.h>
#include <sys/prctl.h>
#include <ucontext.h>

#include "media/realtime.hpp"

#if defined(OFFHOOK_SANITIZED)
#define OFFHOOK_TRAP 0
#else
#define OFFHOOK_TRAP 1
#endif

namespace offhook::media::trap {
namespace {

std::atomic<std::uint64_t> heap{0};
std::atomic<std::uint64_t> contended{0};
std::atomic<std::uint64_t> conditions{0};
std::atomic<std::uint64_t> locks{0};
std::atomic<std::uint64_t> inside{0};
std::atomic<std::uint64_t> outside{0};

[[maybe_unused]] void note(std::atomic<std::uint64_t>& counter) {
  if (RealtimeScope::active()) counter.fetch_add(1, std::memory_order_relaxed);
}

}  // namespace

const bool works = OFFHOOK_TRAP != 0;

Counts counts() { return {heap.load(), contended.load(), conditions.load(), locks.load()}; }

void reset() { heap = contended = conditions = locks = inside = outside = 0; }

Syscalls forbidden_syscalls() { return {inside.load(), outside.load()}; }

#if OFFHOOK_TRAP && defined(__x86_64__)
namespace {
void refuse(int, siginfo_t*, void* context) {
  (RealtimeScope::active() ? inside : outside).fetch_add(1, std::memory_order_relaxed);
  static_cast<ucontext_t*>(context)->uc_mcontext.gregs[REG_RAX] = -EAGAIN;
}
}  // namespace

bool forbid_syscalls(std::initializer_list<long> numbers) {
  struct sigaction action {};
  action.sa_sigaction = refuse;
  action.sa_flags = SA_SIGINFO;
  ::sigaction(SIGSYS, &action, nullptr);

  std::vector<sock_filter> program;
  program.push_back(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)));
  for (const long number : numbers) {
    program.push_back(
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint32_t>(number), 0, 1));
    program.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP));
  }
  program.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
  sock_fprog filter{static_cast<unsigned short>(program.size()), program.data()};
  return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
         ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}
#else
bool forbid_syscalls(std::initializer_list<long>) { return false; }
#endif

}  // namespace offhook::media::trap

#if OFFHOOK_TRAP
namespace trap = offhook::media::trap;

// The program's definitions win over the C library's for every library in the process.
extern "C" {

void* __libc_malloc(std::size_t);
void* __libc_calloc(std::size_t, std::size_t);
void* __libc_realloc(void*, std::size_t);
void* __libc_memalign(std::size_t, std::size_t);
void __libc_free(void*);

void* malloc(std::size_t size) {
  trap::note(trap::heap);
  return __libc_malloc(size);
}
void* calloc(std::size_t count, std::size_t size) {
  trap::note(trap::heap);
  return __libc_calloc(count, size);
}
void* realloc(void* memory, std::size_t size) {
  trap::note(trap::heap);
  return __libc_realloc(memory, size);
}
void* aligned_alloc(std::size_t alignment, std::size_t size) {
  trap::note(trap::heap);
  return __libc_memalign(alignment, size);
}
int posix_memalign(void** memory, std::size_t alignment, std::size_t size) {
  trap::note(trap::heap);
  *memory = __libc_memalign(alignment, size);
  return *memory == nullptr ? ENOMEM : 0;
}
void free(void* memory) {
  if (memory != nullptr) trap::note(trap::heap);
  __libc_free(memory);
}

int pthread_mutex_lock(pthread_mutex_t* mutex) {
  using Lock = int (*)(pthread_mutex_t*);
  static const auto real = reinterpret_cast<Lock>(dlsym(RTLD_NEXT, "pthread_mutex_lock"));
  if (!offhook::media::RealtimeScope::active()) return real(mutex);
  trap::note(trap::locks);
  if (pthread_mutex_trylock(mutex) == 0) return 0;
  trap::note(trap::contended);
  return real(mutex);
}

int pthread_cond_wait(pthread_cond_t* condition, pthread_mutex_t* mutex) {
  using Wait = int (*)(pthread_cond_t*, pthread_mutex_t*);
  static const auto real = reinterpret_cast<Wait>(dlsym(RTLD_NEXT, "pthread_cond_wait"));
  trap::note(trap::conditions);
  return real(condition, mutex);
}
int pthread_cond_signal(pthread_cond_t* condition) {
  using Signal = int (*)(pthread_cond_t*);
  static const auto real = reinterpret_cast<Signal>(dlsym(RTLD_NEXT, "pthread_cond_signal"));
  trap::note(trap::conditions);
  return real(condition);
}
int pthread_cond_broadcast(pthread_cond_t* condition) {
  using Signal = int (*)(pthread_cond_t*);
  static const auto real = reinterpret_cast<Signal>(dlsym(RTLD_NEXT, "pthread_cond_broadcast"));
  trap::note(trap::conditions);
  return real(condition);
}

}  // extern "C"
#endif
