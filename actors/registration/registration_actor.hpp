// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "actors/base/act.hpp"
#include "actors/base/random_source.hpp"
#include "actors/dialog/authenticator.hpp"
#include "actors/registration/messages.hpp"
#include "actors/registration/refresh.hpp"
#include "actors/registration/registration.hpp"
#include "actors/registration/server_choice.hpp"
#include "actors/sip/account.hpp"

namespace offhook::registration {

/// What a registration needs of the world. `random` outlives it.
struct RegistrationContext {
  transaction::Dispatcher dispatcher;
  RegistrationOwner owner;
  RandomSource& random;
  sip::Account account;      ///< with a registrar, or several
  std::string contact_uri;   ///< "sip:1001@192.0.2.7:5060"
  std::string user_agent{};  ///< "" sends none
  /// How long the DNS answers behind a URI hold; empty where nobody knows.
  std::function<std::optional<std::chrono::seconds>(const sip::Uri&)> time_to_live{};
  /// How that server reaches us, by the transport that leads to it; empty: at `contact_uri` as all.
  std::function<std::string(const sip::RegistrarServer&)> contact_for{};
  Instant t1 = 500ms;  ///< RFC 3261 §17.1.1.1
};

/// What a registration says to itself.
struct RegistrationTimerFired {
  Input input;
};
enum class UpkeepTimer : std::uint8_t {
  surge,       ///< the first REGISTER may go
  keep_alive,  ///< ask whether the binding is there
  probe,       ///< ask whether a silent server is back
  failback,    ///< the first server's turn may have come
};
struct UpkeepTimerFired {
  UpkeepTimer timer;
};

/// Keeps one account registered: the table of registration.hpp decides, this performs. Does nothing
/// until it is told to Register.
class RegistrationActor final
    : public act::actor<act::join<Registration, act::ref<act::result<void>(RegistrationTimerFired),
                                                         act::result<void>(UpkeepTimerFired)>>> {
 public:
  RegistrationActor(caf::actor_config& config, RegistrationContext context);

  const char* name() const override { return "registration"; }
  behavior_type make_behavior() override;
  void on_exit() override;

 private:
  using Promise = act::promise<RegistrationChanged>;
  using Seconds = std::chrono::seconds;

  void step(Input input);
  void perform(Action action);
  void receive(const transaction::ResponseArrived& m);
  void receive(const transaction::RequestFailed& m);
  void receive(const transaction::RequestArrived& m);
  void fire(Input due);
  void back_off();
  void stay();
  void forget();
  void flow_lost();
  act::result<RegistrationChanged> join();
  act::result<RegistrationChanged> ask_for(Input input, std::vector<Promise>& askers);
  void answer(std::vector<Promise>& askers);
  void report();
  [[nodiscard]] RegistrationChanged snapshot() const;

  // registration_requests: what is written and read
  void send(Seconds expires);
  void send_clearing();
  void send_again();
  void send(sip::Draft draft, std::optional<Instant> patience);
  [[nodiscard]] sip::Draft draft_of(sip::Method method, std::string_view request_uri) const;
  [[nodiscard]] std::string contact(std::string_view uri, Seconds expires) const;
  [[nodiscard]] sip::Draft draft_register();
  [[nodiscard]] std::optional<Instant> patience() const;
  [[nodiscard]] Input classify(const sip::Message& response);
  [[nodiscard]] Input classify_success(const sip::Message& response);
  [[nodiscard]] Input classify_failure(Input otherwise);
  [[nodiscard]] bool follow(const sip::Message& response);
  void learn(const sip::Message& success);
  void use_server(bool is_registered);
  void change_server(std::size_t index);
  void forget_server();

  // registration_upkeep: keep-alive, probes, failback
  void tend();
  void fire(UpkeepTimer timer);
  void ask_for_binding();
  void receive_keep_alive(const sip::Message& response);
  void keep_alive_failed();
  void arm_keep_alive();
  void probe_all();
  void arm_probe(std::chrono::milliseconds low, std::chrono::milliseconds high);
  transaction::Branch probe(std::size_t server);
  void probe_ended(const transaction::Branch& branch, bool is_alive);
  void arm_failback();
  void fail_back();
  [[nodiscard]] transaction::Branch new_branch();

  RegistrationContext context_;
  dialog::Authenticator authenticator_;
  ServerChoice choice_;
  BackOff back_off_;
  State state_ = State::idle;

  std::string call_id_, local_tag_;  ///< the same as long as the phone runs (§10.2)
  std::uint32_t cseq_ = 0;
  std::string contact_uri_;      ///< as configured, or as the registrar sees us
  std::string old_contact_uri_;  ///< to be removed with the next REGISTER; "" if none
  Seconds asked_;                ///< more than configured after a 423
  sip::MessagePtr request_;
  transaction::Branch branch_;
  bool has_moved_ = false;     ///< its answer came from a later hop
  std::string redirected_to_;  ///< "" unless a registrar sent us on
  int challenges_ = 0, redirections_ = 0;

  Seconds granted_{0};
  int status_ = 0;
  std::string reason_;
  std::optional<Seconds> retry_after_;
  std::chrono::milliseconds retry_in_{0};
  Instant bound_until_{};     ///< when the last binding we know of is over
  std::size_t bound_at_ = 0;  ///< at which server
  std::vector<std::string> service_route_;
  bool flow_is_kept_ = false;     ///< the registrar speaks RFC 5626
  transaction::Branch bound_by_;  ///< the REGISTER that made the binding
  Instant bound_since_{};         ///< without a loss of its connection
  BackOff flow_back_off_;
  std::optional<ServerInUse> in_use_;

  // upkeep
  bool has_begun_ = false;  ///< the surge is over, old bindings are cleared
  bool busy_ = false;
  bool renew_here_ = false;      ///< the first server has just refused
  bool hurry_ = false;           ///< it was registered a moment ago: no server gets the whole time
  bool is_silent_ = false;       ///< the last failure was silence
  bool seen_dead_ = false;       ///< a probe went unanswered since the last REGISTER was sent
  bool lists_bindings_ = false;  ///< the registrar's answers say which bindings there are
  std::optional<Seconds> flow_timer_;
  Instant failback_due_{};          ///< zero if none is set
  transaction::Branch keep_alive_;  ///< under way, or empty
  sip::MessagePtr keep_alive_request_;
  bool refresh_waits_ = false;  ///< for the answer to it
  int keep_alive_challenges_ = 0;
  std::map<transaction::Branch, std::size_t> probes_;  ///< under way, with their server
  Timer keep_alive_timer_, probe_timer_, failback_timer_;

  std::vector<Promise> joining_, leaving_;
  std::optional<RegistrationChanged> reported_;
  Timer timer_;
};

}  // namespace offhook::registration

OFFHOOK_MESSAGES(registration, (offhook::registration::RegistrationTimerFired)(
                                   offhook::registration::UpkeepTimerFired))
