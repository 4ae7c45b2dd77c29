// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

/// Memory of messages, kept a while for the messages to come: at the rates of a load test the heap
/// would cost as much as the parsing. Each thread keeps its own; at most `most_kept` blocks of each
/// size, so that a burst is given back.
namespace offhook::sip::block_pool {

inline constexpr std::size_t step = 512;       ///< sizes are multiples of it
inline constexpr std::size_t largest = 16384;  ///< larger ones are the heap's
inline constexpr std::size_t most_kept = 64;   ///< free blocks of one size

/// At least `octets`, aligned for anything. Ends with `give_back` of the same number.
[[nodiscard]] void* take(std::size_t octets);
void give_back(void* block, std::size_t octets) noexcept;

}  // namespace offhook::sip::block_pool
