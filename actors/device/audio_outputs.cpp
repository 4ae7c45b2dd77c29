// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/device/audio_outputs.hpp"

#include <map>

namespace offhook::device {
namespace {

using hal::AudioEndpoint;

std::set<AudioEndpoint> ringing_endpoints(const OutputWish& wish) {
  std::set<AudioEndpoint> found;
  if (!wish.ringing) return found;
  if (wish.ring_output != RingOutput::headset) found.insert(AudioEndpoint::speaker);
  if (wish.ring_output != RingOutput::speaker) found.insert(AudioEndpoint::headset);
  std::erase_if(found, [&](AudioEndpoint e) { return !wish.present.contains(e); });
  // A headset that is not there must not make the phone silent.
  if (found.empty() && wish.present.contains(AudioEndpoint::speaker))
    found.insert(AudioEndpoint::speaker);
  return found;
}

std::map<AudioEndpoint, OutputUse> uses(const OutputWish& wish) {
  std::map<AudioEndpoint, OutputUse> found;
  for (const AudioEndpoint endpoint : ringing_endpoints(wish)) found[endpoint].ring = true;
  const bool in_ear = wish.path == AudioPath::handset || wish.path == AudioPath::headset;
  if (wish.group_listening && in_ear && wish.present.contains(AudioEndpoint::speaker))
    found[AudioEndpoint::speaker].talk = true;
  return found;
}

/// One endpoint is open and is heard wherever it is routed to.
void route(OutputPlan& plan, const std::map<AudioEndpoint, OutputUse>& uses) {
  if (!plan.main && uses.empty()) return;
  plan.routed_from = plan.main ? *plan.main : uses.begin()->first;
  plan.routed_to.insert(*plan.routed_from);
  for (const auto& [endpoint, use] : uses) {
    plan.routed_to.insert(endpoint);
    if (plan.main && use.ring) plan.main_rings = true;
  }
  if (plan.main) return;
  for (std::size_t place = 0; place < endpoints_beside.size(); ++place)
    if (endpoints_beside.at(place) == *plan.routed_from)
      plan.beside.at(place) = uses.begin()->second;
}

}  // namespace

OutputPlan plan_outputs(const OutputWish& wish) {
  OutputPlan plan;
  plan.main = endpoint_of(wish.path);
  const auto wanted = uses(wish);
  if (wish.shared_codec) {
    route(plan, wanted);
    return plan;
  }
  for (const auto& [endpoint, use] : wanted) {
    if (endpoint == plan.main) plan.main_rings = use.ring;
    for (std::size_t place = 0; place < endpoints_beside.size(); ++place)
      if (endpoints_beside.at(place) == endpoint && endpoint != plan.main)
        plan.beside.at(place) = use;
  }
  return plan;
}

}  // namespace offhook::device
