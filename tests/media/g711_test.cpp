// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/codec/g711.hpp"

#include <array>
#include <cmath>

#include <gtest/gtest.h>

namespace offhook::media {
namespace {

std::uint8_t code(Codec law, int sample) {
  return std::to_integer<std::uint8_t>(g711::encode(law, static_cast<Sample>(sample)));
}
int value(Codec law, int code) { return g711::decode(law, static_cast<std::byte>(code)); }

TEST(G711, DecodesTheEndsOfEachMuLawSegment) {
  // G.711 table 2, times four: decision values are given for 14 bits.
  EXPECT_EQ(value(Codec::pcmu, 0xFF), 0);
  EXPECT_EQ(value(Codec::pcmu, 0x7F), 0);
  EXPECT_EQ(value(Codec::pcmu, 0xFE), 8);
  EXPECT_EQ(value(Codec::pcmu, 0xF0), 120);
  EXPECT_EQ(value(Codec::pcmu, 0xEF), 132);
  EXPECT_EQ(value(Codec::pcmu, 0x8F), 16764);
  EXPECT_EQ(value(Codec::pcmu, 0x80), 32124);
  EXPECT_EQ(value(Codec::pcmu, 0x00), -32124);
}

TEST(G711, DecodesTheEndsOfEachALawSegment) {
  // G.711 table 1, times eight.
  EXPECT_EQ(value(Codec::pcma, 0xD5), 8);
  EXPECT_EQ(value(Codec::pcma, 0x55), -8);
  EXPECT_EQ(value(Codec::pcma, 0xDA), 248);
  EXPECT_EQ(value(Codec::pcma, 0xC5), 264);
  EXPECT_EQ(value(Codec::pcma, 0xAA), 32256);
  EXPECT_EQ(value(Codec::pcma, 0x2A), -32256);
}

TEST(G711, EncodesEveryCodeWordBackToItself) {
  for (int c = 0; c < 256; ++c) {
    EXPECT_EQ(code(Codec::pcma, value(Codec::pcma, c)), c);
    if (c == 0x7F) continue;  // minus zero comes back as plus zero
    EXPECT_EQ(code(Codec::pcmu, value(Codec::pcmu, c)), c);
  }
}

TEST(G711, QuantisesEverySampleToANearestNeighbour) {
  for (const Codec law : {Codec::pcmu, Codec::pcma}) {
    for (int sample = -32768; sample <= 32767; ++sample) {
      const int decoded = value(law, code(law, sample));
      // Half a step: the step is 1/16 of the segment, the segments double.
      const int tolerance = std::abs(sample) / 32 + 8;
      if (std::abs(sample) > 32124) continue;  // clipped
      ASSERT_LE(std::abs(decoded - sample), tolerance) << sample;
    }
  }
}

TEST(G711, DecodesTheReferenceToneToZeroDecibels) {
  // G.711 tables 5 and 6: 1 kHz at 0 dBm0, eight code words. A full-scale sine is +3.17 dBm0 in
  // mu-law and +3.14 in A-law.
  constexpr std::array mu{0x1E, 0x0B, 0x0B, 0x1E, 0x9E, 0x8B, 0x8B, 0x9E};
  constexpr std::array a{0x34, 0x21, 0x21, 0x34, 0xB4, 0xA1, 0xA1, 0xB4};
  const auto level = [](Codec law, const std::array<int, 8>& codes) {
    double power = 0;
    for (const int c : codes) power += std::pow(value(law, c) / 32768.0, 2) / 8;
    return 10 * std::log10(power * 2);  // against a full-scale sine
  };
  EXPECT_NEAR(level(Codec::pcmu, mu) + 3.17, 0, 0.2);
  EXPECT_NEAR(level(Codec::pcma, a) + 3.14, 0, 0.2);
}

}  // namespace
}  // namespace offhook::media
