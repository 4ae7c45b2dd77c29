// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "media/realtime.hpp"

/// The memory of oRTP and bctoolbox: free lists by size class, one set per thread, so that packets
/// are made and dropped on the media thread without the heap and without a lock. A thread that runs
/// dry falls back to the heap and counts a miss; the control side tops the media thread up.
namespace offhook::media {

/// Blocks of 64 to 8192 octets, header included.
inline constexpr std::size_t pool_classes = 8;
using PoolLevels = std::array<std::uint32_t, pool_classes>;

/// Installs the pool in both libraries. Runs by itself before `main`, because the libraries abort
/// the program if they have already allocated; a later call does nothing.
void install_rtp_memory();

/// Blocks on their way to a thread, chained by class.
struct PoolGrant;

/// A grant that brings `levels` up to what `streams` streams need, or null if they suffice.
[[nodiscard]] PoolGrant* make_pool_grant(const PoolLevels& levels, std::size_t streams);

/// Puts the blocks of `grant` into the calling thread's lists. Null does nothing.
OFFHOOK_REALTIME void adopt(PoolGrant* grant) noexcept;

/// Gives a grant that was never adopted, or a surplus, back to the heap. Null does nothing.
void discard(PoolGrant* grant) noexcept;

/// Blocks that the calling thread has beyond what `streams` streams need, for `discard` on the
/// control side; or null. A bounded number of them.
[[nodiscard]] OFFHOOK_REALTIME PoolGrant* surplus_of_thread_pool(std::size_t streams) noexcept;

/// Gives what the calling thread has beyond that back to the heap.
void trim_thread_pool(std::size_t streams) noexcept;

/// Free blocks by class on the calling thread.
[[nodiscard]] OFFHOOK_REALTIME PoolLevels thread_pool_levels() noexcept;

/// How often the calling thread had to go to the heap.
[[nodiscard]] OFFHOOK_REALTIME std::uint64_t thread_pool_misses() noexcept;

/// Frees the calling thread's lists: the last thing a thread does that ran an engine.
void release_thread_pool() noexcept;

}  // namespace offhook::media
