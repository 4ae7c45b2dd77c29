// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>

#include "actors/phone/messages.hpp"

namespace offhook::sim::record {

/// Hears all that a phone tells programs: calls, registrations, lamps, display, tones.
class OutputsActor final : public act::actor<phone::EventSink> {
 public:
  using Heard = std::function<void(const std::string& json)>;

  OutputsActor(caf::actor_config& config, const phone::Phone& phone, Heard heard);
  const char* name() const override { return "outputs"; }
  behavior_type make_behavior() override;
  void on_exit() override;

 private:
  phone::Phone phone_;
  Heard heard_;
};

}  // namespace offhook::sim::record
