// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/ring_policy.hpp"

namespace offhook::phone {
namespace {

const RingSound& own_ring(const RingingCall& call, const RingSettings& settings) {
  if (const auto found = settings.callers.find(call.caller); found != settings.callers.end())
    return found->second;
  if (const auto found = settings.accounts.find(call.account_id); found != settings.accounts.end())
    return found->second;
  return settings.usual;
}

}  // namespace

std::uint32_t ring_named(std::string_view name) {
  if (name == "Silent") return device::silent_ring;
  if (name == "Splash") return device::splash_ring;
  const bool built_in =
      name.size() == 5 && name.starts_with("Ring") && name.back() >= '1' && name.back() <= '8';
  return built_in ? static_cast<std::uint32_t>(name.back() - '0') : 0;
}

device::StartRinging ring_of(const RingingCall& call, const RingSettings& settings,
                             device::VolumeStep volume) {
  device::StartRinging ring;
  ring.volume = volume;
  ring.by_engine = settings.output != device::RingOutput::speaker;
  if (settings.alert_info && !call.alert_info.empty())
    if (const auto asked = device::ring_choice(call.alert_info, settings.texts, false)) {
      ring.tone = asked->ring;
      ring.cadence = asked->cadence;
      return ring;
    }
  if (call.contact_ring != 0 && !settings.callers.contains(call.caller)) {
    ring.tone = call.contact_ring;
    return ring;
  }
  const RingSound& own = own_ring(call, settings);
  ring.tone = own.number;
  ring.file = own.file;
  return ring;
}

}  // namespace offhook::phone
