// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdlib>
#include <new>

#include <gtest/gtest.h>

#include "tests/sip/sample.hpp"

namespace {
std::size_t allocations = 0;
}

void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace offhook::sip {
namespace {

TEST(Parser, AllocatesTheMessageAndNothingElse) {
  std::string datagram(sample::invite);
  const std::size_t before = allocations;

  const MessagePtr message = message_or_null(parse_datagram(std::move(datagram)));

  ASSERT_TRUE(message);
  EXPECT_EQ(allocations - before, 1U);
  EXPECT_EQ(message->from_tag().size() + message->top_via().branch.size(), 22U);
  EXPECT_EQ(message->headers(HeaderId::supported).size(), 3U);
  EXPECT_EQ(allocations - before, 1U);  // nor do views and lists
}

}  // namespace
}  // namespace offhook::sip
