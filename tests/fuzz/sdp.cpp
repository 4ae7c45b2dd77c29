// SPDX-License-Identifier: GPL-3.0-or-later
// Any octets as a session description: what is accepted reads the same when written again, and can
// be answered or refused.
#include <cstddef>
#include <cstdint>

#include "actors/sdp/offer_answer.hpp"
#include "actors/sdp/parser.hpp"

namespace offhook::sdp {
namespace {

LocalAudio local_audio() {
  LocalAudio local;
  local.address = IpAddress::v4(192, 0, 2, 1);
  local.port = 4000;
  local.codecs = {pcma, pcmu, g722};
  local.telephone_event = std::uint8_t{101};
  return local;
}

void check(const Session& session) {
  const auto again = parse(to_string(session));
  OFFHOOK_CHECK(again.ok());
  OFFHOOK_CHECK(to_string(*again) == to_string(session));
  for (const Media& media : session.media) {
    (void)effective_direction(session, media);
    (void)effective_endpoint(session, media);
    (void)codecs_of(media);
  }
  const LocalAudio local = local_audio();
  if (const auto answered = make_answer(session, local); answered.ok())
    OFFHOOK_CHECK(parse(to_string(answered->answer)).ok());
  (void)accept_answer(make_offer(local), session);
  (void)make_offer(local, session);
}

}  // namespace
}  // namespace offhook::sdp

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace offhook::sdp;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto session = parse(text);
  const Reading reading = read_all(text);
  OFFHOOK_CHECK(session.ok() == reading.faults.empty());
  OFFHOOK_CHECK(reading.faults.size() <= limits::faults);
  if (session.ok()) {
    OFFHOOK_CHECK(*session == reading.session);
    check(*session);
  }
  return 0;
}
