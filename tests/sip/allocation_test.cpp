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

#if defined(OFFHOOK_SANITIZED)
constexpr std::size_t blocks_from_the_heap = 1;  // so that views that outlive a message are found
#else
constexpr std::size_t blocks_from_the_heap = 0;
#endif

TEST(Parser, AllocatesNothingForATypicalMessage) {
  const std::string datagram(sample::invite);
  (void)sample::parse(datagram);  // the first takes the block that all later ones share
  const std::size_t before = allocations;

  const MessagePtr message = message_or_null(parse_datagram(datagram));

  ASSERT_TRUE(message);
  EXPECT_EQ(allocations - before, blocks_from_the_heap);
  EXPECT_EQ(message->request_uri_parts().user, "bob");
  EXPECT_EQ(message->from_parts().uri_parts.host, "atlanta.example.com");
  EXPECT_EQ(message->contact_parts()->uri_parts.user, "alice");
  EXPECT_EQ(message->from_tag().size() + message->top_via().branch.size(), 22U);
  EXPECT_EQ(message->cseq().number, 1U);
  EXPECT_EQ(message->body().size(), 126U);
  EXPECT_EQ(message->headers(HeaderId::supported).size(), 3U);
  EXPECT_EQ(message->fields().size(), 16U);
  EXPECT_EQ(allocations - before, blocks_from_the_heap);
}

TEST(Parser, AllocatesNothingForManyFieldsEither) {
  std::string many;
  for (int i = 0; i < 60; ++i) many += "X-Field-" + std::to_string(i) + ": value\r\n";
  const std::string datagram = sample::invite_with("X-Private: kept, as it is\r\n", many);
  (void)sample::parse(datagram);
  const std::size_t before = allocations;

  const MessagePtr message = message_or_null(parse_datagram(datagram));

  ASSERT_TRUE(message);
  EXPECT_LE(allocations - before, 2 * blocks_from_the_heap);
  EXPECT_EQ(message->fields().size(), 75U);
  EXPECT_EQ(message->header("x-field-59"), "value");
}

}  // namespace
}  // namespace offhook::sip
