// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace offhook::transport {

/// A host of a URI or Via as `Hop::domain` has it: lower case, no dot at the end. RFC 4343: only
/// ASCII letters have a case in names.
[[nodiscard]] inline std::string domain_of(std::string_view host) {
  std::string result(host);
  for (char& c : result)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  if (result.size() > 1 && result.back() == '.') result.pop_back();
  return result;
}

}  // namespace offhook::transport
