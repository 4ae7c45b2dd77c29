// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "actors/device/device_actor.hpp"

namespace offhook::device {

/// The ear-piece: how loud it is.
class HandsetActor final : public DeviceActor<Handset> {
 public:
  HandsetActor(caf::actor_config& config, std::shared_ptr<hal::Board> board,
               DeviceListener listener)
      : DeviceActor(config, std::move(board), std::move(listener), "handset") {}

  const char* name() const override { return "handset"; }
  behavior_type make_behavior() override;
};

}  // namespace offhook::device
