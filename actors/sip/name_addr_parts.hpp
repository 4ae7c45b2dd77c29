// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string_view>

#include "actors/sip/uri_parts.hpp"

namespace offhook::sip {

/// An address header taken apart without copying.
struct NameAddrParts {
  std::string_view display_name;  ///< quotes as written
  std::string_view uri;
  std::string_view params;  ///< of the header: ";tag=x"
  std::string_view tag;     ///< empty if there is none
  UriParts uri_parts;       ///< `uri` taken apart
};

/// Offset of the first octet that breaks name-addr or addr-spec with parameters (RFC 3261 §20.10,
/// §25.1), or npos. The URI is checked too. Lenient in one thing: an unquoted display name may hold
/// what is no token, unless that could hide a separator.
[[nodiscard]] std::size_t scan_name_addr(std::string_view text, NameAddrParts& parts);

}  // namespace offhook::sip
