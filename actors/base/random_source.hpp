// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace offhook {

/// Where tags, branches, Call-IDs, SSRCs and jittered delays come from.
class RandomSource {
 public:
  virtual ~RandomSource() = default;
  virtual std::uint64_t next() = 0;

  /// `octets` random octets as lower-case hexadecimal: material for tags, branches and Call-IDs.
  /// RFC 3261 §19.3 asks for at least 32 bits of cryptographic randomness in a tag.
  std::string token(std::size_t octets = 8);

  /// A duration in [low, high], in steps of `step`.
  std::chrono::milliseconds between(std::chrono::milliseconds low, std::chrono::milliseconds high,
                                    std::chrono::milliseconds step = std::chrono::milliseconds{1});
};

/// Cryptographic, from bctoolbox: what a real phone uses.
class SystemRandom final : public RandomSource {
 public:
  SystemRandom();
  ~SystemRandom() override;
  SystemRandom(const SystemRandom&) = delete;
  SystemRandom& operator=(const SystemRandom&) = delete;
  std::uint64_t next() override;

 private:
  void* context_;  ///< its generator, of random_source.cpp
};

/// The same seed gives the same numbers on every machine: what the simulator uses.
class SeededRandom final : public RandomSource {
 public:
  explicit SeededRandom(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() override;

 private:
  std::uint64_t state_;
};

}  // namespace offhook
