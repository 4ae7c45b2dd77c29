// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

#include "actors/sip/block_pool.hpp"

namespace offhook::sip {

/// Allocates the one block of a message: the shared state of its pointer, the message, its octets.
template <class T>
struct BlockAllocator {
  using value_type = T;

  BlockAllocator(std::size_t text_octets, char** text_begin)
      : octets(text_octets), text(text_begin) {}
  template <class U>
  BlockAllocator(const BlockAllocator<U>& other) : octets(other.octets), text(other.text) {}

  T* allocate(std::size_t count) {
    void* const block = block_pool::take(count * sizeof(T) + octets);
    T* const objects = static_cast<T*>(block);
    *text = static_cast<char*>(block) + count * sizeof(T);
    return objects;
  }
  void deallocate(T* objects, std::size_t count) noexcept {
    block_pool::give_back(objects, count * sizeof(T) + octets);
  }
  friend bool operator==(const BlockAllocator&, const BlockAllocator&) = default;

  std::size_t octets;
  char** text;  // where `allocate` says where the octets go; of no meaning later
};

}  // namespace offhook::sip
