// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/sip/uri_parts.hpp"

#include "actors/sip/uri_scan.hpp"

namespace offhook::sip {

std::size_t scan_uri(std::string_view text, UriParts& parts) {
  return UriScanner(text, parts).scan();
}

}  // namespace offhook::sip
