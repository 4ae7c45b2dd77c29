// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "actors/base/status.hpp"

namespace offhook::sip {

/// RFC 3261 §8.1.1.7: begins every branch that is unique across space and time.
inline constexpr std::string_view magic_cookie = "z9hG4bK";

/// One Via value (RFC 3261 §20.42). Borrows: the views live as long as the text it was parsed from
/// (the message), or whatever the builder put in.
struct Via {
  std::string_view transport = "UDP";       ///< as written: "UDP", "TCP", "TLS", "WSS", or unknown
  std::string_view host = {};               ///< sent-by; IPv6 in brackets
  std::optional<std::uint16_t> port = {};   ///< sent-by
  std::string_view branch = {};             ///< empty if absent (RFC 2543 peers)
  std::optional<std::uint16_t> rport = {};  ///< RFC 3581; 0 is the flag without value: a request
  std::string_view received = {};           ///< address without brackets; empty if absent
  std::string_view maddr = {};              ///< empty if absent
  std::optional<std::uint8_t> ttl = {};
  /// All parameters as received, ";branch=…;x=y": what `to_string` takes the unknown ones from.
  std::string_view params = {};

  /// The branch identifies the transaction as RFC 3261 §17.2.3 says; else RFC 2543 rules apply.
  [[nodiscard]] bool has_magic_cookie() const {
    return branch.size() > magic_cookie.size() && branch.starts_with(magic_cookie);
  }
  /// sent-by port, or the default of the transport.
  [[nodiscard]] std::uint16_t effective_port() const;
};

/// Offset of the first octet that breaks one Via value (no commas), or npos; `via` holds what was
/// read before it.
[[nodiscard]] std::size_t scan_via(std::string_view text, Via& via);

/// Parses one Via value (no commas). InvalidArgument names the byte offset.
[[nodiscard]] absl::StatusOr<Via> parse_via(std::string_view text);

/// "SIP/2.0/UDP host:port;branch=…;rport;…", unknown parameters of `params` kept behind.
[[nodiscard]] std::string to_string(const Via& via);

}  // namespace offhook::sip
