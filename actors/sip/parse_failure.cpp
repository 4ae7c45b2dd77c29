// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/sip/parse_failure.hpp"

#include <array>

#include "actors/sip/grammar.hpp"

namespace offhook::sip {
namespace {

int status_to_answer(const Message& message, ParseError error) {
  if (message.is_response() || message.method() == Method::ack) return 0;
  if (!message.has(HeaderId::via)) return 0;
  std::string_view rest = *message.header(HeaderId::via);
  std::string_view top;
  // Only what shows where to answer; a malformed rest is among the reasons for the 400.
  grammar::next_element(rest, top);
  if (!parse_via(top.substr(0, top.find(';'))).ok()) return 0;
  switch (error) {
    case ParseError::unsupported_version:
      return 505;
    case ParseError::too_large:
      return 513;
    case ParseError::cseq_method_mismatch:  // RFC 4475 §3.1.2.18
      return message.method() == Method::other ? 501 : 400;
    default:
      return 400;
  }
}

bool is_echoed(HeaderId id) {
  return id == HeaderId::via || id == HeaderId::from || id == HeaderId::to ||
         id == HeaderId::call_id || id == HeaderId::cseq;
}

}  // namespace

ParseFailure make_failure(const Message& message, const FirstFault& fault, std::size_t skipped) {
  ParseFailure failure;
  failure.error = fault.error();
  failure.offset = skipped + fault.offset();
  failure.text =
      std::string(to_string(failure.error)) + " at octet " + std::to_string(failure.offset);
  failure.is_request = message.is_request() && failure.error != ParseError::empty;
  failure.method = message.method();
  failure.status_to_answer = status_to_answer(message, failure.error);
  if (failure.status_to_answer == 0) return failure;
  for (const Message::Field field : message.fields())
    if (is_echoed(field.id)) failure.echo.emplace_back(field.id, field.value);
  return failure;
}

std::string_view to_string(ParseError error) {
  // In the order of the enumeration.
  static constexpr auto texts =
      std::to_array<std::string_view>({"empty message",
                                       "message too large",
                                       "malformed start line",
                                       "malformed Request-URI",
                                       "unsupported SIP version",
                                       "status code out of range",
                                       "CR or LF alone",
                                       "malformed header line",
                                       "headers end without an empty line",
                                       "mandatory header missing",
                                       "header repeated",
                                       "malformed Via",
                                       "malformed From",
                                       "malformed To",
                                       "malformed Call-ID",
                                       "malformed CSeq",
                                       "CSeq method differs from the request's",
                                       "malformed Contact",
                                       "malformed Route or Record-Route",
                                       "malformed Max-Forwards",
                                       "malformed Content-Length",
                                       "body shorter than Content-Length"});
  static_assert(texts.size() == static_cast<std::size_t>(ParseError::body_length_mismatch) + 1);
  return texts[static_cast<std::size_t>(error)];
}

}  // namespace offhook::sip
