// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/transport/next_hop.hpp"

#include <gtest/gtest.h>

#include "actors/sip/draft.hpp"

namespace offhook::transport {
namespace {

std::string next_hop(std::initializer_list<std::string_view> routes) {
  auto draft = sip::Draft::request(sip::Method::bye, "sip:target.example");
  for (auto route : routes) draft.append("Route", route);
  draft.append("From", "<sip:a@a.example>;tag=a").append("To", "<sip:b@b.example>;tag=b");
  draft.append("Call-ID", "c").append("CSeq", "1 BYE");
  return sip::to_string(next_hop_uri(*draft.build()));
}

// RFC 3261 §8.1.2.
TEST(NextHop, IsTheRequestUriWithoutARoute) { EXPECT_EQ(next_hop({}), "sip:target.example"); }

TEST(NextHop, IsTheTopmostLooseRouter) {
  EXPECT_EQ(next_hop({"<sip:p1.example;lr>", "<sip:p2.example;lr>"}), "sip:p1.example;lr");
  EXPECT_EQ(next_hop({"<sip:p1.example;lr>, <sip:p2.example>"}), "sip:p1.example;lr");
}

// RFC 3261 §12.2.1.1: the strict router is in the Request-URI by now.
TEST(NextHop, IsTheRequestUriBeforeAStrictRouter) {
  EXPECT_EQ(next_hop({"<sip:p2.example>"}), "sip:target.example");
}

}  // namespace
}  // namespace offhook::transport
