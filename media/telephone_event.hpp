// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace offhook::media {

/// The payload of a telephone-event packet (RFC 4733 §2.3). Four octets.
struct TelephoneEvent {
  std::uint8_t event = 0;      ///< 0..15 are the DTMF digits, 16 is a hook flash
  bool end = false;            ///< the E bit
  std::uint8_t volume = 10;    ///< dBm0 without its sign, 0..63
  std::uint16_t duration = 0;  ///< RTP timestamp units since the event began

  friend bool operator==(const TelephoneEvent&, const TelephoneEvent&) = default;
};

inline constexpr std::size_t telephone_event_octets = 4;

constexpr std::array<std::byte, telephone_event_octets> encode(const TelephoneEvent& event) {
  return {std::byte{event.event},
          static_cast<std::byte>((event.end ? 0x80U : 0U) | (event.volume & 0x3FU)),
          static_cast<std::byte>(event.duration >> 8), static_cast<std::byte>(event.duration)};
}

/// Nullopt if shorter than four octets. The R bit and anything behind are ignored (§2.3.3).
constexpr std::optional<TelephoneEvent> decode_telephone_event(std::span<const std::byte> payload) {
  if (payload.size() < telephone_event_octets) return std::nullopt;
  const auto octet = [&](std::size_t i) { return std::to_integer<std::uint8_t>(payload[i]); };
  return TelephoneEvent{.event = octet(0),
                        .end = (octet(1) & 0x80) != 0,
                        .volume = static_cast<std::uint8_t>(octet(1) & 0x3F),
                        .duration = static_cast<std::uint16_t>(octet(2) << 8 | octet(3))};
}

inline constexpr char dtmf_digits[] = "0123456789*#ABCD";

/// '5' → 5, '*' → 10, '#' → 11, 'A'..'D' (or 'a'..'d') → 12..15. Nullopt for anything else.
constexpr std::optional<std::uint8_t> event_of_digit(char digit) {
  if (digit >= 'a' && digit <= 'd') digit = static_cast<char>(digit - 'a' + 'A');
  for (std::uint8_t i = 0; i < 16; ++i)
    if (dtmf_digits[i] == digit) return i;
  return std::nullopt;
}

/// The digit of events 0..15; nullopt for other events.
constexpr std::optional<char> digit_of_event(std::uint8_t event) {
  if (event > 15) return std::nullopt;
  return dtmf_digits[event];
}

}  // namespace offhook::media
