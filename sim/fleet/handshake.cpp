// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/fleet/handshake.hpp"

#include <array>
#include <cstdint>

#include <bctoolbox/crypto.h>

namespace offhook::sim::fleet {
namespace {

const std::uint8_t* octets_of(std::string_view text) {
  return reinterpret_cast<const std::uint8_t*>(text.data());
}

}  // namespace

std::string proof(std::string_view token, Side side, std::string_view coordinator_number,
                  std::string_view worker_number) {
  std::string text(side == Side::worker ? "worker" : "coordinator");
  for (const auto number : {coordinator_number, worker_number})
    text += "|" + std::to_string(number.size()) + "|" + std::string(number);
  std::array<std::uint8_t, 32> digest{};
  bctbx_hmacSha256(octets_of(token), token.size(), octets_of(text), text.size(),
                   static_cast<std::uint8_t>(digest.size()), digest.data());
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  for (const auto octet : digest) {
    out += digits[octet >> 4];
    out += digits[octet & 15];
  }
  return out;
}

bool same_proof(std::string_view one, std::string_view other) {
  if (one.size() != other.size()) return false;
  unsigned difference = 0;
  for (std::size_t i = 0; i < one.size(); ++i)
    difference |= static_cast<unsigned>(static_cast<unsigned char>(one[i]) ^
                                        static_cast<unsigned char>(other[i]));
  return difference == 0;
}

}  // namespace offhook::sim::fleet
