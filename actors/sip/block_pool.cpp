// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/sip/block_pool.hpp"

#include <array>
#include <cstdint>
#include <new>

namespace offhook::sip::block_pool {
namespace {

struct Free {
  Free* next;
};

[[maybe_unused]] constexpr std::size_t classes = largest / step;
constexpr std::size_t class_of(std::size_t octets) { return (octets + step - 1) / step; }

// Under a sanitizer every message is the heap's, so that a view that outlives it is seen.
#if !defined(OFFHOOK_SANITIZED)
struct Kept {
  Free* first = nullptr;
  std::size_t count = 0;
};

/// Plain data, so that it outlives everything of its thread; `closed` when `Closer` has gone, after
/// which messages that end late go to the heap.
thread_local std::array<Kept, classes + 1> kept;
thread_local bool closed = false;

struct Closer {
  bool used = false;
  ~Closer() {
    closed = true;
    for (Kept& list : kept)
      while (list.first != nullptr) {
        Free* const block = list.first;
        list.first = block->next;
        ::operator delete(block);
      }
  }
};
thread_local Closer closer;
#endif

}  // namespace

void* take(std::size_t octets) {
  const std::size_t index = class_of(octets);
#if !defined(OFFHOOK_SANITIZED)
  if (index <= classes && kept[index].first != nullptr) {
    Kept& list = kept[index];
    Free* const block = list.first;
    list.first = block->next;
    --list.count;
    return block;
  }
#endif
  return ::operator new(index* step);
}

void give_back(void* block, std::size_t octets) noexcept {
#if !defined(OFFHOOK_SANITIZED)
  const std::size_t index = class_of(octets);
  if (index <= classes && !closed) {
    closer.used = true;  // has its destructor run at the end of this thread
    Kept& list = kept[index];
    if (list.count < most_kept) {
      list.first = new (block) Free{list.first};
      ++list.count;
      return;
    }
  }
#else
  (void)octets;
#endif
  ::operator delete(block);
}

}  // namespace offhook::sip::block_pool
