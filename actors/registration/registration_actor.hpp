// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "actors/base/act.hpp"
#include "actors/base/random_source.hpp"
#include "actors/dialog/authenticator.hpp"
#include "actors/registration/messages.hpp"
#include "actors/registration/refresh.hpp"
#include "actors/registration/registration.hpp"
#include "actors/sip/account.hpp"

namespace offhook::registration {

/// What a registration needs of the world. `random` outlives it.
struct RegistrationContext {
  transaction::Dispatcher dispatcher;
  RegistrationOwner owner;
  RandomSource& random;
  sip::Account account;      ///< `registrar` is not empty
  std::string contact_uri;   ///< "sip:1001@192.0.2.7:5060"
  std::string user_agent{};  ///< "" sends none
};

/// What a registration says to itself.
struct RegistrationTimerFired {
  Input input;
};

/// Keeps one account registered: the table of registration.hpp decides, this performs. Does nothing
/// until it is told to Register.
class RegistrationActor final
    : public act::actor<
          act::join<Registration, act::ref<act::result<void>(RegistrationTimerFired)>>> {
 public:
  RegistrationActor(caf::actor_config& config, RegistrationContext context);

  const char* name() const override { return "registration"; }
  behavior_type make_behavior() override;
  void on_exit() override;

 private:
  using Promise = act::promise<RegistrationChanged>;

  void step(Input input);
  void perform(Action action);
  void receive(const transaction::ResponseArrived& m);
  void receive(const transaction::RequestFailed& m);
  void receive(const transaction::RequestArrived& m);
  [[nodiscard]] Input classify(const sip::Message& response);
  void send(std::chrono::seconds expires);
  void back_off();
  void forget();
  act::result<RegistrationChanged> ask_for(Input input, std::vector<Promise>& askers);
  void answer(std::vector<Promise>& askers);
  void report();
  [[nodiscard]] RegistrationChanged snapshot() const;

  RegistrationContext context_;
  dialog::Authenticator authenticator_;
  BackOff back_off_;
  State state_ = State::idle;

  std::string call_id_, local_tag_;  ///< the same as long as the phone runs (§10.2)
  std::uint32_t cseq_ = 0;
  std::chrono::seconds asked_;  ///< more than configured after a 423
  sip::MessagePtr request_;
  transaction::Branch branch_;
  int challenges_ = 0;

  std::chrono::seconds granted_{0};
  int status_ = 0;
  std::string reason_;
  std::optional<std::chrono::seconds> retry_after_;
  std::chrono::milliseconds retry_in_{0};
  Instant bound_until_{};  ///< when the last binding we know of is over

  std::vector<Promise> joining_, leaving_;
  std::optional<RegistrationChanged> reported_;
  Timer timer_;
};

}  // namespace offhook::registration

OFFHOOK_MESSAGES(registration, (offhook::registration::RegistrationTimerFired))
