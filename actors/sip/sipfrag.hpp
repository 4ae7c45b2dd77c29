// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "actors/base/status.hpp"

namespace offhook::sip {

/// The media type in which a transfer's progress is told (RFC 3420, RFC 3515 §2.4.5).
inline constexpr std::string_view sipfrag_type = "message/sipfrag";
/// With the parameter that RFC 3420 registered and some peers wait for.
inline constexpr std::string_view sipfrag_content_type = "message/sipfrag;version=2.0";

struct StatusLine {
  int status = 0;  ///< 100..699
  std::string reason;

  friend bool operator==(const StatusLine&, const StatusLine&) = default;
};

/// The status line that a message/sipfrag body begins with; what follows is ignored. Lenient about
/// line ends and a missing phrase, as phones write them. InvalidArgument if it is no status line.
[[nodiscard]] absl::StatusOr<StatusLine> parse_sipfrag(std::string_view body);

/// "SIP/2.0 180 Ringing" and CRLF; an empty `reason` is the registered phrase. CR, LF and NUL in
/// it become spaces.
[[nodiscard]] std::string write_sipfrag(int status, std::string_view reason = "");

}  // namespace offhook::sip
