// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "actors/base/status.hpp"
#include "actors/sdp/session.hpp"

namespace offhook::sdp {

namespace limits {
inline constexpr std::size_t text_octets = 65535;
inline constexpr std::size_t media = 32;
inline constexpr std::size_t formats = 64;      ///< of one medium
inline constexpr std::size_t attributes = 512;  ///< of the whole description
}  // namespace limits

/// Parses a session description (RFC 8866 §5, grammar of §9). Lenient where phones in the field
/// are not exact: LF alone ends a line, an empty s= or a missing t= passes, unknown line types are
/// kept. InvalidArgument names line number and what is wrong. v=, o= and well-formed m= and c= are
/// required.
[[nodiscard]] absl::StatusOr<Session> parse(std::string_view text);

/// The text, lines in the order of RFC 8866 §5, each ending in CRLF.
[[nodiscard]] std::string to_string(const Session& session);

}  // namespace offhook::sdp
