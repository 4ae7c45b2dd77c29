// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>

#include "actors/base/act.hpp"
#include "actors/phone/messages.hpp"
#include "cli/journal.hpp"

namespace offhook::cli {

/// Ends the phone politely.
struct SayGoodbye {};

using PhoneKeeper = act::join<phone::EventSink, act::ref<act::result<void>(SayGoodbye)>>;

/// Stands beside a running phone: tells a person what it does, and asks it to say goodbye.
class PhoneKeeperActor final : public act::actor<PhoneKeeper> {
 public:
  /// `gone` is called once the phone has hung up and unregistered, or failed. `journal` outlives
  /// the actor.
  PhoneKeeperActor(caf::actor_config& config, phone::Phone phone, Journal& journal,
                   std::function<void()> gone);
  const char* name() const override { return "phone keeper"; }
  behavior_type make_behavior() override;
  void on_exit() override;

 private:
  void tell_person(const phone::EventHappened& happened);
  void say_goodbye();

  phone::Phone phone_;
  std::reference_wrapper<Journal> journal_;
  std::function<void()> gone_;
};

/// One line for people, or "" for what they need not know.
[[nodiscard]] std::string line_of(const phone::Event& event);

}  // namespace offhook::cli

OFFHOOK_MESSAGES(sim, (offhook::cli::SayGoodbye))
