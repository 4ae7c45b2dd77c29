// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "actors/transaction/messages.hpp"
#include "actors/transaction/server_table.hpp"
#include "actors/transaction/timer_values.hpp"

namespace offhook::transaction {

/// Runs one of the two server tables for one request: absorbs its copies, repeats its response, and
/// waits for the ACK of a failed INVITE.
class ServerActor final : public act::actor<WholeServerTransaction> {
 public:
  struct Setup {
    sip::MessagePtr request;
    transport::Hop from;
    User user;  ///< none for a CANCEL, which the INVITE's transaction answers
    transport::Transport transport;
    std::string own_tag;  ///< To tag of the responses that no user made
    TimerValues timers;
    bool from_server = false;  ///< the request came from one of our own servers
  };
  ServerActor(caf::actor_config& config, Setup setup);
  const char* name() const override { return "server transaction"; }
  behavior_type make_behavior() override;
  void on_exit() override;

 private:
  void send(const SendResponse& order);
  void adopt(const Adopt& order);
  void receive(const AckArrived& arrived);
  void receive(const CancelArrived& arrived);
  void fire(TimerName timer);
  void watch_user();
  void step(server::Input input);
  void settle();
  void lose_user();
  void perform(server::Action action);
  void start(Timer& slot, Instant span, TimerName timer);
  void send_own(int status);
  void transmit(sip::MessagePtr response);
  void answer_cancel();
  void report(Failure failure);
  void report_cancel();
  [[nodiscard]] std::string_view answered_tag() const;
  [[nodiscard]] bool is_invite() const;
  [[nodiscard]] Reliability reliability() const { return reliability_of(setup_.from.protocol); }

  Setup setup_;
  transport::Hop reply_to_;
  server::Table table_;
  server::State state_ = server::State::initial;
  sip::MessagePtr offered_;   ///< the user's response that is looked up now
  sip::MessagePtr last_;      ///< the response that left last, while it may have to leave again
  std::string answered_tag_;  ///< To tag of the responses that left
  AckArrived ack_;
  CancelArrived cancel_;
  sip::MessagePtr cancelled_by_;  ///< the first CANCEL of this INVITE
  bool cancelled_ = false;        ///< and the user was told
  Instant interval_{};
  Timer retransmission_;  ///< the 200 ms, G
  Timer end_;             ///< F, H, I, J, L
};

}  // namespace offhook::transaction
