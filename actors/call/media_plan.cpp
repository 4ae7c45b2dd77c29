// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/call/media_plan.hpp"

#include <optional>

namespace offhook::call {
namespace {

std::optional<media::Codec> engine_codec(const sdp::Codec& codec) {
  if (sdp::same_format(codec, sdp::pcmu)) return media::Codec::pcmu;
  if (sdp::same_format(codec, sdp::pcma)) return media::Codec::pcma;
  return std::nullopt;
}

media::Direction engine_direction(sdp::Direction direction) {
  switch (direction) {
    case sdp::Direction::sendrecv:
      return media::Direction::sendrecv;
    case sdp::Direction::sendonly:
      return media::Direction::sendonly;
    case sdp::Direction::recvonly:
      return media::Direction::recvonly;
    case sdp::Direction::inactive:
      return media::Direction::inactive;
  }
  return media::Direction::inactive;
}

}  // namespace

absl::StatusOr<media::StreamPlan> to_stream_plan(const sdp::MediaPlan& plan,
                                                 std::chrono::milliseconds silence_limit) {
  const auto codec = engine_codec(plan.codec);
  if (!codec) return failed_precondition("no codec " + plan.codec.name + " in the engine");
  media::StreamPlan stream;
  stream.remote = plan.remote;
  stream.rtcp = plan.rtcp;
  stream.codec = *codec;
  stream.payload = media::PayloadType{plan.payload_type};
  if (plan.telephone_event) stream.telephone_event = media::PayloadType{*plan.telephone_event};
  stream.direction = engine_direction(plan.direction);
  stream.packet_time = plan.ptime;
  stream.silence_limit = silence_limit;
  return stream;
}

}  // namespace offhook::call
