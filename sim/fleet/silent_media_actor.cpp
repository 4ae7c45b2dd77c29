// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/fleet/silent_media_actor.hpp"

namespace offhook::sim::fleet {
namespace {

/// Even ports for the descriptions, round and round: nothing is ever sent there.
constexpr std::uint32_t first_port = 20'000, ports = 20'000;

}  // namespace

media::StreamOpened SilentMediaActor::open(const IpAddress& local) {
  const auto number = opened_++;
  const auto port = static_cast<std::uint16_t>(first_port + 2 * (number % (ports / 2)));
  media::StreamId id;
  id.slot = static_cast<std::uint16_t>(number & 0xFFFF);
  id.generation = static_cast<std::uint16_t>(1 + (number >> 16) % 0xFFFF);
  return {absl::OkStatus(), id, {local, port}};
}

SilentMediaActor::behavior_type SilentMediaActor::make_behavior() {
  return {
      [this](const media::OpenStream& m) { return open(m.local); },
      [this](const media::OpenPage& m) { return open(m.local); },
      [](const media::SetStreamPlan&) {},
      [](const media::SetStreamAudible&) {},
      [](const media::JoinConference&) {
        return media::ConferenceJoined{absl::OkStatus(), 1};
      },
      [](const media::LeaveConference&) {},
      [](const media::SetMember&) {},
      [](const media::PlayToPeer&) {},
      [](const media::CloseStream&) { return media::StreamReport{}; },
      [](const media::QueryReport&) { return media::StreamReport{}; },
      [](const media::SendDigits&) {},
      [](const media::StartTone&) {},
      [](const media::EndTone&) {},
      [](const media::PlaySignal&) {},
      [](const media::StartRing&) {},
      [](const media::EndRing&) {},
      [](const media::SetMute&) {},
      [](const media::AdjustLevels&) {},
      [](const media::UseAudioDevice&) {},
      [](const media::UseOutputDevice&) {},
  };
}

}  // namespace offhook::sim::fleet
