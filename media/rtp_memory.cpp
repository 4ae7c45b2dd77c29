// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/rtp_memory.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>

#include <bctoolbox/port.h>
#include <ortp/port.h>

namespace offhook::media {
namespace {

/// Octets of a block, header included. An oRTP session takes 4936 and its profile 1032: each has a
/// class that fits.
constexpr std::array<std::size_t, pool_classes> class_octets = {64,   128,  256,  512,
                                                                1152, 2048, 5120, 8192};
constexpr std::size_t huge_class = pool_classes;  // straight from the heap

/// In front of every block. 16 octets, so that what follows keeps the alignment of malloc.
struct alignas(16) Block {
  union {
    Block* next;       // while free
    std::size_t size;  // while in use and huge
  };
  std::size_t size_class;
};
static_assert(sizeof(Block) == 16);

struct FreeList {
  Block* first;
  Block* last;
  std::uint32_t length;

  void push(Block* block) noexcept {
    block->next = first;
    if (first == nullptr) last = block;
    first = block;
    ++length;
  }
  Block* pop() noexcept {
    Block* const block = first;
    if (block == nullptr) return nullptr;
    first = block->next;
    --length;
    return block;
  }
};

struct ThreadPool {
  FreeList lists[pool_classes];
  std::uint64_t misses;
};

// Constant initialisation and no destructor: touching it never runs code or takes memory.
constinit thread_local ThreadPool pool{};

constexpr std::size_t octets_of(std::size_t size_class) { return class_octets[size_class]; }

constexpr std::size_t class_of(std::size_t octets) {
  std::size_t size_class = 0;
  while (size_class < pool_classes && class_octets[size_class] < octets) ++size_class;
  return size_class;
}
static_assert(class_of(64) == 0 && class_of(65) == 1 && class_of(128) == 1 && class_of(129) == 2);
static_assert(class_of(octets_of(pool_classes - 1)) == pool_classes - 1);
static_assert(class_of(octets_of(pool_classes - 1) + 1) == huge_class);

Block* new_block(std::size_t size_class) {
  auto* block = static_cast<Block*>(std::malloc(octets_of(size_class)));
  if (block != nullptr) block->size_class = size_class;
  return block;
}

void* take(std::size_t size) {
  const std::size_t size_class = class_of(size + sizeof(Block));
  if (size_class >= huge_class) {
    ++pool.misses;
    auto* block = static_cast<Block*>(std::malloc(size + sizeof(Block)));
    if (block == nullptr) return nullptr;
    block->size = size;
    block->size_class = huge_class;
    return block + 1;
  }
  Block* block = pool.lists[size_class].pop();
  if (block == nullptr) {
    ++pool.misses;
    block = new_block(size_class);
  }
  return block == nullptr ? nullptr : block + 1;
}

void give_back(void* memory) {
  if (memory == nullptr) return;
  Block* const block = static_cast<Block*>(memory) - 1;
  if (block->size_class == huge_class) return std::free(block);
  pool.lists[block->size_class].push(block);
}

void* resize(void* memory, std::size_t size) {
  if (memory == nullptr) return take(size);
  const Block* const block = static_cast<Block*>(memory) - 1;
  const std::size_t room =
      block->size_class == huge_class ? block->size : octets_of(block->size_class) - sizeof(Block);
  if (size <= room && block->size_class != huge_class) return memory;
  void* const moved = take(size);
  if (moved == nullptr) return nullptr;
  std::memcpy(moved, memory, std::min(size, room));
  give_back(memory);
  return moved;
}

void free_list(FreeList& list) noexcept {
  while (Block* block = list.pop()) std::free(block);
}

/// What one stream has in the air at once. Seen with reports, digits, loss and reordering: two or
/// three blocks of 256 octets (message heads and packets) and one of 2048 (the receive buffer).
constexpr std::uint32_t blocks_per_stream[pool_classes] = {2, 1, 4, 1, 0, 1, 0, 0};
/// Shared: the parts of a report, which are made for one stream after another.
constexpr std::uint32_t reserve[pool_classes] = {32, 16, 32, 16, 8, 8, 4, 2};
/// Free blocks beyond those are given back, so that a rush leaves nothing; as many as a few calls
/// need stay, so that calls that come and go move none.
constexpr std::uint32_t slack_streams = 8;
constexpr int most_given_back = 16;

constexpr std::uint32_t blocks_wanted(std::size_t size_class, std::size_t streams) {
  return static_cast<std::uint32_t>(streams * blocks_per_stream[size_class] + reserve[size_class]);
}

}  // namespace

/// Lives in a block of the pool itself, and so is left with the thread that adopts it.
struct PoolGrant {
  FreeList lists[pool_classes];
};

void install_rtp_memory() {
  static const bool installed = [] {
    BctoolboxMemoryFunctions toolbox{take, resize, give_back};
    bctbx_set_memory_functions(&toolbox);
    OrtpMemoryFunctions rtp{take, resize, give_back};
    ortp_set_memory_functions(&rtp);
    return true;
  }();
  static_cast<void>(installed);
}

namespace {
[[gnu::constructor]] void install_before_main() { install_rtp_memory(); }
}  // namespace

PoolGrant* make_pool_grant(const PoolLevels& levels, std::size_t streams) {
  void* const room = take(sizeof(PoolGrant));
  if (room == nullptr) return nullptr;
  auto* const grant = new (room) PoolGrant{};
  bool empty = true;
  for (std::size_t c = 0; c < pool_classes; ++c) {
    for (std::uint32_t have = levels[c]; have < blocks_wanted(c, streams); ++have) {
      // Blocks that streams brought home come first: otherwise each call would move some across.
      Block* block = pool.lists[c].pop();
      if (block == nullptr) block = new_block(c);
      if (block == nullptr) break;
      grant->lists[c].push(block);
      empty = false;
    }
  }
  if (!empty) return grant;
  give_back(grant);
  return nullptr;
}

void adopt(PoolGrant* grant) noexcept {
  if (grant == nullptr) return;
  for (std::size_t c = 0; c < pool_classes; ++c) {
    FreeList& from = grant->lists[c];
    FreeList& to = pool.lists[c];
    if (from.first == nullptr) continue;
    from.last->next = to.first;
    if (to.first == nullptr) to.last = from.last;
    to.first = from.first;
    to.length += from.length;
  }
  give_back(grant);
}

void discard(PoolGrant* grant) noexcept {
  if (grant == nullptr) return;
  for (FreeList& list : grant->lists) free_list(list);
  give_back(grant);
}

PoolGrant* surplus_of_thread_pool(std::size_t streams) noexcept {
  PoolGrant* surplus = nullptr;
  if (pool.lists[class_of(sizeof(PoolGrant) + sizeof(Block))].length == 0) return nullptr;
  for (std::size_t c = 0; c < pool_classes; ++c) {
    const std::uint32_t most = blocks_wanted(c, streams + slack_streams);
    // No more in one go than a few streams bring home: this is a media period.
    for (int i = 0; i < most_given_back && pool.lists[c].length > most; ++i) {
      if (surplus == nullptr) surplus = new (take(sizeof(PoolGrant))) PoolGrant{};
      surplus->lists[c].push(pool.lists[c].pop());
    }
  }
  return surplus;
}

void trim_thread_pool(std::size_t streams) noexcept {
  for (std::size_t c = 0; c < pool_classes; ++c)
    while (pool.lists[c].length > blocks_wanted(c, streams + slack_streams))
      std::free(pool.lists[c].pop());
}

PoolLevels thread_pool_levels() noexcept {
  PoolLevels levels{};
  for (std::size_t c = 0; c < pool_classes; ++c) levels[c] = pool.lists[c].length;
  return levels;
}

std::uint64_t thread_pool_misses() noexcept { return pool.misses; }

void release_thread_pool() noexcept {
  for (FreeList& list : pool.lists) free_list(list);
}

}  // namespace offhook::media
