// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace offhook {

/// An IPv4 or IPv6 address. IPv4 is kept as its own family, never as a mapped IPv6 address.
class IpAddress {
 public:
  constexpr IpAddress() = default;  ///< 0.0.0.0
  static IpAddress v4(std::uint8_t a, std::uint8_t b, std::uint8_t c, std::uint8_t d);
  static IpAddress v6(const std::array<std::uint8_t, 16>& octets);

  /// "192.0.2.1", "2001:db8::1", "[2001:db8::1]". Nullopt for a host name or nonsense.
  static std::optional<IpAddress> parse(std::string_view text);

  [[nodiscard]] bool is_v6() const { return v6_; }
  [[nodiscard]] bool is_loopback() const;
  [[nodiscard]] bool is_unspecified() const;
  /// Network order; the first four octets for IPv4.
  [[nodiscard]] const std::array<std::uint8_t, 16>& octets() const { return octets_; }
  [[nodiscard]] std::string to_string() const;
  /// As it stands in a URI or Via: IPv6 in brackets.
  [[nodiscard]] std::string to_host() const;

  friend auto operator<=>(const IpAddress&, const IpAddress&) = default;

 private:
  std::array<std::uint8_t, 16> octets_{};
  bool v6_ = false;
};

/// An address and a UDP or TCP port.
struct Endpoint {
  IpAddress address;
  std::uint16_t port = 0;

  [[nodiscard]] std::string to_string() const;  ///< "192.0.2.1:5060", "[2001:db8::1]:5060"
  static std::optional<Endpoint> parse(std::string_view text);
  friend auto operator<=>(const Endpoint&, const Endpoint&) = default;
};

}  // namespace offhook
