// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "actors/base/status.hpp"
#include "actors/sdp/session.hpp"

namespace offhook::sdp {

namespace limits {
inline constexpr std::size_t text_octets = 65535;
inline constexpr std::size_t media = 32;
inline constexpr std::size_t formats = 64;      ///< of one medium
inline constexpr std::size_t attributes = 512;  ///< of the whole description
inline constexpr std::size_t faults = 64;       ///< told by `read_all`
}  // namespace limits

/// Parses a session description (RFC 8866 §5, grammar of §9). Lenient where phones in the field
/// are not exact: LF alone ends a line, an empty s= or a missing t= passes, unknown line types are
/// kept. InvalidArgument names line number and what is wrong. v=, o= and well-formed m= and c= are
/// required.
[[nodiscard]] absl::StatusOr<Session> parse(std::string_view text);

/// One line that `parse` would refuse the text for.
struct Fault {
  std::size_t line = 0;    ///< from 1; 0: the description as a whole
  std::size_t offset = 0;  ///< of the line in the text
  std::string reason;
};

/// What can be read of a text, whatever is wrong with it; no faults: `parse` takes it too.
struct Reading {
  Session session;
  bool has_origin = false;  ///< a whole o= line; else `session.origin` holds what could be read
  std::vector<Fault> faults;
};
/// Reads on behind a fault: a wrong line is left out, a wrong m= keeps the fields before the fault,
/// so that the lines below it stay its own. At most `limits::faults` are told.
[[nodiscard]] Reading read_all(std::string_view text);

/// The text, lines in the order of RFC 8866 §5, each ending in CRLF.
[[nodiscard]] std::string to_string(const Session& session);

}  // namespace offhook::sdp
