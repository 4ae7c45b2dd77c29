// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/scenario/trace_hash.hpp"

#include <cstdio>
#include <string_view>

namespace offhook::sim::scenario {
namespace {

/// FNV-1a, 64 bits: not for enemies, but the same everywhere.
class Fnv {
 public:
  void add(std::string_view octets) {
    for (const char c : octets) hash_ = (hash_ ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
    // Lengths count, so that two texts cannot share an octet.
    for (std::size_t n = octets.size(); n != 0; n >>= 8)
      hash_ = (hash_ ^ (n & 0xff)) * 0x100000001B3ULL;
  }
  [[nodiscard]] std::string hex() const {
    char text[17];
    std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(hash_));
    return text;
  }

 private:
  std::uint64_t hash_ = 0xCBF29CE484222325ULL;
};

}  // namespace

std::string trace_hash(const RunRecord& record) {
  Fnv hash;
  for (const auto& packet : record.trace.packets()) {
    hash.add(std::to_string(packet.at.count()));
    hash.add(packet.from.to_string());
    hash.add(packet.to.to_string());
    hash.add(packet.octets);
  }
  for (const auto& event : record.events) hash.add(event);
  return hash.hex();
}

std::string hash_of_text(std::string_view text) {
  Fnv hash;
  hash.add(text);
  return hash.hex();
}

}  // namespace offhook::sim::scenario
