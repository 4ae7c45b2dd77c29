// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/base/random_source.hpp"

#include <array>
#include <utility>

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

namespace {

/// The generator is asked for many numbers at once: each time it makes a new key for itself, which
/// takes longer than the numbers. One that was handed out is forgotten.
struct Generator {
  bctbx_rng_context_t* context = bctbx_rng_context_new();
  std::array<std::uint64_t, 64> numbers{};
  std::size_t left = 0;
};

}  // namespace

SystemRandom::SystemRandom() : context_(new Generator) {}
SystemRandom::~SystemRandom() {
  auto* generator = static_cast<Generator*>(context_);
  bctbx_rng_context_free(generator->context);
  delete generator;
}

std::uint64_t SystemRandom::next() {
  Generator& generator = *static_cast<Generator*>(context_);
  if (generator.left == 0) {
    bctbx_rng_get(generator.context, reinterpret_cast<unsigned char*>(generator.numbers.data()),
                  sizeof generator.numbers);
    generator.left = generator.numbers.size();
  }
  return std::exchange(generator.numbers[--generator.left], std::uint64_t{0});
}

// SplitMix64: small, well mixed, and fixed for ever, which std::uniform_… is not.
std::uint64_t SeededRandom::next() {
  std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ULL);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31);
}

}  // namespace offhook
