// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/fleet/histogram.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace offhook::sim::fleet {
namespace {

/// Steps in each power of two.
constexpr int step_bits = 6;

std::uint32_t bucket_of(std::uint64_t value) {
  const int shift = std::max(0, static_cast<int>(std::bit_width(value)) - step_bits - 1);
  return (static_cast<std::uint32_t>(shift) << step_bits) +
         static_cast<std::uint32_t>(value >> shift);
}

/// The middle of a bucket.
std::uint64_t value_of(std::uint32_t bucket) {
  const std::uint32_t power = bucket >> step_bits;
  if (power <= 1) return bucket;
  // Ids from another process may be anything.
  const std::uint32_t shift = std::min<std::uint32_t>(power - 1, 50);
  const std::uint64_t low = std::uint64_t{(bucket & ((1U << step_bits) - 1)) + (1U << step_bits)}
                            << shift;
  return low + (std::uint64_t{1} << shift) / 2;
}

}  // namespace

Histogram::Histogram(Buckets buckets, Span least, Span most)
    : buckets_(std::move(buckets)), least_(least), most_(most) {
  for (const auto& [bucket, times] : buckets_) count_ += times;
}

void Histogram::add(Span span) {
  span = std::max(span, Span{0});
  ++buckets_[bucket_of(static_cast<std::uint64_t>(span.count()))];
  least_ = count_ == 0 ? span : std::min(least_, span);
  most_ = std::max(most_, span);
  ++count_;
}

void Histogram::merge(const Histogram& other) {
  if (other.count_ == 0) return;
  least_ = count_ == 0 ? other.least_ : std::min(least_, other.least_);
  most_ = std::max(most_, other.most_);
  for (const auto& [bucket, times] : other.buckets_) buckets_[bucket] += times;
  count_ += other.count_;
}

Histogram::Span Histogram::percentile(double share) const {
  const auto wanted =
      static_cast<std::uint64_t>(std::ceil(share * static_cast<double>(count_) - 1e-9));
  if (wanted >= count_) return most_;
  std::uint64_t seen = 0;
  for (const auto& [bucket, times] : buckets_) {
    seen += times;
    if (seen >= wanted)
      return std::clamp(Span{static_cast<Span::rep>(value_of(bucket))}, least_, most_);
  }
  return most_;
}

}  // namespace offhook::sim::fleet
