// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "actors/sip/draft.hpp"
#include "actors/sip/message.hpp"
#include "actors/sip/parser.hpp"

namespace offhook::testing {

using Headers = std::vector<std::pair<std::string, std::string>>;

/// A message from its lines; the empty line and CRLF are added.
inline sip::MessagePtr message(std::vector<std::string> lines) {
  std::string text;
  for (const auto& line : lines) text += line + "\r\n";
  return sip::message_or_null(sip::parse_datagram(text + "\r\n"));
}

/// The response of a far end to `request`, with its tag.
inline sip::MessagePtr response(const sip::Message& request, int status,
                                std::string_view tag = "bob", const Headers& headers = {},
                                std::string_view sdp = "") {
  auto draft = sip::Draft::response(request, status, "", tag);
  for (const auto& [name, value] : headers) draft.append(name, value);
  if (!sdp.empty()) draft.body("application/sdp", sdp);
  return draft.build();
}

struct SdpText {
  std::string direction = "sendrecv";
  int payload_type = 0;
  int port = 4000;
  std::string address = "192.0.2.9";
  int version = 1;
  int telephone_event = 101;
};

/// A description as a far phone writes it.
inline std::string sdp(const SdpText& s = {}) {
  const std::string event = std::to_string(s.telephone_event);
  return "v=0\r\no=- 77 " + std::to_string(s.version) + " IN IP4 192.0.2.9\r\ns=-\r\nc=IN IP4 " +
         s.address + "\r\nt=0 0\r\nm=audio " + std::to_string(s.port) + " RTP/AVP " +
         std::to_string(s.payload_type) + " " + event + "\r\na=rtpmap:" + event +
         " telephone-event/8000\r\na=" + s.direction + "\r\n";
}

}  // namespace offhook::testing
