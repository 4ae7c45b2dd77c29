// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/messages.hpp"

namespace offhook::sim::fleet {

/// Stands in for the sound engines of a fleet whose calls are only signalling (a=inactive): gives
/// out ports for the descriptions, opens none, and never hears a thing. One serves all phones.
class SilentMediaActor final : public act::actor<media::Media> {
 public:
  explicit SilentMediaActor(caf::actor_config& config) : actor(config) {}
  const char* name() const override { return "silent media"; }
  behavior_type make_behavior() override;

 private:
  media::StreamOpened open(const IpAddress& local);

  std::uint32_t opened_ = 0;
};

}  // namespace offhook::sim::fleet
