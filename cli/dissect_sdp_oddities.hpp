// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "actors/sdp/session.hpp"
#include "cli/dissect.hpp"

namespace offhook::cli {

/// One "type=value". Borrows from the text.
struct SdpLine {
  char type = 0;           ///< 0: an empty line, or no type=value
  std::string_view value;  ///< of such a line all of it
  std::size_t offset = 0;
  bool has_crlf = false;
  std::size_t medium = 0;  ///< 0: of the session; else the number of the m= it stands below
};

/// A description's lines as they are.
struct SdpLines {
  explicit SdpLines(std::string_view text);
  [[nodiscard]] bool has(char type) const;
  /// Fields of the first line of that type.
  [[nodiscard]] std::vector<std::string> fields_of(char type) const;

  std::vector<SdpLine> lines;
};

/// "sendrecv", "sendonly", "recvonly", "inactive".
[[nodiscard]] bool is_direction(std::string_view name);

/// Where the description strays from RFC 8866 harmlessly; what counts is listed at `dissect_sdp`.
[[nodiscard]] std::vector<Remark> oddities_of(const SdpLines& lines, const sdp::Session& session);

}  // namespace offhook::cli
