// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "actors/base/endpoint.hpp"
#include "actors/base/random_source.hpp"
#include "sim/link_path.hpp"

namespace offhook::sim {

/// What a link did to datagrams so far.
struct LinkCounts {
  std::uint64_t sent = 0;
  std::uint64_t lost = 0;  ///< by chance, one by one
  std::uint64_t lost_in_bursts = 0;
  std::uint64_t too_long = 0;    ///< dropped at the MTU
  std::uint64_t queue_full = 0;  ///< dropped before the narrow place
  std::uint64_t duplicated = 0;
  std::uint64_t reordered = 0;
  std::uint64_t corrupted = 0;
  friend bool operator==(const LinkCounts&, const LinkCounts&) = default;
};

/// A copy of a datagram that will arrive.
struct Landing {
  Instant delay{};
  std::string octets;
};

/// One direction between two addresses, and its dice: the seed, the two addresses, the number of
/// the datagram and the kind of fault alone decide. What other links do changes nothing, and
/// turning one fault on does not move another.
class Link {
 public:
  Link(std::uint64_t seed, const IpAddress& from, const IpAddress& to);

  /// Sends one datagram (the UDP payload) over `path` at `now`: what arrives, and after how long.
  [[nodiscard]] std::vector<Landing> carry(const LinkPath& path, Instant now,
                                           std::string_view octets);
  [[nodiscard]] const LinkCounts& counts() const { return counts_; }

 private:
  enum class Fault : std::uint8_t { loss, bursts, jitter, duplication, reordering, corruption };
  /// For one fault of the datagram that is being sent.
  [[nodiscard]] SeededRandom dice(Fault fault) const;

  /// Waiting time before the narrow place and in it; negative: no room.
  [[nodiscard]] Instant queue(const Bandwidth& bandwidth, Instant now, std::size_t length);
  [[nodiscard]] bool lost(const LinkPath& path);
  [[nodiscard]] std::string corrupt(const Corruption& corruption, std::string_view octets);

  std::uint64_t seed_;
  bool is_bad_ = false;  ///< Gilbert-Elliott
  Instant free_at_{};    ///< when the narrow place has sent all that waits
  LinkCounts counts_;
};

/// The seed of one named part of a whole that has `seed`; the same on every machine.
[[nodiscard]] std::uint64_t seed_of(std::uint64_t seed, std::string_view name);

/// A number from 0 to 1, without 1.
[[nodiscard]] double fraction(RandomSource& random);
/// Whether something of that probability happens; asks chance only where it has a say.
[[nodiscard]] bool happens(RandomSource& random, double probability);
/// An extra delay; `normal` may be negative, by at most six times `jitter`.
[[nodiscard]] Instant draw_jitter(RandomSource& random, Instant jitter, JitterShape shape);

}  // namespace offhook::sim
