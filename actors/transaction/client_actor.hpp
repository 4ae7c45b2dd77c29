// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "actors/transaction/client_table.hpp"
#include "actors/transaction/messages.hpp"
#include "actors/transaction/timer_values.hpp"

namespace offhook::transaction {

/// Runs one of the two client tables for one request: retransmits it, times it out, passes its
/// responses to the user and acknowledges failures of an INVITE.
class ClientActor final : public act::actor<ClientTransaction> {
 public:
  struct Setup {
    sip::MessagePtr request;  ///< with its Via
    transport::Hop hop;
    User user;  ///< none for a CANCEL
    transport::Transport transport;
    ClientStarter dispatcher;  ///< who starts the CANCEL
    TimerValues timers;
    Branch handle{};  ///< as the user knows this transaction; the first hop's branch
    Instant silence_limit = Instant::max();  ///< until the first response, if less than 64*T1
    bool is_one_of_several = false;          ///< the dispatcher wants to know how the hop does
    bool is_last_hop = true;
  };
  ClientActor(caf::actor_config& config, Setup setup);
  const char* name() const override { return "client transaction"; }
  behavior_type make_behavior() override;
  void on_exit() override;

 private:
  void begin();
  void receive(const ResponseArrived& arrived);
  void lose_user();
  void fire(TimerName timer);
  void step(client::Input input);
  void perform(client::Action action);
  void send_request();
  void send_ack();
  void send_cancel();
  void retransmit_after(Instant interval, TimerName timer);
  void end_after(Instant span, TimerName timer);
  [[nodiscard]] Instant limited(Instant whole);
  void report(Failure failure, std::string why);
  void pass_to_user();
  [[nodiscard]] bool may_move_on() const;
  void tell_hop_failed(bool move_on);
  void extend_patience();
  [[nodiscard]] Reliability reliability() const { return reliability_of(setup_.hop.protocol); }

  Setup setup_;
  client::Table table_;
  client::State state_ = client::State::initial;
  ResponseArrived response_;  ///< the latest
  sip::MessagePtr ack_;
  std::string failure_;
  std::string cancel_reason_;
  bool has_user_ = true;
  bool user_is_gone_ = false;  ///< and the INVITE is not yet cancelled for it
  bool was_cancelled_ = false;
  bool has_progress_ = false;  ///< a provisional response that tells more than 100
  bool is_impatient_ = false;  ///< the end is set to the silence limit
  Instant begun_{};
  Instant interval_{};
  Timer retransmission_;  ///< A, E
  Timer end_;             ///< B, D, F, K, M
};

}  // namespace offhook::transaction
