// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "actors/transport/messages.hpp"

namespace offhook::transport {

/// All that a transport handed up.
struct Heard {
  std::vector<MessageArrived> messages;
  std::vector<SendFailed> failures;
};

class HearingReceiver final : public act::actor<Receiver> {
 public:
  HearingReceiver(caf::actor_config& config, Heard& heard) : actor(config), heard_(heard) {}
  behavior_type make_behavior() override {
    return {
        [this](const MessageArrived& m) { heard_.messages.push_back(m); },
        [this](const SendFailed& m) { heard_.failures.push_back(m); },
    };
  }

 private:
  Heard& heard_;
};

}  // namespace offhook::transport
