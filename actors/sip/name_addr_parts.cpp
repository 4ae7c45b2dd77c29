// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/sip/name_addr_parts.hpp"

#include "actors/sip/name_addr_scan.hpp"

namespace offhook::sip {

std::size_t scan_name_addr(std::string_view text, NameAddrParts& parts) {
  return scan_name_addr_in(text, parts);
}

}  // namespace offhook::sip
