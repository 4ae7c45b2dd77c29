// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "actors/device/device_actor.hpp"

namespace offhook::device {

/// Shows pages, writing only the rows and labels that changed: displays are slow.
class DisplayActor final : public DeviceActor<Display> {
 public:
  DisplayActor(caf::actor_config& config, std::shared_ptr<hal::Board> board,
               DeviceListener listener);

  const char* name() const override { return "display"; }
  behavior_type make_behavior() override;

 private:
  void show(const ShowPage& page);

  std::size_t columns_ = 0;
  // What the display shows, one entry a row and a soft key.
  std::vector<std::string> rows_;
  std::vector<std::string> soft_keys_;
};

}  // namespace offhook::device
