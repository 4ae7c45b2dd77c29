// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/sip/block_pool.hpp"

#include <cstring>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "tests/sip/sample.hpp"

namespace offhook::sip {
namespace {

TEST(BlockPool, GivesWhatWasAskedFor) {
  for (const std::size_t octets : {1U, 511U, 512U, 513U, 16384U, 16385U, 300000U}) {
    void* const block = block_pool::take(octets);
    std::memset(block, 0x5A, octets);
    block_pool::give_back(block, octets);
  }
}

TEST(BlockPool, KeepsNoMoreThanItsLimit) {
  std::vector<void*> blocks;
  for (std::size_t i = 0; i < 3 * block_pool::most_kept; ++i)
    blocks.push_back(block_pool::take(2000));
  for (void* const block : blocks) block_pool::give_back(block, 2000);
  EXPECT_EQ(blocks.size(), 3 * block_pool::most_kept);  // the leak checker sees the rest
}

TEST(BlockPool, TakesBackWhatAnotherThreadMade) {
  MessagePtr message;
  std::thread([&] { message = sample::parse(sample::invite); }).join();

  ASSERT_TRUE(message);
  EXPECT_EQ(message->call_id(), "3848276298220188511@atlanta.example.com");
  message = nullptr;
  EXPECT_TRUE(sample::parse(sample::invite));
}

}  // namespace
}  // namespace offhook::sip
