// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/device/dsp_actor.hpp"

#include "actors/device/audio_path.hpp"

namespace offhook::device {

DspActor::behavior_type DspActor::make_behavior() {
  return {[this](const EnableDsp& order) { return enable(order.path); }};
}

DspState DspActor::enable(AudioPath path) {
  const auto endpoint = endpoint_of(path);
  if (!endpoint) return {};
  const auto offered = board().dsp().functions(*endpoint);
  const auto status = board().dsp().enable(*endpoint, offered);
  report(status);
  return {.offered = offered.bits, .enabled = status.ok() ? offered.bits : 0};
}

}  // namespace offhook::device
