// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/dissect.hpp"
#include "tests/support/corpus.hpp"

namespace offhook::cli::sample {

/// An INVITE without a flaw; Content-Length is right.
inline constexpr std::string_view invite =
    "INVITE sip:bob@biloxi.example.com SIP/2.0\r\n"
    "Via: SIP/2.0/UDP 192.0.2.101:5062;branch=z9hG4bK74bf9;rport\r\n"
    "Via: SIP/2.0/TCP first.example.com;branch=z9hG4bK1, SIP/2.0/TLS second.example.com\r\n"
    "Max-Forwards: 70\r\n"
    "From: \"Alice, A.\" <sip:alice@atlanta.example.com>;tag=9fxced76sl\r\n"
    "To: Bob <sip:bob@biloxi.example.com>\r\n"
    "Call-ID: 3848276298220188511@atlanta.example.com\r\n"
    "CSeq: 1 INVITE\r\n"
    "Contact: <sip:alice@192.0.2.101;transport=udp>\r\n"
    "User-Agent: sample/1.0\r\n"
    "Content-Type: application/sdp\r\n"
    "Content-Length: 126\r\n"
    "\r\n"
    "v=0\r\n"
    "o=alice 2890844526 2890844527 IN IP4 192.0.2.101\r\n"
    "s=-\r\n"
    "c=IN IP4 192.0.2.101\r\n"
    "t=0 0\r\n"
    "m=audio 49172 RTP/AVP 0\r\n"
    "a=sendrecv\r\n";

/// A text with one piece of it replaced.
inline std::string with(std::string_view whole, std::string_view old, std::string_view piece) {
  std::string text(whole);
  const auto at = text.find(old);
  if (at != std::string::npos) text.replace(at, old.size(), piece);
  return text;
}

using corpus::read_file;

/// "header: reason" of each, for comparison.
inline std::vector<std::string> told(const std::vector<Remark>& remarks) {
  std::vector<std::string> all;
  for (const Remark& remark : remarks)
    all.push_back(remark.header.value_or("-") + ": " + remark.reason);
  return all;
}

}  // namespace offhook::cli::sample
