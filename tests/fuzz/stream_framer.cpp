// SPDX-License-Identifier: GPL-3.0-or-later
// Any octets as a stream, cut at any places: the messages are the same however TCP has cut them.
// The first octet says how long the pieces are.
#include "actors/sip/stream_framer.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "actors/base/status.hpp"
#include "actors/sip/limits.hpp"
#include "actors/sip/parser.hpp"

namespace offhook::sip {
namespace {

/// What came of a stream, one line an event.
std::vector<std::string> events_of(std::string_view stream, std::size_t seed) {
  StreamFramer framer;
  std::vector<std::string> events;
  while (!stream.empty() && !framer.has_failed()) {
    seed = seed * 1103515245 + 12345;
    const std::size_t length = std::min(stream.size(), 1 + (seed >> 16) % 97);
    std::string_view piece = stream.substr(0, length);
    stream.remove_prefix(length);
    while (const auto event = framer.take(piece)) {
      if (const auto* message = std::get_if<std::string>(&*event)) {
        OFFHOOK_CHECK(message->size() <= limits::message_octets);
        (void)parse_datagram(*message);
        events.push_back("message " + *message);
      } else if (const auto* failure = std::get_if<StreamFailure>(&*event)) {
        // Where within its piece it failed is no part of the promise; what failed is.
        events.push_back("failure " + std::string(to_string(failure->error)));
      } else {
        events.push_back(std::holds_alternative<StreamPing>(*event) ? "ping" : "pong");
      }
    }
    OFFHOOK_CHECK(framer.pending() <= limits::message_octets);
    OFFHOOK_CHECK(framer.has_failed() || piece.empty());
  }
  return events;
}

}  // namespace
}  // namespace offhook::sip

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using offhook::sip::events_of;
  if (size == 0) return 0;
  const std::string_view stream(reinterpret_cast<const char*>(data) + 1, size - 1);
  OFFHOOK_CHECK(events_of(stream, data[0]) == events_of(stream, data[0] + 1U));
  return 0;
}
