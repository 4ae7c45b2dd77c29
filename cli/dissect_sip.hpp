// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

#include "cli/dissect.hpp"

namespace offhook::cli {

enum class MessageKind : std::uint8_t { request, response };

/// What one SIP message says. A fact is read wherever it can be, also in a message that is refused;
/// nullopt: not there, or not readable. Texts are as written.
struct SipDissection {
  Validity validity = Validity::invalid;
  std::optional<MessageKind> kind;
  std::optional<std::string> method;  ///< of a request; that of a response is `cseq_method`
  std::optional<std::uint64_t> status;
  std::optional<std::string> request_uri;
  std::optional<std::string> call_id;
  std::optional<std::uint64_t> cseq_number;
  std::optional<std::string> cseq_method;
  std::optional<std::string> from_uri, from_tag;
  std::optional<std::string> to_uri, to_tag;
  std::uint64_t via_count = 0;  ///< values, not fields
  std::optional<std::string> top_via_transport, top_via_sent_by, top_via_branch;
  std::uint64_t contact_count = 0;
  std::optional<std::string> contact_uri;  ///< of the first; "*" of a REGISTER
  std::optional<std::uint64_t> max_forwards;
  std::optional<std::uint64_t> content_length;  ///< as announced
  std::uint64_t body_octets = 0;                ///< as found, at most as announced
  std::uint64_t header_count = 0;               ///< fields
  std::optional<std::string> user_agent;
  std::vector<Remark> errors;    ///< why it is invalid, in the order of the text
  std::vector<Remark> warnings;  ///< what is odd
  std::optional<int> answer;     ///< see dissect_answer.hpp
};

/// Reads one message as it stands in a datagram (RFC 3261 §7, §18.3).
///
/// `invalid` is what our parser refuses (actors/sip/parser.hpp). `odd` is accepted, but:
/// - every line of the head ends in LF alone, as an editor leaves it (over the network that is
///   refused, so `answer` is 400); line ends before the start line; octets behind the body;
/// - the status line ends behind the code; white space at the end of a header line;
/// - Content-Length is missing where the top Via names TCP or TLS (§20.14), or is repeated;
///   another header that may come once is repeated; an element of a list is empty;
/// - the top branch is missing or lacks the magic cookie (§8.1.1.7), "received" has brackets, a
///   lower Via or a response's Contact cannot be read, a Via is not of SIP/2.0;
/// - From's tag, Max-Forwards, the Contact of what creates a dialog, or the To tag of a response
///   other than 100 is missing (RFC 2543 peers); Content-Type is missing where there is a body;
/// - a display name without quotes that is no run of tokens; a header parameter without its value
///   or with octets no token has; '#' in a user part, '_' in a host; a Call-ID with more than
///   word@word;
/// - Date is no RFC 1123 date of GMT, Expires or Min-Expires no number of seconds below 2^32;
/// - control characters in a value outside quotes.
/// Compact names, folding, any case of names, and white space that the grammar allows are valid; a
/// method in lower case is another method. Values that the phone does not read are not judged.
[[nodiscard]] SipDissection dissect_sip(std::string_view text);

/// One member each, `errors` and `warnings` as {offset, header, reason}.
[[nodiscard]] boost::json::object to_json(const SipDissection& message, std::string_view file);
/// For people: facts, then each remark with the line it is about.
[[nodiscard]] std::string render(const SipDissection& message, std::string_view file,
                                 std::string_view text, bool colour);

}  // namespace offhook::cli
