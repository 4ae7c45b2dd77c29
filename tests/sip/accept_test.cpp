// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/sip/accept.hpp"

#include <gtest/gtest.h>

#include "tests/sip/sample.hpp"

namespace offhook::sip {
namespace {

bool takes_sdp(const std::string& accept) {
  const auto request = sample::parse(sample::invite_with("X-Private: kept, as it is", accept));
  return accepts_body(*request, "application/sdp");
}

TEST(Accept, WithoutAHeaderIsSdpAlone) {  // RFC 3261 §20.1
  const auto request = sample::parse(sample::invite);
  EXPECT_TRUE(accepts_body(*request, "application/sdp"));
  EXPECT_FALSE(accepts_body(*request, "text/plain"));
}

TEST(Accept, EmptyIsNothing) { EXPECT_FALSE(takes_sdp("Accept:")); }

TEST(Accept, NamesTypesAndRanges) {
  EXPECT_TRUE(takes_sdp("Accept: text/plain, Application/SDP;level=1"));
  EXPECT_TRUE(takes_sdp("Accept: application/*"));
  EXPECT_TRUE(takes_sdp("Accept: */*;q=0.1"));
  EXPECT_FALSE(takes_sdp("Accept: text/nobodyKnowsThis"));
}

TEST(Accept, TheClosestRangeDecides) {
  EXPECT_FALSE(takes_sdp("Accept: */*, application/sdp;q=0"));
  EXPECT_FALSE(takes_sdp("Accept: application/*;q=0.000, */*"));
  EXPECT_TRUE(takes_sdp("Accept: application/*;q=0, application/sdp"));
}

}  // namespace
}  // namespace offhook::sip
