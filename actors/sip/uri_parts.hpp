// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "actors/sip/uri.hpp"

namespace offhook::sip {

/// A URI taken apart without copying; what `parse_uri` turns into a value, and what the message
/// parser checks URIs with.
struct UriParts {
  Scheme scheme = Scheme::other;
  std::string_view user;
  std::string_view password;
  std::string_view host;
  std::uint16_t port = 0;
  bool has_port = false;
  std::string_view params;   ///< ";a=b;lr"
  std::string_view headers;  ///< "a=b&c=d", without '?'
};

/// Offset of the first octet that breaks the grammar of RFC 3261 §25.1, or npos if all is well.
[[nodiscard]] std::size_t scan_uri(std::string_view text, UriParts& parts);

}  // namespace offhook::sip
