// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json.hpp>

#include "cli/dissect.hpp"

namespace offhook::cli {

/// One m= and what is in force for it. nullopt: not there, or not readable.
struct MediaDissection {
  std::string type;
  std::uint16_t port = 0;   ///< 0: refused, or not readable
  std::uint16_t ports = 1;  ///< "49170/2"
  std::string protocol;
  std::vector<std::string> formats;
  std::optional<std::string> connection;                          ///< address of its own c=
  std::optional<std::string> effective_connection;                ///< its own, else the session's
  std::optional<std::string> direction;                           ///< its own attribute
  std::string effective_direction;                                ///< see sdp::written_direction
  std::optional<std::uint64_t> ptime;                             ///< milliseconds
  std::vector<std::pair<std::string, std::string>> rtpmap, fmtp;  ///< by payload type, as written
  std::uint64_t crypto = 0;                                       ///< a=crypto lines (RFC 4568)
  std::uint64_t ice_candidates = 0;                               ///< a=candidate lines (RFC 8839)
  bool rtcp_mux = false;
  std::optional<std::string> mid;
};

/// What one session description says; facts are read wherever they can be.
struct SdpDissection {
  Validity validity = Validity::invalid;
  std::optional<std::string> origin_user;
  std::optional<std::uint64_t> session_id, session_version;  ///< saturated at 2^64-1
  std::optional<std::string> origin_address;
  std::optional<std::string> session_name;
  std::optional<std::string> session_connection;
  /// No medium in use lets the other side send: its writer holds (RFC 3264 §8.4).
  bool held = false;
  std::vector<MediaDissection> media;
  std::vector<Remark> errors;    ///< `header` is the line's type, "m"
  std::vector<Remark> warnings;  ///< what is odd
};

/// Reads one description (RFC 8866).
///
/// `invalid` is what our parser refuses (actors/sdp/parser.hpp). `odd` is accepted, but:
/// - a line ends in LF alone or the last one not at all, an empty line, more than one space between
///   fields or one at a line's end;
/// - s= or t= is missing, s= is empty, t= is not two numbers, a line stands out of the order of §5,
///   has an unknown type, or a type that may come once comes again;
/// - an address does not fit its type (IP4, IP6), or has brackets;
/// - a medium in use has no c= in force; a payload type above 95 has no rtpmap, an rtpmap is not of
///   the form "number name/rate" or describes what the m= line has not;
/// - ptime is no number; more than one direction for one medium.
[[nodiscard]] SdpDissection dissect_sdp(std::string_view text);

[[nodiscard]] boost::json::object to_json(const SdpDissection& session, std::string_view file);
[[nodiscard]] std::string render(const SdpDissection& session, std::string_view file,
                                 std::string_view text, bool colour);

}  // namespace offhook::cli
