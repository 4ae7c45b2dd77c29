// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/base/random_source.hpp"

#include <bctoolbox/crypto.h>

namespace offhook {

std::string RandomSource::token(std::size_t octets) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string text;
  text.reserve(octets * 2);
  while (text.size() < octets * 2) {
    std::uint64_t bits = next();
    for (int nibble = 0; nibble < 16 && text.size() < octets * 2; ++nibble, bits >>= 4)
      text.push_back(digits[bits & 0xF]);
  }
  return text;
}

std::chrono::milliseconds RandomSource::between(std::chrono::milliseconds low,
                                                std::chrono::milliseconds high,
                                                std::chrono::milliseconds step) {
  const auto steps = static_cast<std::uint64_t>((high - low) / step) + 1;
  return low + step * static_cast<std::int64_t>(next() % steps);
}

SystemRandom::SystemRandom() : context_(bctbx_rng_context_new()) {}
SystemRandom::~SystemRandom() {
  bctbx_rng_context_free(static_cast<bctbx_rng_context_t*>(context_));
}

std::uint64_t SystemRandom::next() {
  std::uint64_t value = 0;
  bctbx_rng_get(static_cast<bctbx_rng_context_t*>(context_),
                reinterpret_cast<unsigned char*>(&value), sizeof value);
  return value;
}

// SplitMix64: small, well mixed, and fixed for ever, which std::uniform_… is not.
std::uint64_t SeededRandom::next() {
  std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ULL);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31);
}

}  // namespace offhook
