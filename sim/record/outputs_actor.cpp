// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/record/outputs_actor.hpp"

#include "actors/control/event_json.hpp"

namespace offhook::sim::record {

OutputsActor::OutputsActor(caf::actor_config& config, const phone::Phone& phone, Heard heard)
    : actor(config), phone_(phone), heard_(std::move(heard)) {}

OutputsActor::behavior_type OutputsActor::make_behavior() {
  tell(phone_, phone::ListenTo{me()});
  return {[this](const phone::EventHappened& m) {
    heard_(control::PublishedEvent(m.event, "", 0, m.at, m.cause).text("", 0));
  }};
}

void OutputsActor::on_exit() {
  phone_ = nullptr;
  heard_ = nullptr;
}

}  // namespace offhook::sim::record
