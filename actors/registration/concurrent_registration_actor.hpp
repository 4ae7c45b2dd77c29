// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "actors/base/act.hpp"
#include "actors/registration/messages.hpp"
#include "actors/registration/registration_actor.hpp"

namespace offhook::registration {

/// Registers one account with all of its servers at once: a RegistrationActor for each, and for the
/// owner one registration, that of the best server that has us. When it fails, calls go by the next
/// one at once.
class ConcurrentRegistrationActor final
    : public act::actor<act::join<Registration, RegistrationOwner>> {
 public:
  /// The account has several servers.
  ConcurrentRegistrationActor(caf::actor_config& config, RegistrationContext context);
  const char* name() const override { return "concurrent_registration"; }
  behavior_type make_behavior() override;
  void on_exit() override;

 private:
  struct Member {
    sip::RegistrarServer server;
    Registration registration;
    RegistrationChanged newest;
    ServerInUse use;
  };
  /// Asked of all: answered when they all have, with the state of the best.
  struct Question {
    act::promise<RegistrationChanged> promise;
    std::size_t left = 0;
  };

  void begin();
  [[nodiscard]] RegistrationContext context_of(std::size_t index);
  [[nodiscard]] Member* member_of(const std::string& account_id);
  void changed(const RegistrationChanged& m);
  void use_server(const ServerInUse& m);
  void report();
  [[nodiscard]] const Member& best() const;
  template <class Order>
  act::result<RegistrationChanged> ask_all(Order order);
  void one_has_answered(std::uint64_t question);

  RegistrationContext context_;
  std::vector<Member> members_;
  std::optional<RegistrationChanged> reported_;
  std::optional<ServerInUse> in_use_;
  std::map<std::uint64_t, Question> questions_;
  std::uint64_t last_question_ = 0;
};

}  // namespace offhook::registration
