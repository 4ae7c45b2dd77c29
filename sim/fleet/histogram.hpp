// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <map>

namespace offhook::sim::fleet {

/// How often each span of time was seen: small, whatever was put in, and two of them add up. Values
/// above 64 µs are known to one part in 64.
class Histogram {
 public:
  using Span = std::chrono::microseconds;
  using Buckets = std::map<std::uint32_t, std::uint64_t>;

  Histogram() = default;
  /// From another process: what `buckets`, `least` and `most` there gave.
  Histogram(Buckets buckets, Span least, Span most);

  void add(Span span);
  void merge(const Histogram& other);

  [[nodiscard]] std::uint64_t count() const { return count_; }
  [[nodiscard]] Span least() const { return least_; }  ///< exact; 0 of nothing
  [[nodiscard]] Span most() const { return most_; }    ///< exact; 0 of nothing
  /// The least span that `share` of all (0.99) do not exceed; 0 of nothing.
  [[nodiscard]] Span percentile(double share) const;
  [[nodiscard]] const Buckets& buckets() const { return buckets_; }

 private:
  Buckets buckets_;
  std::uint64_t count_ = 0;
  Span least_{0}, most_{0};
};

}  // namespace offhook::sim::fleet
