// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "actors/sip/header_id.hpp"
#include "actors/sip/message.hpp"
#include "actors/sip/method.hpp"

namespace offhook::sip {

/// Why a message was refused.
enum class ParseError : std::uint8_t {
  empty,           ///< nothing but line ends: a keep-alive (RFC 5626 §3.5.1)
  too_large,       ///< more octets or fields than `limits` allows
  bad_start_line,  ///< neither request line nor status line
  bad_request_uri,
  unsupported_version,   ///< not SIP/2.0: 505
  bad_status_code,       ///< not 100..699
  bad_line_end,          ///< CR or LF alone
  bad_header_line,       ///< no colon, or no name before it
  headers_unterminated,  ///< no empty line behind the headers
  missing_header,        ///< Via, From, To, Call-ID or CSeq
  repeated_header,       ///< two of what may come once
  bad_via,
  bad_from,
  bad_to,
  bad_call_id,
  bad_cseq,
  cseq_method_mismatch,
  bad_contact,
  bad_route,
  bad_max_forwards,
  bad_content_length,
  body_length_mismatch,  ///< Content-Length says more than there is
};
[[nodiscard]] std::string_view to_string(ParseError error);

/// A refused message, with what is needed to answer it (`refusal` in draft.hpp). Owns its text.
struct ParseFailure {
  ParseError error = ParseError::empty;
  std::size_t offset = 0;  ///< in the datagram
  std::string text;        ///< for people and logs: what and where
  bool is_request = false;
  Method method = Method::other;
  /// 400, 501, 505 or 513; 0 for what is never answered: responses, ACK, no readable top Via.
  int status_to_answer = 0;
  /// Via, From, To, Call-ID and CSeq fields as they came, whatever their state.
  std::vector<std::pair<HeaderId, std::string>> echo;
};

using ParseResult = std::variant<MessagePtr, ParseFailure>;

/// Parses one datagram or WebSocket frame (RFC 3261 §7, §18.3): a body longer than Content-Length
/// is cut, a shorter one is an error, and without Content-Length it reaches to the end. Takes any
/// octets, and copies them; time is linear in their number. The memory of messages is used again
/// and again (block_pool.hpp), so that a typical one allocates nothing.
[[nodiscard]] ParseResult parse_datagram(std::string_view octets);

/// The same for what `Draft` has written: it may be larger than what a peer may send, and a request
/// may still lack the Via that the transaction layer puts on top.
[[nodiscard]] ParseResult parse_own(std::string_view octets);

/// The message, or null. For tests and for text that we made ourselves.
[[nodiscard]] MessagePtr message_or_null(ParseResult result);

}  // namespace offhook::sip
