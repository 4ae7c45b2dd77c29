// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "actors/device/device_actor.hpp"

namespace offhook::device {

/// Switches on all the sound processing that the board offers for a path, so that the engine leaves
/// those functions out of its own chain.
class DspActor final : public DeviceActor<Dsp> {
 public:
  DspActor(caf::actor_config& config, std::shared_ptr<hal::Board> board, DeviceListener listener)
      : DeviceActor(config, std::move(board), std::move(listener), "dsp") {}

  const char* name() const override { return "dsp"; }
  behavior_type make_behavior() override;

 private:
  DspState enable(AudioPath path);
};

}  // namespace offhook::device
