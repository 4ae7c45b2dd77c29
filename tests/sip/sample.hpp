// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "actors/sip/parser.hpp"
#include "tests/support/corpus.hpp"

namespace offhook::sip::sample {

/// An INVITE with SDP such as a phone sends; Content-Length is right.
inline constexpr std::string_view invite =
    "INVITE sip:bob@biloxi.example.com SIP/2.0\r\n"
    "Via: SIP/2.0/UDP client.atlanta.example.com:5060;branch=z9hG4bK74bf9;rport\r\n"
    "Via: SIP/2.0/TCP first.example.com;branch=z9hG4bK1, SIP/2.0/TLS second.example.com\r\n"
    "Max-Forwards: 70\r\n"
    "Route: <sip:p1.example.com;lr>, <sip:p2.example.com;lr>\r\n"
    "Record-Route: <sip:p3.example.com;lr>\r\n"
    "From: \"Alice, A.\" <sip:alice@atlanta.example.com>;tag=9fxced76sl\r\n"
    "To: Bob <sip:bob@biloxi.example.com>\r\n"
    "Call-ID: 3848276298220188511@atlanta.example.com\r\n"
    "CSeq: 1 INVITE\r\n"
    "Contact: <sip:alice@client.atlanta.example.com;transport=tcp>;q=0.5;expires=60\r\n"
    "Allow: INVITE, ACK, CANCEL\r\n"
    "Supported: replaces,timer\r\n"
    "k: 100rel\r\n"
    "X-Private: kept, as it is\r\n"
    "Content-Type: application/sdp;charset=utf-8\r\n"
    "Content-Length: 126\r\n"
    "\r\n"
    "v=0\r\n"
    "o=alice 2890844526 2890844526 IN IP4 192.0.2.101\r\n"
    "s=-\r\n"
    "c=IN IP4 192.0.2.101\r\n"
    "t=0 0\r\n"
    "m=audio 49172 RTP/AVP 0\r\n"
    "a=sendrecv\r\n";

/// `invite` with one piece of its text replaced.
inline std::string invite_with(std::string_view old, std::string_view replacement) {
  std::string text(invite);
  const auto at = text.find(old);
  if (at != std::string::npos) text.replace(at, old.size(), replacement);
  return text;
}

inline MessagePtr parse(std::string_view text) {
  return message_or_null(parse_datagram(std::string(text)));
}

/// The failure of a text that must be refused; a message that parses gives ParseError::empty.
inline ParseFailure refuse(std::string_view text) {
  ParseResult result = parse_datagram(std::string(text));
  auto* failure = std::get_if<ParseFailure>(&result);
  return failure ? *failure : ParseFailure{};
}

using corpus::read_file;

}  // namespace offhook::sip::sample
