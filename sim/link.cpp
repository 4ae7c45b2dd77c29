// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/link.hpp"

#include <algorithm>
#include <utility>

namespace offhook::sim {
namespace {

/// IPv4 and UDP, which take room on the wire as well.
constexpr std::size_t headers = 20 + 8;

}  // namespace

// FNV-1a: the same everywhere, unlike std::hash.
std::uint64_t seed_of(std::uint64_t seed, std::string_view name) {
  std::uint64_t hash = 0xCBF29CE484222325ULL ^ (seed * 0x9E3779B97F4A7C15ULL);
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  return hash;
}

double fraction(RandomSource& random) { return static_cast<double>(random.next() >> 11) * 0x1p-53; }

bool happens(RandomSource& random, double probability) {
  return probability > 0 && fraction(random) < probability;
}

Instant draw_jitter(RandomSource& random, Instant jitter, JitterShape shape) {
  if (jitter <= Instant::zero()) return {};
  double factor = 0;
  if (shape == JitterShape::uniform) {
    factor = fraction(random);
  } else {
    // Twelve numbers less six have mean 0 and variance 1, and no library's logarithm is in it,
    // which need not give the same everywhere.
    for (int i = 0; i < 12; ++i) factor += fraction(random);
    factor -= 6;
  }
  return Instant(static_cast<Instant::rep>(static_cast<double>(jitter.count()) * factor));
}

Link::Link(std::uint64_t seed, const IpAddress& from, const IpAddress& to)
    : seed_(seed_of(seed, from.to_string() + ">" + to.to_string())) {}

SeededRandom Link::dice(Fault fault) const {
  const std::string_view name[] = {"loss",        "bursts",     "jitter",
                                   "duplication", "reordering", "corruption"};
  return SeededRandom(seed_of(seed_ + counts_.sent, name[static_cast<std::size_t>(fault)]));
}

std::vector<Landing> Link::carry(const LinkPath& path, Instant now, std::string_view octets) {
  ++counts_.sent;
  const std::size_t length = octets.size() + headers;
  if (path.mtu != 0 && length > path.mtu && path.oversize == Oversize::dropped) {
    ++counts_.too_long;
    return {};
  }
  const Instant waiting = queue(path.bandwidth, now, length);
  if (waiting < Instant::zero()) {
    ++counts_.queue_full;
    return {};
  }
  if (lost(path)) return {};

  auto duplication = dice(Fault::duplication);
  auto reordering = dice(Fault::reordering);
  auto jitter = dice(Fault::jitter);
  const std::string arriving = corrupt(path.corruption, octets);
  const std::size_t copies = happens(duplication, path.duplication) ? 2 : 1;
  counts_.duplicated += copies - 1;
  std::vector<Landing> landings;
  for (std::size_t copy = 0; copy < copies; ++copy) {
    Instant delay = path.delay + draw_jitter(jitter, path.jitter, path.jitter_shape);
    const bool is_late = happens(reordering, path.reordering.share);
    counts_.reordered += is_late ? 1 : 0;
    if (is_late) delay += path.reordering.extra;
    landings.push_back({waiting + std::max(Instant::zero(), delay), arriving});
  }
  return landings;
}

Instant Link::queue(const Bandwidth& bandwidth, Instant now, std::size_t length) {
  if (bandwidth.octets_per_second == 0) return {};
  const Instant waiting = std::max(Instant::zero(), free_at_ - now);
  if (waiting > bandwidth.longest_queue) return Instant{-1};
  const double seconds =
      static_cast<double>(length) / static_cast<double>(bandwidth.octets_per_second);
  const Instant sending(static_cast<Instant::rep>(seconds * 1e9));
  free_at_ = now + waiting + sending;
  return waiting + sending;
}

bool Link::lost(const LinkPath& path) {
  auto chance = dice(Fault::bursts);
  const bool moves = happens(chance, is_bad_ ? path.bursts.r : path.bursts.p);
  if (moves || path.bursts.p <= 0) is_bad_ = !is_bad_ && path.bursts.p > 0;
  if (is_bad_ && happens(chance, path.bursts.bad_loss)) {
    ++counts_.lost_in_bursts;
    return true;
  }
  auto loss = dice(Fault::loss);
  const bool is_lost = happens(loss, path.loss);
  counts_.lost += is_lost ? 1 : 0;
  return is_lost;
}

std::string Link::corrupt(const Corruption& corruption, std::string_view octets) {
  std::string text(octets);
  auto chance = dice(Fault::corruption);
  if (text.empty() || !happens(chance, corruption.share)) return text;
  ++counts_.corrupted;
  for (std::uint32_t i = 0; i < corruption.octets; ++i) {
    const std::uint64_t draw = chance.next();
    const std::size_t place = (draw >> 8) % text.size();
    // 1 to 255: the octet is another one afterwards.
    const auto turned = static_cast<unsigned char>(1 + (draw & 0xFF) % 255);
    text[place] = static_cast<char>(static_cast<unsigned char>(text[place]) ^ turned);
  }
  return text;
}

}  // namespace offhook::sim
