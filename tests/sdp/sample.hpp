// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "actors/sdp/offer_answer.hpp"
#include "actors/sdp/parser.hpp"

namespace offhook::sdp::sample {

inline constexpr std::string_view head =
    "v=0\r\no=bob 1 2 IN IP4 192.0.2.20\r\ns=-\r\nc=IN IP4 192.0.2.20\r\nt=0 0\r\n";

/// A description with these media lines and what is below them.
inline Session session(std::string_view media) {
  auto parsed = parse(std::string(head) + std::string(media));
  EXPECT_TRUE(parsed.ok()) << parsed.status().message();
  return parsed.ok() ? *parsed : Session{};
}

/// Us at 192.0.2.10:4000, PCMA before PCMU, telephone-event as 101.
inline LocalAudio local(Direction direction = Direction::sendrecv) {
  LocalAudio audio;
  audio.address = IpAddress::v4(192, 0, 2, 10);
  audio.port = 4000;
  audio.codecs = {pcma, pcmu};
  audio.telephone_event = std::uint8_t{101};
  audio.direction = direction;
  audio.session_id = 7;
  audio.session_version = 8;
  return audio;
}

}  // namespace offhook::sdp::sample
