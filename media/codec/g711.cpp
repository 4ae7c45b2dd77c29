// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/codec/g711.hpp"

#include <algorithm>
#include <array>
#include <bit>

namespace offhook::media::g711 {
namespace {

/// mu-law works on 14 bits (G.711 table 2), A-law on 13 (table 1).
constexpr int mu_shift = 2;
constexpr int a_shift = 3;

constexpr std::uint8_t mu_code(int value) {
  constexpr int bias = 33;  // puts the segment boundaries on powers of two
  constexpr int clip = 8158;
  const unsigned sign = value < 0 ? 0x7F : 0xFF;
  const auto magnitude = static_cast<unsigned>(std::min(value < 0 ? -value : value, clip) + bias);
  const auto segment = static_cast<unsigned>(std::bit_width(magnitude)) - 6;
  const unsigned code = segment << 4 | (magnitude >> (segment + 1) & 0xF);
  return static_cast<std::uint8_t>(code ^ sign);  // transmitted inverted
}

constexpr Sample mu_value(unsigned code) {
  constexpr int bias = 0x84;
  code = ~code & 0xFF;
  const int magnitude = ((static_cast<int>(code & 0xF) << 3) + bias) << (code >> 4 & 7);
  return static_cast<Sample>((code & 0x80) != 0 ? bias - magnitude : magnitude - bias);
}

constexpr std::uint8_t a_code(int value) {
  const unsigned sign = value < 0 ? 0x55 : 0xD5;  // even bits are transmitted inverted
  const auto magnitude = static_cast<unsigned>(value < 0 ? -value - 1 : value);
  const unsigned segment =
      magnitude <= 0x1F ? 0 : static_cast<unsigned>(std::bit_width(magnitude)) - 5;
  const unsigned step = segment < 2 ? 1 : segment;
  return static_cast<std::uint8_t>((segment << 4 | (magnitude >> step & 0xF)) ^ sign);
}

constexpr Sample a_value(unsigned code) {
  code ^= 0x55;
  const unsigned segment = code >> 4 & 7;
  int magnitude = (static_cast<int>(code & 0xF) << 4) + (segment == 0 ? 8 : 0x108);
  if (segment > 1) magnitude <<= segment - 1;
  return static_cast<Sample>((code & 0x80) != 0 ? magnitude : -magnitude);
}

template <int shift, std::uint8_t (*code_of)(int)>
constexpr auto encoder() {
  std::array<std::uint8_t, (1 << (16 - shift))> table{};
  for (int value = -(1 << (15 - shift)); value < 1 << (15 - shift); ++value)
    table[static_cast<std::uint16_t>(value * (1 << shift)) >> shift] = code_of(value);
  return table;
}

template <Sample (*value_of)(unsigned)>
constexpr auto decoder() {
  std::array<Sample, 256> table{};
  for (unsigned code = 0; code < 256; ++code) table[code] = value_of(code);
  return table;
}

constexpr auto mu_encoder = encoder<mu_shift, mu_code>();
constexpr auto a_encoder = encoder<a_shift, a_code>();
constexpr auto mu_decoder = decoder<mu_value>();
constexpr auto a_decoder = decoder<a_value>();

}  // namespace

std::byte encode(Codec law, Sample sample) noexcept {
  const auto bits = static_cast<std::uint16_t>(sample);
  return std::byte{law == Codec::pcmu ? mu_encoder[bits >> mu_shift] : a_encoder[bits >> a_shift]};
}

Sample decode(Codec law, std::byte code) noexcept {
  const auto& table = law == Codec::pcmu ? mu_decoder : a_decoder;
  return table[std::to_integer<std::size_t>(code)];
}

void encode(Codec law, std::span<const Sample> samples, std::span<std::byte> codes) noexcept {
  std::ranges::transform(samples, codes.begin(), [law](Sample s) { return encode(law, s); });
}

void decode(Codec law, std::span<const std::byte> codes, std::span<Sample> samples) noexcept {
  std::ranges::transform(codes, samples.begin(), [law](std::byte c) { return decode(law, c); });
}

}  // namespace offhook::media::g711
